import { Alert, Button, Group, Loader, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck } from '../shared/icons';
import { IconHourglass, IconMinus, IconPlugConnected, IconX } from '../shared/page-icons';
import { useMutation } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { notifyFailure } from '../shared/notify';
import { useIsOnline } from '../shell/connection-watch';
import { checkDetail, isAddressAwaited, useCheckTexts } from './check-words';
import { connectionsChanged } from './connection';
import { useTexts } from './texts';

type CheckStep = Schemas['CheckStepView'];

const STEPS = ['settings', 'address', 'answer', 'sign_in'] as const;
const FIELDS = ['login', 'password', 'apiKey', 'apiUrl'] as const;

interface Props {
  id: string;
  /** The form holds what is not stored yet. */
  isDirty?: boolean;
}

/** Tries the connection out and shows how far it got. */
export function ConnectionCheck({ id, isDirty }: Props) {
  const t = useCheckTexts();
  const isOnline = useIsOnline();
  const check = useMutation({
    mutationFn: () => call(api.POST('/api/marketplace-connections/{id}/check', { params: { path: { id } } })),
    onSuccess: connectionsChanged,
    onError: (error) => notifyFailure(error),
  });
  const { data: result, isPending } = check;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {isDirty ? t('unsaved') : t('hint')}
      </Text>
      <Group>
        <Button
          variant="light"
          leftSection={<IconPlugConnected size={16} aria-hidden />}
          loading={isPending}
          disabled={!isOnline}
          onClick={() => check.mutate()}
        >
          {result ? t('again') : t('check')}
        </Button>
      </Group>
      {(isPending || result) && (
        <Stack gap="xs" role="list" aria-label={t('check')} aria-busy={isPending}>
          {STEPS.map((name) => (
            <Step
              key={name}
              name={name}
              isRunning={isPending}
              step={isPending ? undefined : result?.steps.find((step) => step.name === name)}
            />
          ))}
        </Stack>
      )}
      <div aria-live="polite" hidden={isPending || !result}>
        {!isPending && result && <Verdict result={result} />}
      </div>
    </Stack>
  );
}

function Verdict({ result: { ok, steps } }: { result: Schemas['ConnectionCheckView'] }) {
  const t = useCheckTexts();
  if (ok) return <Alert color="green" title={t('good')} />;
  if (steps.some(isAddressAwaited)) return <Alert color="yellow" title={t('waits')} />;
  return <Alert color="red" title={t('bad')} />;
}

function Step({ name, step, isRunning }: { name: (typeof STEPS)[number]; step?: CheckStep; isRunning: boolean }) {
  const t = useCheckTexts();
  const fields = useTexts();
  const fieldName = (field: string) => {
    if (field === 'regionId') return fields('region');
    return FIELDS.includes(field as never) ? fields(field as (typeof FIELDS)[number]) : field;
  };
  const [color, Icon, mark] = !step
    ? (['gray', IconMinus, t('notReached')] as const)
    : step.ok
      ? (['green', IconCheck, t('passed')] as const)
      : isAddressAwaited(step)
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
          {t(`step.${name}`)}
        </Text>
        {step && (
          <Text size="sm" c="dimmed">
            {checkDetail(step, fieldName)}
            {step.ms > 0 && ` · ${t('took', { ms: step.ms })}`}
          </Text>
        )}
      </div>
    </Group>
  );
}
