import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { CheckList } from '../shared/check-list';
import { notifyFailure } from '../shared/notify';
import { IconPlugConnected } from '../shared/page-icons';
import { useIsOnline } from '../shell/connection-watch';
import { useAbcpTexts } from './abcp-texts';
import { type Exchange, exchangesChanged } from './exchange';
import { usePartsSoftTexts } from './parts-soft-texts';

const STEPS = ['settings', 'address', 'answer', 'sign_in'] as const;
const FIELDS = ['apiUrl', 'login', 'password'] as const;

/** Those that both kinds have. */
type CheckTexts = (
  key: Extract<Parameters<ReturnType<typeof useAbcpTexts>>[0], Parameters<ReturnType<typeof usePartsSoftTexts>>[0]>,
) => string;

interface Props {
  exchange: Exchange;
  /** The form holds what is not stored yet. */
  isDirty?: boolean;
}

/** Tries the other side out without any effect there, and shows how far that got. */
export function ExchangeCheck({ exchange: { id, kind }, isDirty = false }: Props) {
  const [abcp, partsSoft] = [useAbcpTexts(), usePartsSoftTexts()];
  const t: CheckTexts = kind === 'parts_soft' ? partsSoft : abcp;
  const isOnline = useIsOnline();
  const check = useMutation({
    mutationFn: () => call(api.POST('/api/exchanges/{id}/check', { params: { path: { id } } })),
    onSuccess: exchangesChanged,
    onError: (error) => notifyFailure(error),
  });
  const { data: result, isPending } = check;
  const isRefused = result?.steps.at(-1)?.code === 'sign_in_refused';
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {isDirty ? t('checkUnsaved') : t('checkHint')}
      </Text>
      <Group>
        <Button
          variant="light"
          leftSection={<IconPlugConnected size={16} aria-hidden />}
          loading={isPending}
          disabled={!isOnline}
          onClick={() => check.mutate()}
        >
          {result ? t('checkAgain') : t('check')}
        </Button>
      </Group>
      {(isPending || result) && (
        <CheckList
          label={t('checking')}
          steps={STEPS.map((name) => [name, t(`step.${name}`)])}
          found={result?.steps}
          isRunning={isPending}
          fieldName={(field) => (FIELDS.includes(field as never) ? t(field as (typeof FIELDS)[number]) : field)}
        />
      )}
      <div aria-live="polite" hidden={isPending || !result}>
        {!isPending && result && (
          <Alert color={result.ok ? 'green' : 'red'} title={result.ok ? t('checkGood') : t('checkBad')}>
            {isRefused && t('checkSignIn')}
          </Alert>
        )}
      </div>
    </Stack>
  );
}
