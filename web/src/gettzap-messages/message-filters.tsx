import { Group, Select } from '@mantine/core';
import { useWords } from '../i18n/words';
import { ConnectionSelect } from '../shared/connection-select';
import { useConnectionName } from '../shared/connections';
import { FilterChips, SearchField } from '../shared/filters';
import type { ListQuery, ListState } from '../shared/list-state';
import { periodEndInWords, PeriodFilter } from '../shared/period-filter';
import { type Outcome, OUTCOMES } from './outcome-badge';
import { useExternalNumber } from '../shared/use-external-number';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts } from './texts';

export type MessageQuery = ListQuery<'/api/gettzap-messages'>;

export const FILTERS = ['outcome', 'connectionId', 'externalOrderId', 'q', 'from', 'to'] as const;

export function MessageFilters({ list }: { list: ListState<MessageQuery> }) {
  const t = useTexts();
  const words = useWords();
  const { filters, filter } = list;
  return (
    <>
      <Group gap="xs" mb="sm">
        <SearchField value={filters.q} placeholder={t('searchPlaceholder')} onChange={(q) => filter({ q })} />
        <Select
          aria-label={t('outcome')}
          placeholder={t('anyOutcome')}
          w={240}
          clearable
          data={OUTCOMES.map((outcome) => ({ value: outcome, label: words(`messageOutcome.${outcome}`) }))}
          value={filters.outcome || null}
          onChange={(outcome) => filter({ outcome: outcome ?? '' })}
        />
        <ConnectionSelect value={filters.connectionId} onChange={(connectionId) => filter({ connectionId })} />
        <PeriodFilter from={filters.from} to={filters.to} onChange={filter} />
      </Group>
      <MessageChips list={list} />
    </>
  );
}

/** The chosen filters in words. */
export function MessageChips({ list }: { list: ListState<MessageQuery> }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const words = useWords();
  const nameOf = useConnectionName();
  const number = useExternalNumber(list.filters.externalOrderId);
  return (
    <FilterChips
      list={list}
      describe={(name, value) => {
        if (name === 'outcome') return words(`messageOutcome.${value as Outcome}`);
        if (name === 'connectionId') return nameOf(value);
        if (name === 'from' || name === 'to') return periodEndInWords(name, value);
        if (name === 'q') return `${shared('search')}: ${value}`;
        return t('orderChip', { number });
      }}
    />
  );
}
