import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, call } from '../api/client';
import { outOfDate } from '../api/queries';
import { FormDialog } from '../shared/form-dialog';
import { notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts } from './texts';
import { replaceFilter, type SavedFilter, type SavedList } from './use-saved-filters';

const MAX_NAME = 60;

interface Props {
  list: SavedList;
  /** Of the list; one of the same name is replaced. */
  filters: SavedFilter[];
  query: string;
  onClose(): void;
}

/** Gives what is chosen in a list a name. */
export default function SaveFilter({ list, filters, query, onClose }: Props) {
  const t = useTexts();
  const shared = useSharedTexts();
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (name) => (name.trim() ? null : shared('required')) },
  });
  const named = (name: string) =>
    filters.find((filter) => filter.name.toLocaleLowerCase() === name.trim().toLocaleLowerCase());
  const same = named(form.values.name);
  return (
    <FormDialog
      title={t('saveTitle')}
      form={form}
      submitLabel={same && t('replace')}
      save={({ name }) => {
        const former = named(name);
        if (former) return replaceFilter(former.id, query);
        return call(api.POST('/api/saved-filters', { body: { list, name, query } }));
      }}
      onSaved={({ name }) => {
        notifySuccess(t(same ? 'replaced' : 'saved', { name }));
        return outOfDate('saved-filters');
      }}
      onClose={onClose}
    >
      <TextInput
        label={t('name')}
        description={same ? t('replaces') : t('saveHint')}
        required
        maxLength={MAX_NAME}
        data-autofocus
        {...form.getInputProps('name')}
      />
    </FormDialog>
  );
}

interface RenamingProps {
  filter: SavedFilter;
  onClose(): void;
}

/** Gives a saved filter another name. */
export function RenameFilter({ filter: { id, name }, onClose }: RenamingProps) {
  const t = useTexts();
  const shared = useSharedTexts();
  const form = useForm({
    initialValues: { name },
    validate: { name: (value) => (value.trim() ? null : shared('required')) },
  });
  return (
    <FormDialog
      title={t('renameTitle')}
      form={form}
      save={(body) => call(api.PATCH('/api/saved-filters/{id}', { params: { path: { id } }, body }))}
      onSaved={() => outOfDate('saved-filters')}
      onClose={onClose}
    >
      <TextInput label={t('name')} required maxLength={MAX_NAME} data-autofocus {...form.getInputProps('name')} />
    </FormDialog>
  );
}
