import { Group, Select } from '@mantine/core';
import { AssigneeSelect, useAssigneeWords } from '../teamwork/assignee';
import { ConnectionSelect } from '../shared/connection-select';
import { useConnectionName } from '../shared/connections';
import { FilterChips, SearchField } from '../shared/filters';
import type { FilterOf, ListQuery, ListState } from '../shared/list-state';
import { periodEndInWords, PeriodFilter } from '../shared/period-filter';
import { useTexts as useSharedTexts } from '../shared/texts';
import { useTexts } from './texts';

export type OrderListQuery = ListQuery<'/api/orders'>;

/** What the list is narrowed to besides the status, which has its tabs. */
export function OrdersFilters({ list }: { list: ListState<OrderListQuery> }) {
  const t = useTexts();
  const shared = useSharedTexts();
  const connectionName = useConnectionName();
  const assigneeWords = useAssigneeWords();
  const { filters, filter } = list;
  const flags = [
    { value: 'changedAfterDecision', label: t('flag.changedAfterDecision') },
    { value: 'cancelledByClient', label: t('flag.cancelledByClient') },
    { value: 'cancelConflict', label: t('flag.cancelConflict') },
  ];
  const describe = (name: FilterOf<OrderListQuery>, value: string) => {
    if (name === 'connectionId') return connectionName(value);
    if (name === 'assignee') return assigneeWords(value);
    if (name === 'flag') return flags.find((flag) => flag.value === value)?.label ?? value;
    if (name === 'q') return `${shared('search')}: ${value}`;
    if (name === 'from' || name === 'to') return periodEndInWords(name, value);
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
        <AssigneeSelect value={filters.assignee} onChange={(assignee) => filter({ assignee })} />
        <ConnectionSelect value={filters.connectionId} onChange={(connectionId) => filter({ connectionId })} />
      </Group>
      <FilterChips list={list} describe={describe} />
    </>
  );
}
