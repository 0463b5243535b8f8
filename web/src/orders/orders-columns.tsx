import { Anchor, Badge, Group, List, Text, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '../shared/page-icons';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { keepersColumn } from '../teamwork/keepers';
import { useTexts as useTeamworkTexts } from '../teamwork/texts';
import { Ago } from '../shared/ago';
import { StatusBadge } from '../shared/badges';
import type { Column } from '../shared/data-table';
import { useRegionChoice, useRegionName } from '../shell/regions';
import { externalNumber } from '../shared/external-number';
import { TwoLines } from '../shared/two-lines';
import { deliveryInWords } from './order-facts';
import { OrderSum } from './order-sum';
import { partName, statusReason, type OrderSummary } from './order-words';
import classes from './orders.module.css';
import { useTexts } from './texts';

/** Columns of the list of orders. @param hasAssignees somebody looks after some of them */
export function useOrderColumns(hasAssignees: boolean): Column<OrderSummary>[] {
  const t = useTexts();
  const teamwork = useTeamworkTexts();
  const regionName = useRegionName();
  const { regions, regionId } = useRegionChoice();
  const isOfSeveral = regions.length > 1 && !regionId;
  const isSmall = useMediaQuery('(min-width: 48em) and (max-width: 90em)', undefined, {
    getInitialValueInEffect: false,
  });
  // A part's number needs the room more than the beginning of an address does.
  const isFull = isSmall && hasAssignees && isOfSeveral;
  return useMemo(
    () =>
      columnsOf(t, teamwork, hasAssignees, isOfSeveral ? regionName : undefined).filter(
        ({ key }) => !isFull || key !== 'delivery',
      ),
    [t, teamwork, hasAssignees, isOfSeveral, regionName, isFull],
  );
}

/** @param regionName absent where all orders are of one region */
function columnsOf(
  t: ReturnType<typeof useTexts>,
  teamwork: ReturnType<typeof useTeamworkTexts>,
  hasAssignees: boolean,
  regionName: ReturnType<typeof useRegionName> | undefined,
): Column<OrderSummary>[] {
  const region: Column<OrderSummary> = {
    key: 'region',
    header: t('region'),
    width: 88,
    isMinor: true,
    render: (order) => regionName?.(order.regionId),
  };
  return [
    {
      key: 'number',
      header: t('number'),
      width: 72,
      render: ({ id, number }) => (
        <Anchor component={Link} href={`/orders/${id}`} size="sm" fw={600}>
          {number}
        </Anchor>
      ),
    },
    {
      key: 'externalId',
      header: t('externalId'),
      width: 'max(120px, 12vw - 74px)',
      render: ({ externalId }) => <span title={externalId}>{externalNumber(externalId)}</span>,
    },
    {
      key: 'buyer',
      header: t('buyer'),
      sort: 'customerName',
      sortsUp: true,
      width: 'max(136px, 16vw - 84px)',
      render: ({ customer }) => <Buyer customer={customer} />,
    },
    {
      key: 'items',
      header: t('items'),
      render: (order) => (
        <>
          <OrderFlags flags={order.flags} isShort /> <ItemsSummary order={order} />
        </>
      ),
    },
    {
      key: 'sum',
      header: t('sum'),
      sort: 'total',
      align: 'right',
      width: 'max(104px, 8vw - 5px)',
      render: (order) => <OrderSum order={order} />,
    },
    {
      key: 'delivery',
      header: t('delivery'),
      width: 'max(96px, 16vw - 122px)',
      render: ({ delivery }) => <Delivery delivery={delivery} />,
    },
    {
      key: 'status',
      header: t('status'),
      width: 146,
      render: (order) => <OrderStatusBadge order={order} />,
    },
    ...(hasAssignees ? [keepersColumn<OrderSummary>(teamwork('assignee'))] : []),
    ...(regionName ? [region] : []),
    {
      key: 'createdAt',
      header: t('created'),
      sort: 'createdAt',
      width: 104,
      render: ({ createdAt }) => <Ago time={createdAt} />,
    },
  ];
}

/** Who ordered, and how to call them. */
function Buyer({ customer: { name, phone, email } }: Pick<OrderSummary, 'customer'>) {
  const who = name || email || '—';
  return <TwoLines first={who} second={phone} title={[who, phone].filter(Boolean).join('\n')} />;
}

/** In one line: how it goes to the buyer, and where to. */
function Delivery({ delivery }: Pick<OrderSummary, 'delivery'>) {
  const t = useTexts();
  const words = deliveryInWords(delivery, t);
  return <span title={words}>{words}</span>;
}

/** The order's status; on hovering why it is in it. */
export function OrderStatusBadge({ order }: { order: Pick<OrderSummary, 'status' | 'items'> }) {
  const t = useTexts();
  const reason = statusReason(order);
  return (
    <Tooltip label={reason} disabled={reason === order.status?.name} multiline maw={320}>
      <span className={classes.status}>
        {order.status ? (
          <StatusBadge status={order.status} />
        ) : (
          <Badge variant="outline" color="gray" className={classes.noStatus}>
            {t('inDifferentTab')}
          </Badge>
        )}
      </span>
    </Tooltip>
  );
}

const FLAGS = ['changedAfterDecision', 'cancelConflict', 'cancelledByClient'] as const;

/** @param isShort one word for each, the whole of it on hovering */
export function OrderFlags({ flags, isShort }: Pick<OrderSummary, 'flags'> & { isShort?: boolean }) {
  const t = useTexts();
  return FLAGS.filter((flag) => flags[flag]).map((flag) => (
    <Badge
      key={flag}
      flex={isShort ? 'none' : undefined}
      color={flag === 'changedAfterDecision' ? 'yellow' : 'red'}
      variant={flag === 'cancelConflict' ? 'filled' : undefined}
      title={isShort ? t(`flag.${flag}`) : undefined}
    >
      {t(`${isShort ? 'flagShort' : 'flag'}.${flag}`)}
    </Badge>
  ));
}

/** The first item and how many there are; all of them on demand. */
function ItemsSummary({ order: { items, number } }: { order: OrderSummary }) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  const [first] = items;
  if (!first) return null;
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  const line = (item: typeof first) => t('itemLine', { part: partName(item), quantity: item.quantity });
  if (items.length === 1) {
    return (
      <Text size="sm" span title={`${line(first)} ${first.name}`}>
        {line(first)} <span className={classes.quiet}>{first.name}</span>
      </Text>
    );
  }
  return (
    <>
      <UnstyledButton fz="sm" className={classes.expand} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <VisuallyHidden>{t('orderTitle', { number })}: </VisuallyHidden>
        <Icon size={14} aria-hidden />
        {isOpen ? (
          t('itemCount', { count: items.length })
        ) : (
          <span className={classes.firstPart} title={items.map(line).join('\n')}>
            {line(first)} <span className={classes.quiet}>+{items.length - 1}</span>
          </span>
        )}
      </UnstyledButton>
      {isOpen && (
        <List listStyleType="none" size="sm" mt={4} spacing={4}>
          {items.map((item) => (
            <List.Item key={item.id}>
              <Group gap={6}>
                <span>
                  {line(item)} <span className={classes.quiet}>{item.name}</span>
                </span>
                <StatusBadge status={item.status} />
              </Group>
            </List.Item>
          ))}
        </List>
      )}
    </>
  );
}
