import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import { dateTime } from '../i18n/format';
import { deliveryInWords } from '../orders/order-facts';
import { Section } from '../shared/section';
import { useTexts as useOrderTexts } from '../orders/texts';
import { Ago } from '../shared/ago';
import { useConnectionName } from '../shared/connections';
import { Facts } from '../shared/facts';
import { useRegionName } from '../shell/regions';
import { useWords } from '../i18n/words';
import { useTexts } from './detail-texts';

/** Who ordered, how it is to be delivered, where it came from. */
export function BuyerCard({ order }: { order: Schemas['ExternalOrderDetail'] }) {
  const t = useTexts();
  const shopOrder = useOrderTexts();
  const words = useWords();
  const connectionName = useConnectionName();
  const regionName = useRegionName();
  const { customer, delivery, comment, orderedAt, receivedAt, connectionId, regionId, orderId, version } = order;
  const { name, phone, email } = customer;
  const digits = phone.replace(/[^\d+]/g, '');
  return (
    <Section title={t('buyer')}>
      <Facts
        facts={[
          [t('name'), name],
          [
            t('phone'),
            digits ? (
              <Anchor href={`tel:${digits}`} size="sm">
                {phone}
              </Anchor>
            ) : (
              phone
            ),
          ],
          [
            t('email'),
            email && (
              <Anchor href={`mailto:${email}`} size="sm">
                {email}
              </Anchor>
            ),
          ],
          [t('delivery'), deliveryInWords(delivery, shopOrder)],
          [
            t('comment'),
            comment && (
              <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
                {comment}
              </Text>
            ),
          ],
          [t('orderedAt'), orderedAt && dateTime(orderedAt)],
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
