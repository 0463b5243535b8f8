import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, call } from '../api/client';
import { SecretShown } from '../integrations/secret-shown';
import { confirm } from '../shared/confirm';
import { CopyField } from '../shared/copy-field';
import { IconRefresh } from '../shared/page-icons';
import { notifyFailure } from '../shared/notify';
import { useIsOnline } from '../shell/connection-watch';
import { type Exchange, exchangesChanged } from './exchange';
import { useTexts } from './texts';

/** Where the other side calls and what it signs in by; the password stands between them while it is known. */
export function AccessFields({ exchange: { url, login }, children }: { exchange: Exchange; children?: ReactNode }) {
  const t = useTexts();
  return (
    <>
      <CopyField label={t('address')} value={url} />
      <CopyField label={t('login')} value={login} />
      {children}
      <CopyField label={t('addressBitrix')} value={url.replace(/\/1c\/exchange$/, '/bitrix/admin/1c_exchange.php')} />
    </>
  );
}

export function AccessCard({ exchange }: { exchange: Exchange }) {
  const t = useTexts();
  const [password, setPassword] = useState<string>();
  return (
    <Stack gap="sm">
      <AccessFields exchange={exchange} />
      <NewPassword exchange={exchange} onMade={setPassword} />
      <Text size="xs" c="dimmed">
        {t('passwordOnce')}
      </Text>
      {password && (
        <SecretShown
          title={t('newPasswordMade')}
          label={t('password')}
          value={password}
          warning={t('passwordOnce')}
          onDone={() => setPassword(undefined)}
        />
      )}
    </Stack>
  );
}

/** Makes a new password, after having said what becomes of the former one. */
export function NewPassword({ exchange: { id }, onMade }: { exchange: Exchange; onMade(password: string): void }) {
  const t = useTexts();
  const isOnline = useIsOnline();
  const replace = useMutation({
    mutationFn: () => call(api.POST('/api/exchanges/{id}/password', { params: { path: { id } } })),
    onSuccess: ({ password }) => onMade(password),
    onError: (error) => notifyFailure(error),
    onSettled: () => exchangesChanged(),
  });
  const ask = async () => {
    const question = { title: t('newPasswordTitle'), children: t('newPasswordHint'), confirm: t('newPassword') };
    if (await confirm({ ...question, isDangerous: true })) replace.mutate();
  };
  return (
    <Group>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={replace.isPending}
        disabled={!isOnline}
        onClick={() => void ask()}
      >
        {t('newPassword')}
      </Button>
    </Group>
  );
}
