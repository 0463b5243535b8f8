import { MultiSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { StatusSelect } from '../order-statuses/status-select';
import { useStatuses } from '../order-statuses/use-statuses';
import { DayField } from '../shared/day-field';
import { dayOf, instantOf } from '../shared/days';
import { useRegionChoice } from '../shell/regions';
import type { Exchange } from './exchange';
import type { ExchangeForm } from './exchange-form';
import { useTexts } from './texts';

interface Props {
  form: ExchangeForm;
  exchange: Pick<Exchange, 'kind'>;
  children?: ReactNode;
}

/** Which orders are handed over, and when first. */
export function OrderFields({ form, exchange: { kind }, children }: Props) {
  const t = useTexts();
  const { regions } = useRegionChoice();
  const { data: statuses = [] } = useStatuses();
  const { since, regionIds, readyStatusIds } = form.values;
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <DayField
          label={t('since')}
          description={t('sinceHint')}
          day={dayOf(since)}
          error={form.errors.since}
          onChange={(day) => form.setFieldValue('since', instantOf(day))}
        />
        {kind === 'one_c' && (
          <TextInput
            label={t('numberPrefix')}
            description={t('numberPrefixHint')}
            maxLength={16}
            {...form.getInputProps('numberPrefix')}
          />
        )}
      </SimpleGrid>
      <MultiSelect
        label={t('regions')}
        description={t('regionsHint')}
        placeholder={regionIds.length === 0 ? t('allRegions') : undefined}
        data={regions.map(({ id, name }) => ({ value: id, label: name }))}
        searchable={regions.length > 8}
        {...form.getInputProps('regionIds')}
      />
      <MultiSelect
        label={t('readyStatuses')}
        description={t('readyStatusesHint')}
        placeholder={readyStatusIds.length === 0 ? t('asSoonAsAccepted') : undefined}
        data={statuses.map(({ id, name }) => ({ value: id, label: name }))}
        searchable={statuses.length > 8}
        {...form.getInputProps('readyStatusIds')}
      />
      {children}
    </Stack>
  );
}

/** The status of what was refused over there. */
export function RefusedStatusField({ form, isReadOnly }: { form: ExchangeForm; isReadOnly?: boolean }) {
  const t = useTexts();
  const { data: statuses = [] } = useStatuses();
  return (
    <StatusSelect
      label={t('refusedStatus')}
      description={t('refusedStatusHint')}
      placeholder={t('noRefusedStatus')}
      statuses={statuses}
      clearable={!isReadOnly}
      clearButtonProps={{ 'aria-label': t('noRefusedStatus') }}
      {...form.getInputProps('refusedStatusId')}
      value={form.values.refusedStatusId || null}
      onChange={(value) => form.setFieldValue('refusedStatusId', value ?? '')}
    />
  );
}
