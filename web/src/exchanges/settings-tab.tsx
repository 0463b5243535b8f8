import { Checkbox, Grid, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import type { ComponentType } from 'react';
import { useMay } from '../session/session';
import { Section } from '../shared/section';
import { SettingsForm, type SettingsTopic } from '../settings/settings-form';
import { CheckoutFields, SignInFields } from './called-fields';
import { NUMBERS_THERE } from './abcp-settings';
import { AccessCard } from './access-card';
import { DeleteExchange } from './delete-exchange';
import { type Exchange, type ExchangeKind, isCalled } from './exchange';
import { ExchangeCheck } from './exchange-check';
import { type ExchangeForm, useExchangeForm } from './exchange-form';
import { OneCFields } from './one-c-fields';
import { OrderFields, RefusedStatusField } from './order-fields';
import { useSummaries } from './settings-summaries';
import { useTexts } from './texts';

/** Which topic a field stands in. */
const FIELDS = {
  general: ['name', 'isActive', 'silentAfterHours'],
  api: ofSettings('apiUrl', 'login', 'password', 'searchPath'),
  checkout: ofSettings(
    'buyer',
    'customerId',
    ...NUMBERS_THERE,
    'statusCode',
    'pollSeconds',
    'offer',
    'maxPriceDeviation',
  ),
  orders: ['since', 'numberPrefix', 'regionIds', 'readyStatusIds'],
  refusals: ['refusedStatusId', 'settings.applyMissingLines'],
  format: ofSettings('encoding', 'schemaVersion', 'currency', 'vat', 'refusedPositions', 'fileLimit'),
} as const satisfies Record<string, readonly string[]>;

type TopicName = keyof typeof FIELDS;

const TOPICS: Record<ExchangeKind, TopicName[]> = {
  one_c: ['general', 'orders', 'refusals', 'format'],
  abcp: ['general', 'api', 'checkout', 'orders', 'refusals'],
  parts_soft: ['general', 'api', 'checkout', 'orders', 'refusals'],
};

interface FieldsProps {
  form: ExchangeForm;
  /** As it is stored. */
  exchange: Exchange;
  isReadOnly: boolean;
}

const CONTENT: Record<TopicName, ComponentType<FieldsProps>> = {
  general: GeneralFields,
  api: SignInFields,
  checkout: CheckoutFields,
  orders: OrderFields,
  refusals: RefusalFields,
  format: OneCFields,
};

/** All settings of an exchange, beside them how the two sides find each other. */
export function SettingsTab({ exchange }: { exchange: Exchange }) {
  const t = useTexts();
  const maySetUp = useMay('administerAll');
  const { form, base, save, reload, change } = useExchangeForm(exchange);
  const summaryOf = useSummaries(base);
  const topics = TOPICS[exchange.kind].map((name): SettingsTopic => {
    const Fields = CONTENT[name];
    return {
      name,
      title: t(`topic.${name}`),
      summary: summaryOf[name](),
      fields: FIELDS[name],
      isOpenAtFirst: name === 'general',
      children: <Fields form={form} exchange={base} isReadOnly={!maySetUp} />,
    };
  });
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 8 }}>
        <SettingsForm
          form={form}
          topics={topics}
          readOnly={!maySetUp && t('readOnly')}
          save={save}
          onSave={() => save.mutate(change())}
          onReload={reload}
        />
      </Grid.Col>
      {maySetUp && (
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack>
            {isCalled(exchange.kind) ? (
              <Section title={t('check')}>
                <ExchangeCheck key={base.version} exchange={exchange} isDirty={form.isDirty()} />
              </Section>
            ) : (
              <Section title={t('access')}>
                <AccessCard exchange={exchange} />
              </Section>
            )}
            <Group justify="flex-end">
              <DeleteExchange exchange={exchange} />
            </Group>
          </Stack>
        </Grid.Col>
      )}
    </Grid>
  );
}

function ofSettings(...names: string[]): string[] {
  return names.map((name) => `settings.${name}`);
}

function GeneralFields({ form }: FieldsProps) {
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

function RefusalFields({ form, isReadOnly }: FieldsProps) {
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
