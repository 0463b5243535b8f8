import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { number } from '../i18n/format';
import { useWords } from '../i18n/words';
import { Ago } from '../shared/ago';
import { ConnectionBadge } from '../marketplaces/connection-health';
import { useConnectionName } from '../shared/connections';
import { DataTable } from '../shared/data-table';
import { useRegionName } from '../shell/regions';
import type { System } from './health';
import { useTexts } from './texts';

type Connection = System['connections'][number];

export function ConnectionsTable({ connections }: { connections: Connection[] }) {
  const t = useTexts();
  const words = useWords();
  const nameOf = useConnectionName();
  const regionName = useRegionName();
  if (connections.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('noConnections')}{' '}
        <Anchor component={Link} href="/marketplaces" size="sm">
          {t('addConnection')}
        </Anchor>
      </Text>
    );
  }
  return (
    <DataTable<Connection>
      label={t('connections')}
      rows={connections}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/marketplaces/${id}`}
      columns={[
        {
          key: 'connection',
          header: words('connection'),
          render: ({ id, regionId }) => (
            <Anchor component={Link} href={`/marketplaces/${id}`} size="sm">
              {nameOf({ id, regionId })}
            </Anchor>
          ),
        },
        { key: 'region', header: words('region'), render: ({ regionId }) => regionName(regionId) || '—' },
        { key: 'state', header: t('state'), render: (connection) => <ConnectionBadge status={connection} /> },
        {
          key: 'received',
          header: t('received'),
          render: ({ lastReceivedAt }) => <Moment time={lastReceivedAt} />,
        },
        {
          key: 'delivered',
          header: t('delivered'),
          render: ({ lastDeliveredAt }) => <Moment time={lastDeliveredAt} />,
        },
        { key: 'queued', header: t('queued'), align: 'right', render: ({ waiting }) => number(waiting) },
      ]}
    />
  );
}

function Moment({ time }: { time: string | null }) {
  const t = useTexts();
  return time ? <Ago time={time} /> : <>{t('never')}</>;
}
