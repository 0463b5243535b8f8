import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, call } from '../api/client';
import { isApiError } from '../api/errors';
import { duration } from '../i18n/format';
import { reasonInWords } from '../shared/notify';
import { PasswordInput } from '../shared/password-input';
import { useTexts as useSharedTexts } from '../shared/texts';
import type { Me } from './permissions';
import { useTexts } from './texts';

interface Props {
  /** Known already when a session has ended. */
  email?: string;
  onSignedIn(me: Me): void;
}

export function SignInForm({ email: knownEmail = '', onSignedIn }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const [email, setEmail] = useState(knownEmail);
  const [password, setPassword] = useState('');
  const [isTried, setTried] = useState(false);
  // The browser's own complaint would be in the browser's language.
  const missing = (value: string) => isTried && !value.trim() && shared('required');
  const signIn = useMutation({
    mutationFn: async () => {
      await call(api.POST('/api/auth/login', { body: { email: email.trim(), password } }));
      return call(api.GET('/api/auth/me')).catch(askForCookies);
    },
    onSuccess: onSignedIn,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (email.trim() && password) signIn.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
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
          error={missing(email)}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('password')}
          autoComplete="current-password"
          required
          autoFocus={!!knownEmail}
          value={password}
          error={isTried && !password && shared('required')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {t('signIn')}
        </Button>
      </Stack>
    </form>
  );
}

/** The browser was signed in, and came without the cookie all the same. */
class CookieNotKept extends Error {}

function askForCookies(error: unknown): never {
  throw isApiError(error, 'unauthenticated') ? new CookieNotKept() : error;
}

function reasonOf(error: Error, t: ReturnType<typeof useTexts>): string {
  // Where the service is set up for https, a page that came by http keeps none.
  if (error instanceof CookieNotKept) return t(isSecureContext ? 'notKept' : 'notKeptByHttp');
  if (isApiError(error) && error.status === 401) return t('wrong');
  if (isApiError(error) && error.status === 429)
    return t('throttled', { wait: duration(toBeWaited(error.retryAfterSeconds)) });
  return reasonInWords(error);
}

/** Whole minutes from one on: who comes sooner is refused again. */
function toBeWaited(seconds: number): number {
  return seconds < 60 ? seconds : Math.ceil(seconds / 60) * 60;
}
