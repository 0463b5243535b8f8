import { Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { fieldErrors } from '../api/field-words';
import { useMe } from '../session/session';
import { focusRefused } from '../shared/focus-refused';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { MIN_PASSWORD as min } from '../shared/shortest-password';
import { PasswordInput } from '../shared/password-input';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useIsOnline } from '../shell/connection-watch';
import { useTexts } from './texts';

export function PasswordForm() {
  const t = useTexts();
  const shared = useSharedTexts();
  const { email } = useMe();
  const isOnline = useIsOnline();
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '', repeated: '' },
    validate: {
      currentPassword: (password) => (password ? null : shared('required')),
      newPassword: (password) => (password.length < min ? t('passwordShort', { min }) : null),
      repeated: (repeated, { newPassword }) => (repeated === newPassword ? null : t('passwordsDiffer')),
    },
  });
  const change = useMutation({
    mutationFn: async ({ currentPassword, newPassword }: typeof form.values) => {
      await call(api.POST('/api/auth/me/password', { body: { currentPassword, newPassword } }));
      // All sessions have ended by that, this one too.
      await call(api.POST('/api/auth/login', { body: { email, password: newPassword } })).catch(askToSignIn);
    },
    onSuccess: () => {
      form.reset();
      notifySuccess(t('passwordChanged'));
    },
    onError: (error) => {
      const errors = fieldErrors(error);
      form.setErrors(errors);
      if (!focusRefused(errors)) notifyFailure(error);
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values), focusRefused)} noValidate>
      <Stack gap="sm">
        <PasswordInput
          label={t('currentPassword')}
          autoComplete="current-password"
          required
          {...form.getInputProps('currentPassword')}
        />
        <PasswordInput
          label={t('newPassword')}
          description={t('newPasswordHint', { min })}
          autoComplete="new-password"
          required
          {...form.getInputProps('newPassword')}
        />
        <PasswordInput
          label={t('repeatPassword')}
          autoComplete="new-password"
          required
          {...form.getInputProps('repeated')}
        />
        <Group>
          <Button type="submit" loading={change.isPending} disabled={!isOnline}>
            {t('changePassword')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The answer to anything asks for it over the page, when a session has ended. */
async function askToSignIn(): Promise<void> {
  await call(api.GET('/api/auth/me')).catch(() => undefined);
}
