import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { StatusSelect } from '../order-statuses/status-select';
import { useStatuses } from '../order-statuses/use-statuses';
import { FormDialog } from '../shared/form-dialog';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts } from './texts';
import { useSetMeanings } from './use-assign';

/** Says beforehand what a value means that has not come yet. */
export function AddStatus({ id, onClose }: { id: string; onClose(): void }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const { data: statuses = [] } = useStatuses();
  const setMeanings = useSetMeanings(id);
  const form = useForm({
    initialValues: { value: '', statusId: '' },
    validate: {
      value: (value) => (value.trim() ? null : shared('required')),
      statusId: (statusId) => (statusId ? null : shared('required')),
    },
  });
  return (
    <FormDialog
      title={t('statuses.add')}
      form={form}
      submitLabel={shared('add')}
      save={({ value, statusId }) => setMeanings([{ value: value.trim(), statusId }])}
      onSaved={() => undefined}
      onClose={onClose}
    >
      <TextInput
        label={t('statuses.value')}
        description={t('statuses.addHint')}
        maxLength={255}
        required
        data-autofocus
        {...form.getInputProps('value')}
      />
      <StatusSelect
        label={t('statuses.ours')}
        required
        statuses={statuses}
        {...form.getInputProps('statusId')}
        value={form.values.statusId || null}
      />
    </FormDialog>
  );
}
