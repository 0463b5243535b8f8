import { Alert, Anchor, Code, Group, SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { countedRows, duration, exactTime, number } from '../i18n/format';
import { Ago } from '../shared/ago';
import { Page } from '../shared/page';
import { Loaded } from '../shared/page-states';
import { ConnectionsCard } from './connections-card';
import { EmailCard } from './email-card';
import {
  isQueueLate,
  levelOf,
  levelOfAddress,
  levelOfDatabase,
  levelOfDeliveries,
  levelOfInbox,
  type System,
} from './health';
import { HealthCard, LevelIcon } from './health-card';
import { JobsCard } from './jobs-card';
import { useTexts } from './texts';

const LOOK_AGAIN_MS = 10_000;

/** How the service is, for who runs it. */
export default function SystemPage() {
  const t = useTexts();
  const system = useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => call(api.GET('/api/system', { signal })),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <Page title={t('title')}>
      <Loaded query={system}>
        {(data) => (
          <>
            <Overall system={data} isStale={system.error !== null} />
            <Parts system={data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Overall({ system, isStale }: { system: System; isStale: boolean }) {
  const t = useTexts();
  const level = levelOf(system);
  const time = exactTime(system.now);
  if (isStale) {
    return (
      <Alert color="red" role="alert" mb="md">
        {t('stale', { time })}
      </Alert>
    );
  }
  return (
    <Group gap="sm" mb="md" wrap="nowrap">
      <LevelIcon level={level} size={36} />
      <div>
        <Text fw={600} role="status">
          {level !== 'neutral' && t(level)}
        </Text>
        <Text size="sm" c="dimmed">
          {t('checked', { time: time.split(', ')[1] ?? time })}
        </Text>
      </div>
    </Group>
  );
}

function Parts({ system }: { system: System }) {
  const t = useTexts();
  const { database, scheduler, deliveries, inbox, retentionDays, trial } = system;
  return (
    <>
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="md" mb="md">
        <HealthCard
          title={t('database')}
          level={levelOfDatabase(database)}
          summary={database.ok ? t('databaseOk', { ms: number(database.latencyMs) }) : t('databaseBad')}
          facts={[
            [t(`databaseKind.${database.kind}`), database.version],
            ...(database.pendingMigrations > 0
              ? [['', t('pending', { count: database.pendingMigrations })] as [string, string]]
              : []),
          ]}
        />
        <HealthCard
          title={t('scheduler')}
          level={scheduler.isAlive ? 'good' : 'bad'}
          summary={scheduler.isAlive ? t('schedulerAlive') : t('schedulerDead')}
          facts={[[t('lastRun'), <Ago key="ago" time={scheduler.lastRunAt} />]]}
        />
        <HealthCard
          title={t('deliveries')}
          level={levelOfDeliveries(deliveries)}
          summary={queueInWords(deliveries, t)}
          facts={[
            [t('due'), number(deliveries.due)],
            ...(deliveries.oldestDueSeconds === null
              ? []
              : [[t('oldest'), duration(deliveries.oldestDueSeconds)] as [string, string]]),
            [t('waiting'), number(deliveries.waiting)],
            [t('dead'), number(deliveries.dead)],
          ]}
        >
          {deliveries.dead > 0 && (
            <Anchor component={Link} href="/gettzap-notifications?state=dead" size="sm">
              {t('openDead')}
            </Anchor>
          )}
        </HealthCard>
        <HealthCard
          title={t('inbox')}
          level={levelOfInbox(inbox)}
          summary={inbox.new > 0 ? t('inboxWaiting', countedRows(inbox.new)) : t('inboxEmpty')}
          facts={inbox.oldestNewSeconds === null ? [] : [[t('inboxOldest'), duration(inbox.oldestNewSeconds)]]}
        >
          {inbox.new > 0 && (
            <Anchor component={Link} href="/external-orders" size="sm">
              {t('openInbox')}
            </Anchor>
          )}
        </HealthCard>
        <EmailCard email={system.email} />
        <HealthCard
          title={t('retention')}
          summary={retentionDays > 0 ? t('retentionDays', { count: retentionDays }) : t('retentionNever')}
        />
        <HealthCard
          title={t('service')}
          level={levelOfAddress(system)}
          summary={
            system.publicReach === 'public' ? (
              `partsdesk ${system.version}`
            ) : (
              <>
                {t(`reach.${system.publicReach}`)} <Code>PUBLIC_URL</Code>
              </>
            )
          }
          facts={[
            ...(system.publicReach === 'public' ? [] : [[t('version'), system.version] as [string, string]]),
            [t('startedAt'), <Ago key="ago" time={system.startedAt} />],
            [t('publicUrl'), system.publicUrl],
          ]}
        />
        <HealthCard title={t('trial')} summary={trial.isOn ? t('trialOn') : t('trialOff')}>
          {trial.sandboxUrl && (
            <Anchor href={trial.sandboxUrl} target="_blank" size="sm">
              {t('openSandbox')}
            </Anchor>
          )}
        </HealthCard>
        <HealthCard
          title={t('links')}
          summary={
            <Group gap="md" component="span">
              <Anchor href="/api/docs" target="_blank" size="sm">
                {t('apiDocs')}
              </Anchor>
              <Anchor href="/metrics" target="_blank" size="sm">
                {t('metrics')}
              </Anchor>
            </Group>
          }
        />
      </SimpleGrid>
      <ConnectionsCard connections={system.connections} />
      <JobsCard jobs={system.jobs} />
    </>
  );
}

function queueInWords(deliveries: System['deliveries'], t: ReturnType<typeof useTexts>): string {
  if (isQueueLate(deliveries)) return t('queueLate');
  if (deliveries.dead > 0) return t('hasDead');
  return deliveries.waiting > 0 ? t('queueMoving') : t('queueEmpty');
}
