import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { CheckList } from '../shared/check-list';
import { notifyFailure } from '../shared/notify';
import { IconPlugConnected } from '../shared/page-icons';
import { useIsOnline } from '../shell/connection-watch';
import { isAddressAwaited, useCheckTexts } from './check-words';
import { connectionsChanged } from './connection';
import { useTexts } from './texts';

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
  const fields = useTexts();
  const isOnline = useIsOnline();
  const check = useMutation({
    mutationFn: () => call(api.POST('/api/marketplace-connections/{id}/check', { params: { path: { id } } })),
    onSuccess: connectionsChanged,
    onError: (error) => notifyFailure(error),
  });
  const { data: result, isPending } = check;
  const fieldName = (field: string) => {
    if (field === 'regionId') return fields('region');
    return FIELDS.includes(field as never) ? fields(field as (typeof FIELDS)[number]) : field;
  };
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
        <CheckList
          label={t('check')}
          steps={STEPS.map((name) => [name, t(`step.${name}`)])}
          found={result?.steps}
          isRunning={isPending}
          fieldName={fieldName}
          isAwaited={isAddressAwaited}
        />
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
