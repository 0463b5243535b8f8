import { Anchor, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import { dateTime } from '../i18n/format';
import { useWords } from '../i18n/words';
import { Email, Phone, Vin } from '../shared/contact';
import { useConnectionName } from '../shared/connections';
import { DecidedSum } from '../shared/decided-sum';
import { externalNumber } from '../shared/external-number';
import { useRegionName } from '../shell/regions';
import { deliveryChange, marksOf } from './buyer-changes';
import classes from './orders.module.css';
import { Section } from '../shared/section';
import { useTexts } from './texts';
import { withChange } from './with-change';

/** Where the order came from, for whom, and how it goes to them. */
export function OrderFacts({ order }: { order: Schemas['OrderDetail'] }) {
  const t = useTexts();
  const words = useWords();
  const regionName = useRegionName();
  const connectionName = useConnectionName();
  const { customer, delivery, comment, vin, total, orderedTotal } = order;
  const marks = marksOf(order.changes.filter((each) => each.pending));
  const changed = (path: string, value: ReactNode) => withChange(marks.get(path), value);
  const deliveryWords = (method: Schemas['DeliveryMethodView']) => deliveryInWords(method, t);
  return (
    <Section title={t('facts')}>
      <Stack gap="xs">
        {changed('vin', vin && <Vin vin={vin} />)}
        <Fact label={t('buyer')}>{changed('customer.name', customer.name)}</Fact>
        <Fact label={t('phone')}>{changed('customer.phone', customer.phone && <Phone phone={customer.phone} />)}</Fact>
        <Fact label={t('email')}>{changed('customer.email', customer.email && <Email email={customer.email} />)}</Fact>
        <Fact label={t('delivery')}>
          {withChange(deliveryChange(marks, delivery, deliveryWords), deliveryWords(delivery))}
        </Fact>
        <Fact label={t('buyerComment')}>{changed('comment', comment)}</Fact>
        <Fact label={t('acceptedTotal')}>
          <DecidedSum sum={total} ordered={orderedTotal} />
        </Fact>
        <Fact label={words('externalOrder')}>
          <Anchor component={Link} href={`/external-orders/${order.externalOrderId}`} size="sm">
            {externalNumber(order.externalId)}
          </Anchor>
        </Fact>
        <Fact label={words('region')}>{regionName(order.regionId)}</Fact>
        <Fact label={words('connection')}>{connectionName(order.connectionId)}</Fact>
        <Fact label={t('created')}>{dateTime(order.createdAt)}</Fact>
      </Stack>
    </Section>
  );
}

/** @returns "" when nothing is known of it */
export function deliveryInWords(
  { type, address }: Schemas['DeliveryMethodView'],
  t: ReturnType<typeof useTexts>,
): string {
  const method = type === 'pickup' ? t('pickup') : type === 'courier' ? t('courier') : type;
  return [method, address].filter(Boolean).join(': ');
}

/** Nothing where nothing is known. */
function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div className={classes.noticeText}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" component="div">
        {children}
      </Text>
    </div>
  );
}
