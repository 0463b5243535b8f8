import { Button, Checkbox, Group, Popover, SegmentedControl, Select, Stack } from '@mantine/core';
import { IconFilter } from '../shared/page-icons';
import { useWords } from '../i18n/words';
import { useConnectionName, useConnectionStates } from '../shared/connections';
import { useTexts as useDeadlineTexts } from '../deadlines/texts';
import { useHasLimits } from '../deadlines/time-left';
import { FilterChips, SearchField } from '../shared/filters';
import type { FilterOf } from '../shared/list-state';
import { periodEndInWords, PeriodFilter } from '../shared/period-filter';
import { AssigneeSelect, useAssigneeWords } from '../teamwork/assignee';
import { useColleagues } from '../teamwork/colleagues';
import { type Flag, FLAGS, type InboxList, type InboxQuery } from './list-query';
import { useTexts } from './texts';

const POSITION_STATES = ['open', 'accepted', 'refused', 'cancelled'] as const;

interface Props {
  list: InboxList;
  isByPositions: boolean;
  onView(isByPositions: boolean): void;
}

/** Search, filters and the kind of list in one line; what is chosen stands below as chips. */
export function ListFilters({ list, isByPositions, onView }: Props) {
  const t = useTexts();
  return (
    <>
      <Group mb="sm" gap="sm">
        <SearchField
          value={list.filters.q}
          placeholder={t('searchPlaceholder')}
          onChange={(q) => q !== list.filters.q && list.filter({ q })}
        />
        <PeriodFilter from={list.filters.from} to={list.filters.to} onChange={list.filter} />
        <AssigneeSelect value={list.filters.assignee} onChange={(assignee) => list.filter({ assignee })} />
        <MoreFilters list={list} isByPositions={isByPositions} />
        <SegmentedControl
          size="xs"
          ml="auto"
          aria-label={t('view')}
          data={[
            { value: 'orders', label: t('byOrders') },
            { value: 'positions', label: t('byPositions') },
          ]}
          value={isByPositions ? 'positions' : 'orders'}
          onChange={(view) => onView(view === 'positions')}
        />
      </Group>
      <Chips list={list} isByPositions={isByPositions} />
    </>
  );
}

function MoreFilters({ list, isByPositions }: Omit<Props, 'onView'>) {
  const t = useTexts();
  const words = useWords();
  const connections = useConnectionStates();
  const connectionName = useConnectionName();
  const deadlines = useDeadlineTexts();
  const hasLimits = useHasLimits();
  const { connectionId, flag, overdue, cancelledLately, positionState } = list.filters;
  const choices = (any: string, known: Array<[string, string]>) => [
    { value: '', label: any },
    ...known.map(([value, label]) => ({ value, label })),
  ];
  const select = { allowDeselect: false, comboboxProps: { withinPortal: false } };
  return (
    <Popover position="bottom-start" trapFocus width={300} shadow="md">
      <Popover.Target>
        <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>
          {t('filters')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('filters')}>
        <Stack gap="sm">
          <Select
            {...select}
            label={t('connection')}
            searchable={connections.length > 8}
            data={choices(
              t('any'),
              connections.map(({ id }) => [id, connectionName(id)]),
            )}
            value={connectionId}
            onChange={(value) => list.filter({ connectionId: value ?? '' })}
          />
          <Select
            {...select}
            label={t('flag')}
            data={choices(
              t('anyFlag'),
              FLAGS.map((each) => [each, t(`flags.${each}`)]),
            )}
            value={flag}
            onChange={(value) => list.filter({ flag: value ?? '' })}
          />
          {(hasLimits || overdue) && (
            <Checkbox
              label={deadlines('isOverdue')}
              checked={overdue === 'true'}
              onChange={({ currentTarget: { checked } }) => list.filter({ overdue: checked ? 'true' : '' })}
            />
          )}
          <Checkbox
            label={t('cancelledLately')}
            checked={cancelledLately === 'true'}
            onChange={({ currentTarget: { checked } }) => list.filter({ cancelledLately: checked ? 'true' : '' })}
          />
          {isByPositions && (
            <Select
              {...select}
              label={t('positionState')}
              data={choices(
                t('any'),
                POSITION_STATES.map((each) => [each, words(`positionState.${each}`)]),
              )}
              value={positionState}
              onChange={(value) => list.filter({ positionState: value ?? '' })}
            />
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Chips({ list, isByPositions }: Omit<Props, 'onView'>) {
  const t = useTexts();
  const words = useWords();
  const connectionName = useConnectionName();
  const assigneeWords = useAssigneeWords();
  const colleagues = useColleagues();
  const deadlines = useDeadlineTexts();
  const deciderName = (id: string) => colleagues.find((each) => each.id === id)?.name ?? words('numbered', { id });
  const describe = (name: FilterOf<InboxQuery>, value: string): string | undefined => {
    switch (name) {
      case 'connectionId':
        return `${t('connection')}: ${connectionName(value)}`;
      case 'assignee':
        return assigneeWords(value);
      case 'decidedBy':
        return t('chipDecidedBy', {
          name: value === 'none' || value === 'rules' ? t(`deciders.${value}`) : deciderName(value),
        });
      case 'refusalReason':
        return t('chipReason', { reason: value === '-' ? t('reasonless') : value });
      case 'flag':
        return t(`flags.${value as Flag}`);
      case 'overdue':
        return deadlines('isOverdue');
      case 'cancelledLately':
        return t('cancelledLately');
      case 'positionState':
        return isByPositions ? words(`positionState.${value as (typeof POSITION_STATES)[number]}`) : undefined;
      case 'q':
        return t('chipSearch', { value });
      case 'from':
      case 'to':
        return periodEndInWords(name, value);
      default:
        return undefined; // the state is seen by its tab
    }
  };
  return <FilterChips list={list} describe={describe} />;
}
