import { Anchor, Badge, Group, List, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '../shared/icons';
import { useState } from 'react';
import { Link } from 'wouter';
import { useTeamworkTexts } from '../external-orders/teamwork-texts';
import { Ago } from '../shared/ago';
import { StatusBadge } from '../shared/badges';
import { Phone } from '../shared/contact';
import type { Column } from '../shared/data-table';
import { DecidedSum } from '../shared/decided-sum';
import { useRegionChoice, useRegionName } from '../shell/regions';
import { deliveryInWords } from './order-facts';
import { isGivenUp, partName, statusReason, type OrderSummary, sumOf } from './order-words';
import classes from './orders.module.css';
import { useTexts } from './texts';

/** Columns of the list of orders. @param hasAssignees somebody looks after some of them */
export function useOrderColumns(hasAssignees: boolean): Column<OrderSummary>[] {
  const t = useTexts();
  const teamwork = useTeamworkTexts();
  const regionName = useRegionName();
  const { regions, regionId } = useRegionChoice();
  const region: Column<OrderSummary> = {
    key: 'region',
    header: t('region'),
    isMinor: true,
    render: (order) => regionName(order.regionId),
  };
  const assignee: Column<OrderSummary> = {
    key: 'assignee',
    header: teamwork('assignee'),
    isMinor: true,
    render: (order) => order.assignee?.name,
  };
  return [
    {
      key: 'number',
      header: t('number'),
      width: 90,
      render: ({ id, number }) => (
        <Anchor component={Link} href={`/orders/${id}`} size="sm" fw={600}>
          {number}
        </Anchor>
      ),
    },
    {
      key: 'externalId',
      header: t('externalId'),
      render: ({ externalId }) => externalId,
    },
    { key: 'buyer', header: t('buyer'), render: ({ customer }) => customer.name || customer.email || '—' },
    { key: 'phone', header: t('phone'), width: 170, render: ({ customer }) => <Phone phone={customer.phone} /> },
    { key: 'items', header: t('items'), render: (order) => <ItemsSummary order={order} /> },
    {
      key: 'sum',
      header: t('sum'),
      align: 'right',
      render: ({ items, orderedTotal }) => (
        <DecidedSum sum={sumOf(items.filter((item) => !isGivenUp(item)))} ordered={orderedTotal} />
      ),
    },
    { key: 'delivery', header: t('delivery'), render: ({ delivery }) => <Delivery delivery={delivery} /> },
    {
      key: 'status',
      header: t('status'),
      render: (order) => (
        <Group gap={4}>
          <OrderStatusBadge order={order} />
          <OrderFlags flags={order.flags} />
        </Group>
      ),
    },
    ...(hasAssignees ? [assignee] : []),
    ...(regions.length > 1 && !regionId ? [region] : []),
    {
      key: 'createdAt',
      header: t('created'),
      sort: 'createdAt',
      width: 110,
      render: ({ createdAt }) => <Ago time={createdAt} />,
    },
  ];
}

/** In one line: how it goes to the buyer, and where to. */
function Delivery({ delivery }: Pick<OrderSummary, 'delivery'>) {
  const t = useTexts();
  const words = deliveryInWords(delivery, t);
  return (
    <Text size="sm" lineClamp={1} title={words}>
      {words}
    </Text>
  );
}

/** The order's status; on hovering why it is in it. */
export function OrderStatusBadge({ order }: { order: Pick<OrderSummary, 'status' | 'items'> }) {
  const t = useTexts();
  const reason = statusReason(order);
  return (
    <Tooltip label={reason} disabled={reason === order.status?.name} multiline maw={320}>
      <span>
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

export function OrderFlags({ flags }: Pick<OrderSummary, 'flags'>) {
  const t = useTexts();
  return (
    <>
      {flags.changedAfterDecision && <Badge color="yellow">{t('flag.changedAfterDecision')}</Badge>}
      {flags.cancelledByClient && <Badge color="red">{t('flag.cancelledByClient')}</Badge>}
      {flags.cancelConflict && (
        <Badge color="red" variant="filled">
          {t('flag.cancelConflict')}
        </Badge>
      )}
    </>
  );
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
      <Text size="sm">
        {line(first)} <span className={classes.quiet}>{first.name}</span>
      </Text>
    );
  }
  return (
    <>
      <UnstyledButton
        fz="sm"
        className={classes.expand}
        aria-expanded={isOpen}
        aria-label={t('itemsOf', { number, items: t('itemCount', { count: items.length }) })}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon size={14} aria-hidden />
        {t('itemCount', { count: items.length })}
        {!isOpen && <span className={classes.quiet}>{items.map(partName).join(', ')}</span>}
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
