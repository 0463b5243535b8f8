import { Group, Text } from '@mantine/core';
import { useMemo } from 'react';
import { money } from '../i18n/format';
import { useNow } from '../shared/ago';
import { isOfRule } from '../processing-rules/mark-words';
import { useRuleName } from '../processing-rules/processing-rule';
import { ShortRuleMark } from '../processing-rules/rule-mark';
import { ExternalOrderBadge, PositionBadge } from '../shared/badges';
import { type Column, DataTable } from '../shared/data-table';
import { externalNumber } from '../shared/external-number';
import { useListLook } from '../shared/list-look';
import type { Selection } from '../shared/selection';
import { toneOf } from './age';
import type { InboxList, ListedPosition } from './list-query';
import { NUMBER_WIDTH, OrderNumberLink } from './order-number';
import { AcceptedQuantity } from './part';
import { useTexts } from './texts';
import { Waited } from './waited';

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
      isList
      rows={rows}
      rowKey={({ id }) => id}
      rowName={({ brand, number, externalOrder }) => `${brand} ${number}, ${externalNumber(externalOrder.externalId)}`}
      rowHref={({ externalOrder }) => `/external-orders/${externalOrder.id}`}
      rowTone={({ id, state, externalOrder }) => {
        if (gone.has(id)) return 'quiet';
        return state === 'open' ? toneOf(externalOrder.state, externalOrder.receivedAt, now) : undefined;
      }}
      selection={selection}
      sort={list.sort}
      onSort={list.sortBy}
      {...useListLook('positions', usePositionColumns(rows.some(isOfRule)))}
    />
  );
}

/** @param hasMarks whether a rule has to do with any of the positions */
export function usePositionColumns(hasMarks = false): Column<ListedPosition>[] {
  const t = useTexts();
  const ruleName = useRuleName(hasMarks);
  return useMemo(
    () => [
      {
        key: 'number',
        header: t('number'),
        width: NUMBER_WIDTH,
        render: ({ externalOrder }) => <OrderNumberLink order={externalOrder} />,
      },
      {
        key: 'time',
        header: t('time'),
        sort: 'createdAt',
        width: 112,
        render: ({ externalOrder: { state, receivedAt } }) => <Waited state={state} receivedAt={receivedAt} />,
      },
      {
        key: 'part',
        header: t('part'),
        render: ({ brand, number, name }) => (
          <span title={`${brand} ${number} ${name}`}>
            <b>
              {brand} {number}
            </b>{' '}
            <Text size="sm" c="dimmed" span>
              {name}
            </Text>
          </span>
        ),
      },
      {
        key: 'quantity',
        header: t('quantity'),
        align: 'right',
        width: 76,
        render: (position) => <AcceptedQuantity position={position} />,
      },
      { key: 'price', header: t('price'), align: 'right', width: 112, render: ({ price }) => money(price) },
      {
        key: 'buyer',
        header: t('buyer'),
        isMinor: true,
        width: 136,
        render: ({ externalOrder }) => externalOrder.customerName || '—',
      },
      {
        key: 'positionState',
        header: t('positionState'),
        width: 150,
        render: (position) => (
          <Group gap={6} wrap="nowrap">
            <PositionBadge state={position.state} />
            <ShortRuleMark position={position} ruleName={ruleName} />
          </Group>
        ),
      },
      {
        key: 'state',
        header: t('orderState'),
        isMinor: true,
        width: 150,
        render: ({ externalOrder }) => <ExternalOrderBadge state={externalOrder.state} />,
      },
    ],
    [t, ruleName],
  );
}
