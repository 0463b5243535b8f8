import { Autocomplete, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { fieldErrors, isApiError } from '../api/errors';
import { queries } from '../api/queries';
import { ChangedMeanwhile } from '../shared/changed-meanwhile';
import { notifyFailure, notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts } from './texts';

interface Props {
  /** null = a new one. */
  region: Schemas['RegionView'] | null;
  onClose(): void;
}

const TIME_ZONES = Intl.supportedValuesOf('timeZone');

export function RegionForm({ region, onClose }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const form = useForm({
    initialValues: { name: region?.name ?? '', timeZone: region?.timeZone ?? 'Europe/Moscow' },
    validate: { name: (name) => (name.trim() ? null : shared('required')) },
  });
  const save = useMutation({
    mutationFn: (body: typeof form.values) =>
      region
        ? call(
            api.PATCH('/api/regions/{id}', {
              params: { path: { id: region.id } },
              body: { ...body, version: region.version },
            }),
          )
        : call(api.POST('/api/regions', { body })),
    onSuccess: async () => {
      notifySuccess(shared('saved'));
      await queries.invalidateQueries({ queryKey: ['regions'] });
      onClose();
    },
    onError: (error) => {
      form.setErrors(fieldErrors(error));
      if (!isApiError(error, 'changed_meanwhile')) notifyFailure(error);
    },
  });
  const reload = () => {
    void queries.invalidateQueries({ queryKey: ['regions'] });
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={region ? t('edit') : t('add')}
      closeButtonProps={{ 'aria-label': shared('close') }}
    >
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <ChangedMeanwhile error={save.error} onReload={reload} />
        <Stack>
          <TextInput label={t('name')} required data-autofocus {...form.getInputProps('name')} />
          <Autocomplete
            label={t('timeZone')}
            description={t('timeZoneHint')}
            data={TIME_ZONES}
            limit={20}
            {...form.getInputProps('timeZone')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {shared('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
