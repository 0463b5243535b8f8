import { Group, Select } from '@mantine/core';
import { dateTime } from '../i18n/format';
import { useConnectionName, useConnectionStates } from '../shared/connections';
import { FilterChips, SearchField } from '../shared/filters';
import type { FilterOf, ListState } from '../shared/list-state';
import { PeriodFilter } from '../shared/period-filter';
import { useTexts as useSharedTexts } from '../shared/texts';
import type { OrderListQuery } from './orders-page';
import { useTexts } from './texts';

/** What the list is narrowed to besides the status, which has its tabs. */
export function OrdersFilters({ list }: { list: ListState<OrderListQuery> }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const connections = useConnectionStates();
  const connectionName = useConnectionName();
  const { filters, filter } = list;
  const flags = [
    { value: 'cancelledByClient', label: t('flag.cancelledByClient') },
    { value: 'cancelConflict', label: t('flag.cancelConflict') },
  ];
  const describe = (name: FilterOf<OrderListQuery>, value: string) => {
    if (name === 'connectionId') return connectionName(value);
    if (name === 'flag') return flags.find((flag) => flag.value === value)?.label ?? value;
    if (name === 'q') return `${shared('search')}: ${value}`;
    if (name === 'from' || name === 'to') return `${shared(name)}: ${instantInWords(value)}`;
    return undefined;
  };
  return (
    <>
      <Group gap="sm" mb="sm">
        <SearchField value={filters.q} placeholder={t('searchHint')} onChange={(q) => filter({ q })} />
        <PeriodFilter from={filters.from} to={filters.to} onChange={filter} />
        <Select
          aria-label={t('flagFilter')}
          placeholder={t('flagFilter')}
          data={flags}
          value={filters.flag || null}
          clearable
          clearButtonProps={{ 'aria-label': t('clearFlag') }}
          w={210}
          onChange={(flag) => filter({ flag: flag ?? '' })}
        />
        {connections.length > 1 && (
          <Select
            aria-label={t('connectionFilter')}
            placeholder={t('connectionFilter')}
            data={connections.map(({ id }) => ({ value: id, label: connectionName(id) }))}
            value={filters.connectionId || null}
            clearable
            clearButtonProps={{ 'aria-label': t('clearConnection') }}
            w={240}
            onChange={(connectionId) => filter({ connectionId: connectionId ?? '' })}
          />
        )}
      </Group>
      <FilterChips list={list} describe={describe} />
    </>
  );
}

/** An address can hold anything. */
function instantInWords(iso: string): string {
  return Number.isNaN(new Date(iso).getTime()) ? iso : dateTime(iso);
}
