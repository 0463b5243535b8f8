import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import type { Role } from '../session/permissions';
import { FormDialog } from '../shared/form-dialog';
import { useTexts as useSharedTexts } from '../shared/texts';
import { RegionsField, RolesField } from '../users/access-fields';
import { useTexts as useUserTexts } from '../users/texts';
import { useTexts } from './texts';

interface Props {
  onMade(key: Schemas['NewApiKeyView']): void;
  onClose(): void;
}

export function ApiKeyForm({ onMade, onClose }: Props) {
  const t = useTexts();
  const users = useUserTexts();
  const shared = useSharedTexts();
  const form = useForm({
    initialValues: { name: '', roles: [] as Role[], regionIds: [] as string[] },
    validate: {
      name: (name) => (name.trim() ? null : shared('required')),
      roles: (roles) => (roles.length > 0 ? null : users('rolesRequired')),
    },
  });
  const make = (values: typeof form.values) =>
    call(api.POST('/api/api-keys', { body: { ...values, name: values.name.trim() } }));
  const onSaved = (key: Schemas['NewApiKeyView']) => {
    onMade(key);
    void outOfDate('api-keys');
  };
  return (
    <FormDialog
      title={t('key.add')}
      form={form}
      size="lg"
      submitLabel={t('key.add')}
      save={make}
      onSaved={onSaved}
      onClose={onClose}
    >
      <TextInput
        label={t('key.name')}
        description={t('key.nameHint')}
        placeholder={t('key.namePlaceholder')}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <RolesField {...form.getInputProps('roles')} />
      <RegionsField roles={form.values.roles} {...form.getInputProps('regionIds')} />
    </FormDialog>
  );
}
