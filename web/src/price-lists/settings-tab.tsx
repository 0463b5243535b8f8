import { Group } from '@mantine/core';
import { api, call } from '../api/client';
import { errorsByField } from '../api/field-words';
import { useMay } from '../session/session';
import { DeleteButton } from '../shared/delete-button';
import { SettingsForm, type SettingsTopic } from '../settings/settings-form';
import { useSavedForm } from '../settings/use-saved-form';
import { useRegionName } from '../shell/regions';
import { GeneralFields, GuardFields, SourceFields } from './fields';
import { FileFields } from './file-fields';
import { type PriceList, type PriceListChange, priceListKey, priceListsChanged } from './price-list';
import {
  bodyOf,
  limitsInWords,
  type PriceListForm,
  type PriceListValues,
  usePriceListForm,
  valuesOf,
} from './price-list-form';
import { useTexts } from './texts';

/** Which topic a field stands in. */
const FIELDS = {
  general: ['name', 'regionId', 'kind', 'isOwnStock', 'deliveryDaysMin', 'deliveryDaysMax', 'staleAfterHours'],
  file: ['firstRow', 'columns'],
  source: ['url', 'refreshMinutes'],
  guard: ['guard'],
} as const;

type TopicName = keyof typeof FIELDS;

/** All settings of a price list. */
export function SettingsTab({ list }: { list: PriceList }) {
  const t = useTexts();
  const maySetUp = useMay('administer');
  const form = usePriceListForm(valuesOf(list));
  const params = { path: { id: list.id } };
  const { base, save, reload } = useSavedForm<PriceList, PriceListChange, PriceListValues>({
    thing: list,
    queryKey: priceListKey(list.id),
    form,
    valuesOf,
    errorsOf: errorsByField,
    save: (change, version) => call(api.PATCH('/api/price-lists/{id}', { params, body: { ...change, version } })),
    read: () => call(api.GET('/api/price-lists/{id}', { params })),
    onSaved: priceListsChanged,
  });
  const summaryOf = useSummaries(base);
  const topics = (Object.keys(FIELDS) as TopicName[]).map((name): SettingsTopic => ({
    name,
    title: t(`topic.${name}`),
    summary: summaryOf[name](),
    fields: FIELDS[name],
    isOpenAtFirst: name === 'general',
    children: <TopicFields name={name} form={form} />,
  }));
  return (
    <>
      <SettingsForm
        form={form}
        topics={topics}
        readOnly={!maySetUp && t('readOnly')}
        save={save}
        onSave={() => save.mutate(bodyOf(form.values))}
        onReload={reload}
      />
      {maySetUp && (
        <Group justify="flex-end" mt="md">
          <DeleteList list={list} />
        </Group>
      )}
    </>
  );
}

function TopicFields({ name, form }: { name: TopicName; form: PriceListForm }) {
  const t = useTexts();
  if (name === 'general') return <GeneralFields form={form} />;
  if (name === 'source') return <SourceFields form={form} />;
  if (name === 'guard') return <GuardFields form={form} />;
  return <FileFields form={form} label={t('showOnFile')} hint={t('showOnFileHint')} hasNumbers />;
}

/** What is set, in a line for each topic. */
function useSummaries(list: PriceList): Record<TopicName, () => string> {
  const t = useTexts();
  const regionName = useRegionName();
  const { columns, firstRow, url, refreshMinutes } = list;
  return {
    general: () => [list.name, regionName(list.regionId), t(list.isOwnStock ? 'ownStock' : 'supplier')].join(' · '),
    file: () => t('summary.file', { brand: columns.brand, article: columns.article, price: columns.price, firstRow }),
    source: () => (url ? t('summary.fetched', { minutes: refreshMinutes }) : t('summary.uploaded')),
    guard: () => t('summary.guard', limitsInWords(list.guard)),
  };
}

function DeleteList({ list: { id, name } }: { list: PriceList }) {
  const t = useTexts();
  return (
    <DeleteButton
      label={t('deleteList')}
      question={{ title: t('deleteTitle', { name }), children: t('deleteHint') }}
      remove={() => call(api.DELETE('/api/price-lists/{id}', { params: { path: { id } } }))}
      done={t('deleted')}
      list="/price-lists"
      queryKey={priceListKey(id)}
      onChanged={priceListsChanged}
    />
  );
}
