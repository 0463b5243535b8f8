import { Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { fieldErrors, isApiError } from '../api/errors';
import { queries } from '../api/queries';
import { ChangedMeanwhile } from '../shared/changed-meanwhile';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useUnsavedGuard } from '../shared/unsaved';
import { useIsOnline } from '../shell/connection-watch';
import { RegionsField, RolesField } from './access-fields';
import { PasswordField } from './password-field';
import { useTexts } from './texts';

type User = Schemas['UserView'];

interface Props {
  /** null = a new one. */
  user: User | null;
  onClose(): void;
}

const MIN_PASSWORD = 8;

export function UserForm({ user, onClose }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const isOnline = useIsOnline();
  const form = useForm({
    initialValues: {
      name: user?.name ?? '',
      email: user?.email ?? '',
      password: '',
      roles: user?.roles ?? [],
      regionIds: user?.regionIds ?? [],
      isActive: user?.isActive ?? true,
    },
    validate: {
      name: (name) => (name.trim() ? null : shared('required')),
      email: (email) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? null : t('emailWrong')),
      password: (password) => ((password || !user) && password.length < MIN_PASSWORD ? t('passwordShort') : null),
      roles: (roles) => (roles.length > 0 ? null : t('rolesRequired')),
    },
  });
  const save = useMutation({
    mutationFn: ({ name, email, password, ...rest }: typeof form.values) => {
      const body = { ...rest, name: name.trim(), email: email.trim() };
      if (!user) return call(api.POST('/api/users', { body: { ...body, password } }));
      return call(
        api.PATCH('/api/users/{id}', {
          params: { path: { id: user.id } },
          body: { ...body, ...(password && { password }), version: user.version },
        }),
      );
    },
    onSuccess: async () => {
      notifySuccess(shared('saved'));
      await refreshUsers();
      onClose();
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error));
      if (!isApiError(error, 'changed_meanwhile')) notifyFailure(error);
    },
  });
  useUnsavedGuard(form.isDirty() && !save.isSuccess);
  const reload = () => {
    void refreshUsers();
    onClose();
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      closeOnClickOutside={!form.isDirty()}
      title={user ? t('edit') : t('add')}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
        <ChangedMeanwhile error={save.error} onReload={reload} />
        <Stack>
          <TextInput label={t('name')} required data-autofocus {...form.getInputProps('name')} />
          <TextInput
            label={t('email')}
            description={t('emailHint')}
            type="email"
            autoComplete="off"
            required
            {...form.getInputProps('email')}
          />
          <PasswordField
            label={user ? t('newPassword') : t('password')}
            description={user ? t('newPasswordHint') : t('passwordHint')}
            isRequired={!user}
            {...form.getInputProps('password')}
          />
          <RolesField {...form.getInputProps('roles')} />
          <RegionsField roles={form.values.roles} {...form.getInputProps('regionIds')} />
          <Switch
            label={t('isActive')}
            description={t('isActiveHint')}
            {...form.getInputProps('isActive', { type: 'checkbox' })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!isOnline}>
              {shared('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Who is signed in may have been changed too. */
export async function refreshUsers(): Promise<void> {
  await queries.invalidateQueries({ queryKey: ['users'] });
  await queries.invalidateQueries({ queryKey: ['me'] });
}
