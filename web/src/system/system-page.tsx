import { Alert, Anchor, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { countedRows, duration, exactTime, number } from '../i18n/format';
import { Ago } from '../shared/ago';
import { Facts } from '../shared/facts';
import { Page } from '../shared/page';
import { Loaded } from '../shared/page-states';
import { UNFINISHED } from '../gettzap-notifications/delivery-filters';
import { useTexts as useDeliveryTexts } from '../gettzap-notifications/texts';
import { type Topic, Topics } from '../settings/topics';
import { ConnectionsTable } from './connections-table';
import { EmailCard, emailInWords } from './email-card';
import {
  isQueueLate,
  levelOf,
  levelOfAddress,
  levelOfConnection,
  levelOfDatabase,
  levelOfDeliveries,
  levelOfEmail,
  levelOfInbox,
  levelOfJob,
  levelOfReceiver,
  type System,
  worst,
} from './health';
import { HealthCard, LevelIcon } from './health-card';
import { JobsTable } from './jobs-table';
import { ReceiversTable } from './receivers-table';
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
  const { database, scheduler, deliveries, email, retentionDays, connections, receivers } = system;
  const levels = {
    exchange: worst([levelOfDeliveries(deliveries), levelOfInbox(system.inbox), ...connections.map(levelOfConnection)]),
    receivers: worst(receivers.map(levelOfReceiver)),
    email: levelOfEmail(email),
    jobs: worst([scheduler.isAlive ? 'good' : 'bad', ...system.jobs.map(levelOfJob)]),
    database: levelOfDatabase(database),
    service: levelOfAddress(system),
  };
  const retention = retentionDays > 0 ? t('retentionDays', { count: retentionDays }) : t('retentionNever');
  const topic = (name: keyof typeof levels, summary: ReactNode, children: ReactNode): Topic => {
    const level = levels[name];
    return {
      name,
      title: t(`topic.${name}`),
      summary,
      mark: <LevelIcon level={level ?? 'neutral'} isTold={level !== undefined} />,
      // What needs nobody stays folded.
      isOpenAtFirst: name === 'exchange' || level === 'warning' || level === 'bad',
      children,
    };
  };
  return (
    <Topics
      topics={[
        topic('exchange', queueInWords(deliveries, t), <Exchange system={system} />),
        ...(receivers.length > 0
          ? [topic('receivers', t(`receivers.${levels.receivers}`), <ReceiversTable receivers={receivers} />)]
          : []),
        topic('email', emailInWords(email, t), <EmailCard email={email} />),
        topic(
          'jobs',
          scheduler.isAlive ? t('schedulerAlive') : t('schedulerDead'),
          <JobsTable jobs={system.jobs} scheduler={scheduler} />,
        ),
        topic(
          'database',
          `${databaseInWords(database, t)}. ${retention}`,
          <Facts
            facts={[
              [t('database'), `${t(`databaseKind.${database.kind}`)} ${database.version}`],
              [t('answer'), databaseInWords(database, t)],
              [
                t('pendingTitle'),
                database.pendingMigrations > 0 && t('pending', { count: database.pendingMigrations }),
              ],
              [t('retention'), retention],
            ]}
          />,
        ),
        topic('service', serviceInWords(system, t), <Service system={system} />),
      ]}
    />
  );
}

/** What comes in and what is told, all together and by connection. */
function Exchange({ system: { deliveries, inbox, connections } }: { system: System }) {
  const t = useTexts();
  return (
    <>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" mb="md">
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
          <QueueLinks deliveries={deliveries} />
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
      </SimpleGrid>
      <ConnectionsTable connections={connections} />
    </>
  );
}

/** Where the figures of the queue are looked into: each channel has a list of its own. */
function QueueLinks({ deliveries }: { deliveries: System['deliveries'] }) {
  const t = useTexts();
  const channelWords = useDeliveryTexts();
  return deliveries.byChannel.flatMap(({ channel, waiting, dead }) =>
    (['waitingIn', 'deadIn'] as const).map((what) => {
      const [count, state] = what === 'deadIn' ? [dead, 'dead'] : [waiting, UNFINISHED];
      return (
        count > 0 && (
          <Anchor
            key={channel + what}
            component={Link}
            href={`/gettzap-notifications?channel=${channel}&state=${state}`}
            size="sm"
          >
            {t(what, { channel: channelWords(`channel.${channel}`), number: number(count) })}
          </Anchor>
        )
      );
    }),
  );
}

/** Which program this is, where it answers, and what leads out of it. */
function Service({ system: { version, startedAt, publicUrl, trial } }: { system: System }) {
  const t = useTexts();
  return (
    <Stack gap="sm">
      <Facts
        facts={[
          [t('version'), `partsdesk ${version}`],
          [t('startedAt'), <Ago key="started" time={startedAt} />],
          [t('publicUrl'), publicUrl],
          [t('trial'), trial.isOn ? t('trialOn') : t('trialOff')],
        ]}
      />
      <Group gap="md">
        {trial.sandboxUrl && (
          <Anchor href={trial.sandboxUrl} target="_blank" size="sm">
            {t('openSandbox')}
          </Anchor>
        )}
        <Anchor href="/api/docs" target="_blank" size="sm">
          {t('apiDocs')}
        </Anchor>
        <Anchor href="/metrics" target="_blank" size="sm">
          {t('metrics')}
        </Anchor>
      </Group>
    </Stack>
  );
}

type Translate = ReturnType<typeof useTexts>;

function databaseInWords({ ok, latencyMs }: System['database'], t: Translate): string {
  return ok ? t('databaseOk', { ms: number(latencyMs) }) : t('databaseBad');
}

function serviceInWords({ publicReach, version }: System, t: Translate): ReactNode {
  if (publicReach === 'public') return `partsdesk ${version}`;
  return (
    <>
      {t(`reach.${publicReach}`)} <Code>PUBLIC_URL</Code>
    </>
  );
}

function queueInWords(deliveries: System['deliveries'], t: Translate): string {
  if (isQueueLate(deliveries)) return t('queueLate');
  if (deliveries.dead > 0) return t('hasDead');
  if (deliveries.waiting === 0) return t('queueEmpty');
  return t(deliveries.due > 0 ? 'queueMoving' : 'queueWaiting');
}
