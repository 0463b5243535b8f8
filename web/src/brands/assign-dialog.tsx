import { Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { outOfDate } from '../api/queries';
import { FormDialog } from '../shared/form-dialog';
import { notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { assign, type Brand, useBrands } from './brands';
import { useTexts } from './texts';

const TYPING_MS = 200;
const OFFERED = 20;

/** Chooses the brand that a spelling belongs to, among all there are. */
export function AssignDialog({ spelling, onClose }: { spelling: string; onClose(): void }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<Brand>();
  const [q] = useDebouncedValue(typed, TYPING_MS);
  // What is chosen stands in the field and is not looked for.
  const { data } = useBrands({ q: q === chosen?.name ? '' : q, perPage: OFFERED, sort: 'name' });
  const form = useForm({
    initialValues: { brandId: '' },
    validate: { brandId: (id) => (id ? null : shared('required')) },
  });
  const found = data?.data ?? [];
  const offered = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  const choose = (id: string | null) => {
    form.setFieldValue('brandId', id ?? '');
    setChosen(offered.find((brand) => brand.id === id));
  };
  const onSaved = ({ name }: Brand) => {
    notifySuccess(t('assigned', { synonym: spelling, brand: name }));
    return outOfDate('brands');
  };
  return (
    <FormDialog
      title={t('assignTitle', { name: spelling })}
      form={form}
      submitLabel={t('assign')}
      save={() => assign(chosen!, spelling)}
      onSaved={onSaved}
      onStale={() => outOfDate('brands')}
      onClose={onClose}
    >
      <Select
        label={t('brand')}
        placeholder={t('chooseBrand')}
        data={offered.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        // The service has looked through the synonyms, too.
        filter={({ options }) => options}
        searchValue={typed}
        onSearchChange={setTyped}
        nothingFoundMessage={shared('nothingFound')}
        required
        data-autofocus
        {...form.getInputProps('brandId')}
        value={form.values.brandId || null}
        onChange={choose}
      />
    </FormDialog>
  );
}
