import { Alert, Fieldset, Group } from '@mantine/core';
import { api, call } from '../api/client';
import { errorsByField } from '../api/field-words';
import { SaveBar } from '../marketplaces/save-bar';
import { useMay } from '../session/session';
import { ChangedMeanwhile } from '../shared/changed-meanwhile';
import { DeleteButton } from '../shared/delete-button';
import { IconLock } from '../shared/icons';
import { type Topic, Topics } from '../shared/topics';
import { useUnsavedGuard } from '../shared/unsaved';
import { useSavedForm } from '../shared/use-saved-form';
import { useRegionName } from '../shell/regions';
import { GeneralFields, GuardFields, SourceFields } from './fields';
import { FileFields } from './file-fields';
import { type PriceList, type PriceListChange, priceListKey, priceListsChanged } from './price-list';
import { bodyOf, type PriceListForm, type PriceListValues, usePriceListForm, valuesOf } from './price-list-form';
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
  const isDirty = form.isDirty();
  useUnsavedGuard(isDirty);
  const summaryOf = useSummaries(base);
  const wrong = Object.keys(form.errors);
  const topics = (Object.keys(FIELDS) as TopicName[]).map((name): Topic => {
    const fields: readonly string[] = FIELDS[name];
    return {
      name,
      title: t(`topic.${name}`),
      summary: summaryOf[name](),
      isUnsaved: fields.some((field) => form.isDirty(field)),
      hasError: wrong.some((path) => fields.includes(path.split('.')[0]!)),
      isOpenAtFirst: name === 'general',
      // Not around all of it: who may only read unfolds, too.
      children: (
        <Fieldset variant="unstyled" disabled={!maySetUp}>
          <TopicFields name={name} form={form} />
        </Fieldset>
      ),
    };
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(bodyOf(values)))} noValidate autoComplete="off">
      <ChangedMeanwhile error={save.error} onReload={reload} />
      {!maySetUp && (
        <Alert role="note" color="gray" icon={<IconLock />} mb="md">
          {t('readOnly')}
        </Alert>
      )}
      <Topics topics={topics} />
      {maySetUp && (
        <>
          <SaveBar isDirty={isDirty} isSaving={save.isPending} onUndo={form.reset} />
          <Group justify="flex-end" mt="md">
            <DeleteList list={list} />
          </Group>
        </>
      )}
    </form>
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
    guard: () => t('summary.guard', { ...list.guard }),
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
