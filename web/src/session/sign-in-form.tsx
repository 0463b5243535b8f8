import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, call } from '../api/client';
import { ApiError, OfflineError } from '../api/errors';
import { duration } from '../i18n/format';
import type { Me } from './permissions';
import { useTexts } from './texts';

interface Props {
  /** Known already when a session has ended. */
  email?: string;
  onSignedIn(me: Me): void;
}

export function SignInForm({ email: knownEmail = '', onSignedIn }: Props) {
  const t = useTexts();
  const [email, setEmail] = useState(knownEmail);
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => call(api.POST('/api/auth/login', { body: { email: email.trim(), password } })),
    onSuccess: onSignedIn,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {signIn.error && (
          <Alert color="red" role="alert">
            {reasonOf(signIn.error, t)}
          </Alert>
        )}
        <TextInput
          label={t('email')}
          type="email"
          autoComplete="username"
          required
          autoFocus={!knownEmail}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('password')}
          autoComplete="current-password"
          required
          autoFocus={!!knownEmail}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {t('signIn')}
        </Button>
      </Stack>
    </form>
  );
}

function reasonOf(error: Error, t: ReturnType<typeof useTexts>): string {
  if (error instanceof OfflineError) return t('offline');
  if (!(error instanceof ApiError)) return error.message;
  if (error.status === 401) return t('wrong');
  if (error.status === 429) return t('throttled', { wait: duration(error.retryAfterSeconds) });
  return t('failed', { requestId: error.requestId });
}
