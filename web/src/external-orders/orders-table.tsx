import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useRegionChoice } from '../shell/regions';
import { Ago, useNow } from '../shared/ago';
import { ExternalOrderBadge } from '../shared/badges';
import { useConnectionName, useConnectionStates } from '../shared/connections';
import { type Column, DataTable } from '../shared/data-table';
import { DecidedSum } from '../shared/decided-sum';
import type { Selection } from '../shared/selection';
import { acceptedSum } from './accepted-sum';
import { toneOf } from './age';
import { FlagBadges } from './flags';
import type { ExternalOrder, InboxList } from './list-query';
import { OrderNumber } from './order-number';
import { useTeamworkTexts } from './teamwork-texts';
import { useTexts } from './texts';

interface Props {
  list: InboxList;
  rows: ExternalOrder[];
  /** Those that are only kept in their place. */
  gone: ReadonlySet<string>;
  selection: Selection;
}

export function OrdersTable({ list, rows, gone, selection }: Props) {
  const t = useTexts();
  const now = useNow();
  const place = usePlace();
  const teamwork = useTeamworkTexts();
  const assigneeColumn: Column<ExternalOrder> = {
    key: 'assignee',
    header: teamwork('assignee'),
    isMinor: true,
    render: ({ assignee }) => assignee?.name,
  };
  const columns: Array<Column<ExternalOrder>> = [
    {
      key: 'number',
      header: t('number'),
      render: ({ id, externalId }) => (
        <Anchor component={Link} href={`/external-orders/${id}`} size="sm" fw={600}>
          <OrderNumber externalId={externalId} />
        </Anchor>
      ),
    },
    { key: 'time', header: t('time'), sort: 'createdAt', render: ({ receivedAt }) => <Ago time={receivedAt} /> },
    { key: 'buyer', header: t('buyer'), render: ({ customer }) => customer.name || customer.phone || '—' },
    { key: 'positions', header: t('positions'), render: (order) => <PositionsSummary order={order} /> },
    {
      key: 'total',
      header: t('total'),
      align: 'right',
      render: (order) => <DecidedSum sum={acceptedSum(order)} ordered={order.total} />,
    },
    ...(place ? [{ key: 'place', header: t('place'), isMinor: true, render: place }] : []),
    ...(rows.some(({ assignee }) => assignee) ? [assigneeColumn] : []),
    {
      key: 'state',
      header: t('state'),
      render: (order) => (
        <Stack gap={4} align="flex-start">
          <Group gap={4}>
            <ExternalOrderBadge state={order.state} />
            <FlagBadges order={order} />
          </Group>
          {gone.has(order.id) && (
            <Text size="xs" c="dimmed">
              {t('movedAway')}
            </Text>
          )}
        </Stack>
      ),
    },
  ];
  return (
    <DataTable<ExternalOrder>
      label={t('title')}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/external-orders/${id}`}
      rowTone={({ id, state, receivedAt }) => (gone.has(id) ? 'quiet' : toneOf(state, receivedAt, now))}
      selection={selection}
      sort={list.sort}
      onSort={list.sortBy}
      columns={columns}
    />
  );
}

/** The first part, and how many more there are. */
function PositionsSummary({ order: { positions } }: { order: ExternalOrder }) {
  const t = useTexts();
  const [first, ...others] = positions;
  if (!first) return '—';
  return (
    <div>
      <Text size="sm" span>
        {first.brand} {first.number} × {first.quantity}
      </Text>
      {others.length > 0 && (
        <Text size="sm" c="dimmed" span>
          {' '}
          {t('more', { count: others.length })}
        </Text>
      )}
      {first.name && (
        <Text size="xs" c="dimmed" lineClamp={1}>
          {first.name}
        </Text>
      )}
    </div>
  );
}

/** Connection and region of a row, where there is more than one to tell apart. */
function usePlace() {
  const { regions } = useRegionChoice();
  const connections = useConnectionStates();
  const connectionName = useConnectionName();
  if (regions.length < 2 && connections.length < 2) return undefined;
  return ({ connectionId }: { connectionId: string }) => connectionName(connectionId);
}
