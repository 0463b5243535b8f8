import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Schemas } from '../api/client';
import { dateTime } from '../i18n/format';
import { deliveryInWords } from '../orders/order-facts';
import { Section } from '../shared/section';
import { useTexts as useOrderTexts } from '../orders/texts';
import { Ago } from '../shared/ago';
import { useConnectionName } from '../shared/connections';
import { mailLink, phoneLink } from '../shared/contact-links';
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
  const phoneHref = phoneLink(phone);
  const mailHref = mailLink(email);
  return (
    <Section title={t('buyer')}>
      <Facts
        facts={[
          [t('name'), name],
          [
            t('phone'),
            phoneHref ? (
              <Anchor href={phoneHref} size="sm">
                {phone}
              </Anchor>
            ) : (
              phone
            ),
          ],
          [
            t('email'),
            mailHref ? (
              <Anchor href={mailHref} size="sm">
                {email}
              </Anchor>
            ) : (
              email
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
