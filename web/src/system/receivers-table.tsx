import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useTexts as useDeliveryTexts } from '../gettzap-notifications/texts';
import { number } from '../i18n/format';
import { ConnectionBadge } from '../marketplaces/connection-health';
import { Ago } from '../shared/ago';
import { DataTable } from '../shared/data-table';
import type { System } from './health';
import { useTexts } from './texts';

type Receiver = System['receivers'][number];

/** The shop's own programs and systems that are told something: whether they take it. */
export function ReceiversTable({ receivers }: { receivers: Receiver[] }) {
  const t = useTexts();
  const deliveryWords = useDeliveryTexts();
  return (
    <DataTable<Receiver>
      label={t('topic.receivers')}
      rows={receivers}
      rowKey={({ channel, id }) => `${channel}/${id}`}
      columns={[
        {
          key: 'receiver',
          header: t('receiver'),
          render: (receiver) => (
            <>
              <Anchor component={Link} href={pageOf(receiver)} size="sm" style={{ overflowWrap: 'anywhere' }}>
                {receiver.name}
              </Anchor>
              <Text size="xs" c="dimmed">
                {deliveryWords(`receiver.${receiver.channel}`)}
              </Text>
            </>
          ),
        },
        {
          key: 'state',
          header: t('state'),
          render: (receiver) => <ConnectionBadge status={{ ...receiver, waitsFor: null }} />,
        },
        { key: 'since', header: t('since'), render: ({ since }) => (since ? <Ago time={since} /> : '—') },
        {
          key: 'delivered',
          header: t('delivered'),
          render: ({ lastDeliveredAt }) => (lastDeliveredAt ? <Ago time={lastDeliveredAt} /> : t('never')),
        },
        { key: 'queued', header: t('queued'), align: 'right', render: ({ waiting }) => number(waiting) },
      ]}
    />
  );
}

function pageOf({ channel, id }: Receiver): string {
  return channel === 'webhook' ? '/integrations' : `/exchanges/${id}`;
}
