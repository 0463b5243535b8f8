import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { fieldErrors } from '../api/errors';
import { queries } from '../api/queries';
import type { Role } from '../session/permissions';
import { notifyFailure } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useUnsavedGuard } from '../shared/unsaved';
import { useIsOnline } from '../shell/connection-watch';
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
  const isOnline = useIsOnline();
  const form = useForm({
    initialValues: { name: '', roles: [] as Role[], regionIds: [] as string[] },
    validate: {
      name: (name) => (name.trim() ? null : shared('required')),
      roles: (roles) => (roles.length > 0 ? null : users('rolesRequired')),
    },
  });
  const make = useMutation({
    mutationFn: (values: typeof form.values) =>
      call(api.POST('/api/api-keys', { body: { ...values, name: values.name.trim() } })),
    onSuccess: (key) => {
      onMade(key);
      onClose();
      void queries.invalidateQueries({ queryKey: ['api-keys'] });
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error));
      notifyFailure(error);
    },
  });
  useUnsavedGuard(form.isDirty() && !make.isSuccess);
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      closeOnClickOutside={!form.isDirty()}
      title={t('key.add')}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <form onSubmit={form.onSubmit((values) => make.mutate(values))} noValidate>
        <Stack>
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
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared('cancel')}
            </Button>
            <Button type="submit" loading={make.isPending} disabled={!isOnline}>
              {t('key.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
