import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { money } from '../i18n/format';
import { Ago, useNow } from '../shared/ago';
import { ExternalOrderBadge, PositionBadge } from '../shared/badges';
import { DataTable } from '../shared/data-table';
import type { Selection } from '../shared/selection';
import { toneOf } from './age';
import type { InboxList, ListedPosition } from './list-query';
import { OrderNumber } from './order-number';
import { AcceptedQuantity, Part } from './part';
import { useTexts } from './texts';

interface Props {
  list: InboxList;
  rows: ListedPosition[];
  gone: ReadonlySet<string>;
  selection: Selection;
}

export function PositionsTable({ list, rows, gone, selection }: Props) {
  const t = useTexts();
  const now = useNow();
  return (
    <DataTable<ListedPosition>
      label={t('positions')}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ externalOrder }) => `/external-orders/${externalOrder.id}`}
      rowTone={({ id, state, externalOrder }) => {
        if (gone.has(id)) return 'quiet';
        return state === 'open' ? toneOf(externalOrder.state, externalOrder.receivedAt, now) : undefined;
      }}
      selection={selection}
      sort={list.sort}
      onSort={list.sortBy}
      columns={[
        {
          key: 'number',
          header: t('number'),
          render: ({ externalOrder: { id, externalId } }) => (
            <Anchor component={Link} href={`/external-orders/${id}`} size="sm" fw={600}>
              <OrderNumber externalId={externalId} />
            </Anchor>
          ),
        },
        {
          key: 'time',
          header: t('time'),
          sort: 'createdAt',
          render: ({ externalOrder }) => <Ago time={externalOrder.receivedAt} />,
        },
        { key: 'part', header: t('part'), render: (position) => <Part position={position} /> },
        {
          key: 'quantity',
          header: t('quantity'),
          align: 'right',
          render: (position) => <AcceptedQuantity position={position} />,
        },
        {
          key: 'price',
          header: t('price'),
          align: 'right',
          render: ({ price }) => (
            <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
              {money(price)}
            </Text>
          ),
        },
        {
          key: 'buyer',
          header: t('buyer'),
          isMinor: true,
          render: ({ externalOrder }) => externalOrder.customerName || '—',
        },
        { key: 'positionState', header: t('positionState'), render: ({ state }) => <PositionBadge state={state} /> },
        {
          key: 'state',
          header: t('state'),
          isMinor: true,
          render: ({ externalOrder }) => <ExternalOrderBadge state={externalOrder.state} />,
        },
      ]}
    />
  );
}
