import { Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { FormDialog } from '../shared/form-dialog';
import { notifySuccess } from '../shared/notify';
import { MIN_PASSWORD as min } from '../shared/shortest-password';
import { useTexts as useSharedTexts } from '../shared/texts';
import { RegionsField, RolesField } from './access-fields';
import { PasswordField } from './password-field';
import { useTexts } from './texts';

type User = Schemas['UserView'];

interface Props {
  /** null = a new one. */
  user: User | null;
  onClose(): void;
}

export function UserForm({ user, onClose }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
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
      password: (password) => ((password || !user) && password.length < min ? t('passwordShort', { min }) : null),
      roles: (roles) => (roles.length > 0 ? null : t('rolesRequired')),
    },
  });
  const save = ({ name, email, password, ...rest }: typeof form.values) => {
    const body = { ...rest, name: name.trim(), email: email.trim() };
    if (!user) return call(api.POST('/api/users', { body: { ...body, password } }));
    return call(
      api.PATCH('/api/users/{id}', {
        params: { path: { id: user.id } },
        body: { ...body, ...(password && { password }), version: user.version },
      }),
    );
  };
  const onSaved = () => {
    notifySuccess(shared('saved'));
    return refreshUsers();
  };
  return (
    <FormDialog
      title={user ? t('edit') : t('add')}
      form={form}
      size="lg"
      save={save}
      onSaved={onSaved}
      onStale={refreshUsers}
      onClose={onClose}
    >
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
        description={user ? t('newPasswordHint') : t('passwordHint', { min })}
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
    </FormDialog>
  );
}

/** Who is signed in may have been changed too. */
export async function refreshUsers(): Promise<void> {
  await outOfDate('users');
  await outOfDate('me');
}
