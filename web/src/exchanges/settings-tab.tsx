import { Alert, Checkbox, Fieldset, Grid, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { dateOnly } from '../i18n/format';
import { SaveBar } from '../marketplaces/save-bar';
import { useStatuses } from '../order-statuses/use-statuses';
import { useMay } from '../session/session';
import { ChangedMeanwhile } from '../shared/changed-meanwhile';
import { IconLock } from '../shared/icons';
import { Section } from '../shared/section';
import { type Topic, Topics } from '../shared/topics';
import { useUnsavedGuard } from '../shared/unsaved';
import { useRegionName } from '../shell/regions';
import { AccessCard } from './access-card';
import { DeleteExchange } from './delete-exchange';
import { type Exchange, settingsOf } from './exchange';
import { type ExchangeForm, type ExchangeValues, useExchangeForm } from './exchange-form';
import { OneCFields } from './one-c-fields';
import { OrderFields, RefusedStatusField } from './order-fields';
import { useTexts } from './texts';

/** Which topic a field stands in. */
const FIELDS = {
  general: ['name', 'isActive', 'silentAfterHours'],
  orders: ['since', 'numberPrefix', 'regionIds', 'readyStatusIds'],
  refusals: ['refusedStatusId', 'settings.applyMissingLines'],
  format: ['encoding', 'schemaVersion', 'currency', 'vat', 'refusedPositions', 'fileLimit'].map(
    (name) => `settings.${name}`,
  ),
} as const satisfies Record<string, ReadonlyArray<keyof ExchangeValues | string>>;

/** All settings of an exchange, beside them what the other side signs in by. */
export function SettingsTab({ exchange }: { exchange: Exchange }) {
  const t = useTexts();
  const maySetUp = useMay('administerAll');
  const { form, base, save, reload, change } = useExchangeForm(exchange);
  const isDirty = form.isDirty();
  useUnsavedGuard(isDirty);
  const summaries = useSummaries(base);
  const topic = (name: keyof typeof FIELDS, children: ReactNode): Topic => ({
    name,
    title: t(`topic.${name}`),
    summary: summaries[name],
    isUnsaved: FIELDS[name].some((field) => form.isDirty(field)),
    hasError: FIELDS[name].some((field) => Boolean(form.errors[field])),
    isOpenAtFirst: name === 'general',
    // Not around all of it: who may only read unfolds, too.
    children: (
      <Fieldset variant="unstyled" disabled={!maySetUp}>
        {children}
      </Fieldset>
    ),
  });
  const topics = [
    topic('general', <GeneralFields form={form} />),
    topic('orders', <OrderFields form={form} />),
    topic('refusals', <RefusalFields form={form} isReadOnly={!maySetUp} />),
    topic('format', <OneCFields form={form} />),
  ];
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 8 }}>
        <form onSubmit={form.onSubmit(() => save.mutate(change()))} noValidate autoComplete="off">
          <ChangedMeanwhile error={save.error} onReload={reload} />
          {!maySetUp && (
            <Alert role="note" color="gray" icon={<IconLock />} mb="md">
              {t('readOnly')}
            </Alert>
          )}
          <Topics topics={topics} />
          {maySetUp && <SaveBar isDirty={isDirty} isSaving={save.isPending} onUndo={form.reset} />}
        </form>
      </Grid.Col>
      {maySetUp && (
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack>
            <Section title={t('access')}>
              <AccessCard exchange={exchange} />
            </Section>
            <Group justify="flex-end">
              <DeleteExchange exchange={exchange} />
            </Group>
          </Stack>
        </Grid.Col>
      )}
    </Grid>
  );
}

function GeneralFields({ form }: { form: ExchangeForm }) {
  const t = useTexts();
  return (
    <Stack>
      <Checkbox
        label={t('isActive')}
        description={t('isActiveHint')}
        {...form.getInputProps('isActive', { type: 'checkbox' })}
      />
      <TextInput label={t('name')} maxLength={255} {...form.getInputProps('name')} />
      <NumberInput
        label={t('silentAfterHours')}
        description={t('silentAfterHoursHint')}
        min={0}
        max={720}
        allowDecimal={false}
        allowNegative={false}
        suffix={t('hours')}
        maw={420}
        {...form.getInputProps('silentAfterHours')}
      />
    </Stack>
  );
}

function RefusalFields({ form, isReadOnly }: { form: ExchangeForm; isReadOnly: boolean }) {
  const t = useTexts();
  return (
    <Stack>
      <RefusedStatusField form={form} isReadOnly={isReadOnly} />
      <Checkbox
        label={t('applyMissingLines')}
        description={t('applyMissingLinesHint')}
        {...form.getInputProps('settings.applyMissingLines', { type: 'checkbox' })}
      />
    </Stack>
  );
}

/** How each topic is set, in a line. @param exchange as it is stored */
function useSummaries(exchange: Exchange): Record<keyof typeof FIELDS, string> {
  const t = useTexts();
  const regionName = useRegionName();
  const { data: statuses = [] } = useStatuses();
  const statusName = (id: string | null) => statuses.find((each) => each.id === id)?.name;
  const { name, isActive, silentAfterHours, since, numberPrefix, regionIds, readyStatusIds, refusedStatusId } =
    exchange;
  const { encoding, schemaVersion, currency, vat, applyMissingLines } = settingsOf(exchange);
  const line = (...parts: Array<string | undefined>) => parts.filter(Boolean).join(' · ');
  return {
    general: line(
      name,
      t(isActive ? 'state.on' : 'state.off'),
      silentAfterHours > 0 ? t('summary.silentAfter', { hours: silentAfterHours }) : t('summary.silentNever'),
    ),
    orders: line(
      t('summary.since', { day: dateOnly(since) }),
      numberPrefix ? t('summary.prefix', { prefix: numberPrefix }) : t('summary.noPrefix'),
      regionIds.map(regionName).join(', ') || t('allRegions'),
      readyStatusIds.map(statusName).join(', ') || t('asSoonAsAccepted'),
    ),
    refusals: line(
      statusName(refusedStatusId) ?? t('proposals.noStatus'),
      t(applyMissingLines ? 'summary.byItself' : 'summary.byHand'),
    ),
    format: line(
      `CommerceML ${schemaVersion}`,
      encoding === 'utf-8' ? 'UTF-8' : 'Windows-1251',
      currency,
      /^\d+$/.test(vat) ? `${t('vat')}: ${vat} %` : t('vatNone'),
    ),
  };
}
