import { Alert, Progress, Stack, Text } from '@mantine/core';
import { number } from '../i18n/format';
import type { Run, RunStep } from './bounded-run';
import { reasonInWords } from './notify';
import { useTexts } from './texts';

interface Props<S extends RunStep> {
  run: Run<S>;
  label: string;
  /** The run counts in percent and not in things. */
  isPercent?: boolean;
}

/** How far a long run is, and why it stopped before its end. */
export function BoundedRunProgress<S extends RunStep>({ run, label, isPercent }: Props<S>) {
  const t = useTexts();
  const { state, processed, total, error } = run;
  const share = total === 0 ? (state === 'done' ? 100 : 0) : (100 * processed) / total;
  return (
    <Stack gap="xs">
      <Progress.Root size="lg">
        <Progress.Section value={share} aria-label={label} animated={state === 'running'} />
      </Progress.Root>
      <Text size="sm" aria-live="polite">
        {isPercent ? `${number(processed)} %` : t('processedOf', { done: number(processed), total: number(total) })}
      </Text>
      {state === 'stopped' && (
        <Alert color="yellow" title={error ? t('runFailed') : t('runStopped')} role="alert">
          {error ? reasonInWords(error) : t('runStoppedHint')}
        </Alert>
      )}
    </Stack>
  );
}
