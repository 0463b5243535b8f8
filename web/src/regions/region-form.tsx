import { Fieldset, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { FormDialog } from '../shared/form-dialog';
import { notifySuccess } from '../shared/notify';
import { useTexts as useSharedTexts } from '../shared/texts';
import { CalendarFields } from './calendar-fields';
import { calendarValues, workingHoursOf } from './calendar';
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
    initialValues: {
      name: region?.name ?? '',
      timeZone: region?.timeZone ?? 'Europe/Moscow',
      shopName: region?.shopName ?? '',
      shopAddress: region?.shopAddress ?? '',
      shopPhone: region?.shopPhone ?? '',
      calendar: calendarValues(region?.workingHours ?? null),
    },
    validate: { name: (name) => (name.trim() ? null : shared('required')) },
  });
  const refresh = () => outOfDate('regions');
  const save = ({ calendar, ...values }: typeof form.values) => {
    const body = { ...values, workingHours: workingHoursOf(calendar) };
    return region
      ? call(
          api.PATCH('/api/regions/{id}', {
            params: { path: { id: region.id } },
            body: { ...body, version: region.version },
          }),
        )
      : call(api.POST('/api/regions', { body }));
  };
  const onSaved = () => {
    notifySuccess(shared('saved'));
    return refresh();
  };
  return (
    <FormDialog
      title={region ? t('edit') : t('add')}
      form={form}
      save={save}
      onSaved={onSaved}
      onStale={refresh}
      onClose={onClose}
    >
      <TextInput label={t('name')} required data-autofocus {...form.getInputProps('name')} />
      <Select
        label={t('timeZone')}
        description={t('timeZoneHint')}
        data={[...new Set([...TIME_ZONES, form.values.timeZone])]}
        searchable
        allowDeselect={false}
        limit={50}
        nothingFoundMessage={shared('nothingFound')}
        {...form.getInputProps('timeZone')}
      />
      <CalendarFields
        calendar={form.values.calendar}
        errors={form.errors}
        onChange={(calendar) => form.setFieldValue('calendar', calendar)}
      />
      <Fieldset legend={t('printed')}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t('printedHint')}
          </Text>
          <TextInput label={t('shopName')} maxLength={255} {...form.getInputProps('shopName')} />
          <Textarea label={t('shopAddress')} autosize maxLength={1_000} {...form.getInputProps('shopAddress')} />
          <TextInput label={t('shopPhone')} maxLength={255} {...form.getInputProps('shopPhone')} />
        </Stack>
      </Fieldset>
    </FormDialog>
  );
}
