import { Group, Loader, Stack, Text, ThemeIcon } from '@mantine/core';
import { type CheckStep, detailInWords, useTexts } from './check-words';
import { IconCheck } from './icons';
import { IconHourglass, IconMinus, IconX } from './page-icons';

interface Props {
  label: string;
  /** All there are, with what each is called. */
  steps: Array<[name: string, title: string]>;
  /** Those that were gone through; undefined = none was yet. */
  found: CheckStep[] | undefined;
  isRunning: boolean;
  /** What a setting is called on the page. */
  fieldName(field: string): string;
  /** Nothing is wrong but that something is still to come. */
  isAwaited?(step: CheckStep): boolean;
}

/** How far trying something out got, step by step. */
export function CheckList({ label, steps, found, isRunning, ...words }: Props) {
  return (
    <Stack gap="xs" role="list" aria-label={label} aria-busy={isRunning}>
      {steps.map(([name, title]) => (
        <Step
          key={name}
          title={title}
          isRunning={isRunning}
          step={isRunning ? undefined : found?.find((step) => step.name === name)}
          {...words}
        />
      ))}
    </Stack>
  );
}

interface StepProps extends Pick<Props, 'isRunning' | 'fieldName' | 'isAwaited'> {
  title: string;
  step: CheckStep | undefined;
}

function Step({ title, step, isRunning, fieldName, isAwaited }: StepProps) {
  const t = useTexts();
  const [color, Icon, mark] = !step
    ? (['gray', IconMinus, t('notReached')] as const)
    : step.ok
      ? (['green', IconCheck, t('passed')] as const)
      : isAwaited?.(step)
        ? (['yellow', IconHourglass, t('awaited')] as const)
        : (['red', IconX, t('failed')] as const);
  return (
    <Group role="listitem" gap="sm" wrap="nowrap" align="flex-start">
      {isRunning ? (
        <Loader size={22} aria-label={t('running')} />
      ) : (
        <ThemeIcon size={22} radius="xl" color={color} variant="light" role="img" aria-label={mark}>
          <Icon size={14} />
        </ThemeIcon>
      )}
      <div>
        <Text size="sm" fw={500} c={step || isRunning ? undefined : 'dimmed'}>
          {title}
        </Text>
        {step && (
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {detailInWords(step, fieldName)}
            {step.ms > 0 && ` · ${t('took', { ms: step.ms })}`}
          </Text>
        )}
      </div>
    </Group>
  );
}
