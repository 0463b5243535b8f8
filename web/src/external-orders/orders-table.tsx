import { Group, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo } from 'react';
import { money, shortMoney } from '../i18n/format';
import { useTexts as useDeadlineTexts } from '../deadlines/texts';
import { TimeLeft, useHasLimits, useWarnMinutes } from '../deadlines/time-left';
import { deliveryInWords } from '../orders/order-facts';
import { useTexts as useOrderTexts } from '../orders/texts';
import { OrderAvailability } from '../offers/availability';
import { useTexts as useOfferTexts } from '../offers/texts';
import { useAvailabilities } from '../offers/use-offers';
import { useMe } from '../session/session';
import { useRegionChoice, useRegionName } from '../shell/regions';
import { useNow } from '../shared/ago';
import { ExternalOrderBadge } from '../shared/badges';
import { useConnectionName, useConnectionStates } from '../shared/connections';
import { type Column, DataTable } from '../shared/data-table';
import { useListLook } from '../shared/list-look';
import type { Selection } from '../shared/selection';
import { TwoLines } from '../shared/two-lines';
import { acceptedSum } from './accepted-sum';
import { toneOf } from './age';
import { FlagBadges } from './flags';
import { keepersColumn } from '../teamwork/keepers';
import type { ExternalOrder, InboxList } from './list-query';
import { NUMBER_WIDTH, OrderNumberLink, useOrderNumber } from './order-number';
import { useTexts as useTeamworkTexts } from '../teamwork/texts';
import { useTexts } from './texts';
import { Waited } from './waited';

/** What goes by nothing but the row: such cells stay as they are when another column comes or goes. */
const CELLS = {
  number: (row: ExternalOrder) => <OrderNumberLink order={row} />,
  time: ({ state, receivedAt }: ExternalOrder) => <Waited state={state} receivedAt={receivedAt} />,
  buyer: ({ customer }: ExternalOrder) => customer.name || customer.phone || '—',
  positions: (row: ExternalOrder) => <PositionsSummary order={row} />,
  delivery: (row: ExternalOrder) => <DeliveryInWords order={row} />,
  total: (row: ExternalOrder) => <OrderedSum order={row} />,
  state: (row: ExternalOrder) => (
    <Group gap={4} wrap="nowrap">
      <FlagBadges order={row} isShort />
      <ExternalOrderBadge state={row.state} />
    </Group>
  ),
};

/** States in which somebody looks whether it is there. */
const UNDECIDED: ReadonlyArray<ExternalOrder['state']> = ['new', 'partially_decided'];

interface Props {
  list: InboxList;
  rows: ExternalOrder[];
  /** Those that are only kept in their place. */
  gone: ReadonlySet<string>;
  selection: Selection;
}

export function OrdersTable({ list, rows, gone, selection }: Props) {
  const t = useTexts();
  const me = useMe();
  const now = useNow();
  const orderNumber = useOrderNumber();
  const availabilities = useAvailabilities(rows.filter(({ state }) => UNDECIDED.includes(state)).map(({ id }) => id));
  return (
    <DataTable<ExternalOrder>
      label={t('title')}
      isList
      rows={rows}
      rowKey={({ id }) => id}
      rowName={({ externalId }) => orderNumber(externalId)}
      rowHref={({ id }) => `/external-orders/${id}`}
      rowTone={({ id, state, receivedAt }) => (gone.has(id) ? 'quiet' : toneOf(state, receivedAt, now))}
      selection={selection}
      sort={list.sort}
      onSort={list.sortBy}
      {...useListLook(
        'external-orders',
        useInboxColumns(
          gone,
          rows.some(({ assignee, claim }) => assignee || (claim && claim.id !== me.id)),
          availabilities,
        ),
      )}
    />
  );
}

/**
 * @param hasAssignees somebody looks after some of the orders, or has them open
 * @param availabilities what the price lists have, by order; none = there are no price lists
 */
