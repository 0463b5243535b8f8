import { Anchor, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import { dateTime } from '../i18n/format';
import { deliveryChange, marksOf } from '../orders/buyer-changes';
import { deliveryInWords } from '../orders/order-facts';
import { useTexts as useOrderTexts } from '../orders/texts';
import { withChange } from '../orders/with-change';
import { Section } from '../shared/section';
import { Ago } from '../shared/ago';
import { useConnectionName } from '../shared/connections';
import { Email, Phone, Vin } from '../shared/contact';
import { Facts } from '../shared/facts';
import { useRegionName } from '../shell/regions';
import { useWords } from '../i18n/words';
import { useTexts } from './detail-texts';

/** Who ordered, how it is to be delivered, where it came from. */
export function BuyerCard({ order }: { order: Schemas['ExternalOrderDetail'] }) {
  const t = useTexts();
  const shopOrder = useOrderTexts();
  const marks = marksOf(order.changes);
  const changed = (path: string, value: ReactNode) => withChange(marks.get(path), value);
  const deliveryWords = (method: Schemas['DeliveryMethodView']) => deliveryInWords(method, shopOrder);
  const words = useWords();
  const connectionName = useConnectionName();
  const regionName = useRegionName();
  const { customer, delivery, comment, vin, orderedAt, receivedAt, connectionId, regionId, orderId, version } = order;
  const { name, phone, email } = customer;
  return (
    <Section title={t('buyer')}>
      {changed('vin', vin && <Vin vin={vin} />)}
      <Facts
        facts={[
          [t('name'), changed('customer.name', name)],
          [t('phone'), changed('customer.phone', phone && <Phone phone={phone} />)],
          [t('email'), changed('customer.email', email && <Email email={email} />)],
          [t('delivery'), withChange(deliveryChange(marks, delivery, deliveryWords), deliveryWords(delivery))],
          [
            t('comment'),
            changed(
              'comment',
              comment && (
                <Text size="sm" span style={{ whiteSpace: 'pre-line' }}>
                  {comment}
                </Text>
              ),
            ),
          ],
          [t('orderedAt'), changed('orderedAt', orderedAt && dateTime(orderedAt))],
          [
            t('receivedAt'),
            <>
              <Ago key="ago" time={receivedAt} /> · {dateTime(receivedAt)}
            </>,
          ],
          [t('place'), connectionName(connectionId)],
          [words('region'), regionName(regionId)],
          [t('version'), version > 1 && String(version)],
          [
            words('order'),
            orderId && (
              <Anchor component={Link} href={`/orders/${orderId}`} size="sm">
                {t('shopOrder', { id: orderId })}
              </Anchor>
            ),
          ],
        ]}
      />
    </Section>
  );
}