export function useInboxColumns(
  gone: ReadonlySet<string>,
  hasAssignees: boolean,
  availabilities: ReturnType<typeof useAvailabilities>,
): Column<ExternalOrder>[] {
  const t = useTexts();
  const teamwork = useTeamworkTexts();
  const offers = useOfferTexts();
  const deadlines = useDeadlineTexts();
  const hasLimits = useHasLimits();
  const warnMinutes = useWarnMinutes();
  const place = usePlace();
  const isSmall = useMediaQuery('(max-width: 90em)', undefined, { getInitialValueInEffect: false });
  const isSmallest = useMediaQuery('(max-width: 84em)', undefined, { getInitialValueInEffect: false });
  const isPhone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  // With the offers and one more column there is no room for the delivery, with another one none for the place either.
  const hasMore = hasLimits || Boolean(place) || hasAssignees;
  const isFull = (isSmallest || (isSmall && hasMore)) && !isPhone && availabilities.size > 0;
  return useMemo(
    () => [
      {
        key: 'number',
        header: t('number'),
        width: NUMBER_WIDTH,
        render: CELLS.number,
      },
      {
        key: 'time',
        header: t('time'),
        sort: 'createdAt',
        width: 108,
        render: CELLS.time,
      },
      ...(hasLimits
        ? [
            {
              key: 'left',
              header: deadlines('left'),
              sort: 'timeLeft',
              sortsUpOnly: true,
              width: 124,
              render: ({ decideBy, regionId, connectionId }: ExternalOrder) =>
                decideBy && <TimeLeft by={decideBy} regionId={regionId} warnMinutes={warnMinutes(connectionId)} />,
            },
          ]
        : []),
      {
        key: 'buyer',
        header: t('buyer'),
        sort: 'customerName',
        sortsUp: true,
        width: 'max(116px, 12vw - 46px)',
        render: CELLS.buyer,
      },
      {
        key: 'positions',
        header: t('positions'),
        // Where nothing is left out it is the delivery that takes what room there is.
        width: isFull ? undefined : 'max(232px, 19vw - 28px)',
        render: CELLS.positions,
      },
      ...(availabilities.size > 0
        ? [
            {
              key: 'offers',
              header: offers('column'),
              width: 116,
              render: ({ id }: ExternalOrder) => <OrderAvailability view={availabilities.get(id)} />,
            },
          ]
        : []),
      ...(isFull
        ? []
        : [
            {
              key: 'delivery',
              header: t('delivery'),
              render: CELLS.delivery,
            },
          ]),
      {
        key: 'total',
        header: t('total'),
        sort: 'total',
        align: 'right',
        width: 'max(112px, 8vw)',
        render: CELLS.total,
      },
      ...(place && !(isFull && (hasLimits || hasAssignees)) ? [{ ...place, isMinor: true, width: 98 }] : []),
      ...(hasAssignees ? [keepersColumn<ExternalOrder>(teamwork('assignee'))] : []),
      {
        key: 'state',
        header: t('state'),
        width: 158,
        render:
          gone.size === 0
            ? CELLS.state
            : (row) =>
                gone.has(row.id) ? (
                  <Text size="xs" span>
                    {t('movedAway')}
                  </Text>
                ) : (
                  CELLS.state(row)
                ),
      },
    ],
    [t, teamwork, offers, deadlines, place, gone, hasAssignees, availabilities, hasLimits, warnMinutes, isFull],
  );
}

/** What was ordered, which the list is sorted by; below it what of that was accepted, where it is a part. */
function OrderedSum({ order }: { order: ExternalOrder }) {
  const t = useTexts();
  const { total } = order;
  const accepted = acceptedSum(order);
  const isInPart = Number(accepted) > 0 && Number(accepted) !== Number(total);
  return (
    <TwoLines
      first={shortMoney(total)}
      second={isInPart && t('acceptedShort', { sum: shortMoney(accepted) })}
      title={[money(total), isInPart && t('acceptedOf', { sum: money(accepted) })].filter(Boolean).join(', ')}
    />
  );
}

/** The first part, and how many more there are. */
function PositionsSummary({ order: { positions } }: { order: ExternalOrder }) {
  const t = useTexts();
  const [first, ...others] = positions;
  if (!first) return '—';
  return (
    <span
      title={positions
        .map(({ brand, number, name, quantity }) => `${brand} ${number} × ${quantity} ${name}`)
        .join('\n')}
    >
      {first.brand} {first.number} × {first.quantity}{' '}
      <Text size="sm" c="dimmed" span>
        {others.length > 0 ? t('more', { count: others.length }) : first.name}
      </Text>
    </span>
  );
}

function DeliveryInWords({ order: { delivery, comment } }: { order: ExternalOrder }) {
  const t = useOrderTexts();
  const words = [deliveryInWords(delivery, t), comment && `«${comment}»`].filter(Boolean).join(' · ');
  return <span title={words}>{words}</span>;
}

/** Region of a row, or its connection, where there is more than one to tell apart. */
function usePlace() {
  const t = useTexts();
  const { regions, regionId: chosen } = useRegionChoice();
  const regionName = useRegionName();
  const connections = useConnectionStates();
  const connectionName = useConnectionName();
  return useMemo(() => {
    if (regions.length > 1 && !chosen)
      return { key: 'place', header: t('region'), render: ({ regionId }: ExternalOrder) => regionName(regionId) };
    if (connections.length > 1)
      return {
        key: 'place',
        header: t('place'),
        render: ({ connectionId }: ExternalOrder) => connectionName(connectionId),
      };
    return undefined;
  }, [t, regions, chosen, regionName, connections, connectionName]);
}
