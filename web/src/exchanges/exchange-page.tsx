import { Alert, Badge, Button, Group, Tabs, Text } from '@mantine/core';
import { type ComponentType, Suspense, useEffect, useRef } from 'react';
import { Link, useParams, useSearchParams } from 'wouter';
import { number } from '../i18n/format';
import { useMay } from '../session/session';
import { Ago } from '../shared/ago';
import { later } from '../shared/later';
import { Page } from '../shared/page';
import { ListSkeleton, Loaded } from '../shared/page-states';
import tabClasses from '../shared/tabs.module.css';
import { type Exchange, type ExchangeTab, useExchange } from './exchange';
import { ExchangeBadge, ExchangeTrouble } from './exchange-state';
import { HandOvers } from './hand-overs';
import { Preview } from './preview';
import { Proposals } from './proposals';
import { Sessions } from './sessions';
import { SettingsTab } from './settings-tab';
import { Statuses } from './statuses';
import { useTexts } from './texts';
import { isWizardStep, resumeAddress } from './wizard/steps';

const Wizard = later(() => import('./wizard/wizard'));

const TABS: Record<ExchangeTab, ComponentType<{ exchange: Exchange }>> = {
  'hand-overs': HandOvers,
  proposals: Proposals,
  statuses: Statuses,
  sessions: Sessions,
  preview: Preview,
  settings: SettingsTab,
};

const isTab = (name: string | null): name is ExchangeTab => name !== null && name in TABS;

export default function ExchangePage() {
  const t = useTexts();
  const { id } = useParams<{ id: string }>();
  const exchange = useExchange(id);
  const { data } = exchange;
  return (
    <Page
      title={data?.name ?? t('title')}
      back={{ href: '/exchanges', label: t('title') }}
      beside={data && <HowItIs exchange={data} />}
    >
      <Loaded query={exchange}>{(loaded) => <Content key={loaded.id} exchange={loaded} />}</Loaded>
    </Page>
  );
}

function HowItIs({ exchange }: { exchange: Exchange }) {
  const t = useTexts();
  const { kind, lastContactAt } = exchange;
  return (
    <>
      <Badge color="gray">{t(`kind.${kind}`)}</Badge>
      <ExchangeBadge exchange={exchange} />
      <Text size="sm" c="dimmed">
        {t('lastContact')}: {lastContactAt ? <Ago time={lastContactAt} /> : t('never')}
      </Text>
    </>
  );
}

/** The setup while it is being walked through, else what goes on. */
function Content({ exchange }: { exchange: Exchange }) {
  const maySetUp = useMay('administerAll');
  const [params] = useSearchParams();
  const step = params.get('step');
  if (maySetUp && isWizardStep(exchange.kind, step)) {
    return (
      <Suspense fallback={<ListSkeleton />}>
        <Wizard exchange={exchange} step={step} />
      </Suspense>
    );
  }
  return (
    <>
      <ExchangeTrouble exchange={exchange} />
      {!exchange.isActive && <Inactive exchange={exchange} />}
      <ExchangeTabs exchange={exchange} />
    </>
  );
}

function Inactive({ exchange }: { exchange: Exchange }) {
  const t = useTexts();
  const maySetUp = useMay('administerAll');
  return (
    <Alert color="gray" mb="md" role="note">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{t('inactive')}</Text>
        {maySetUp && (
          <Button component={Link} href={resumeAddress(exchange)} size="compact-md">
            {t('continueSetup')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function ExchangeTabs({ exchange }: { exchange: Exchange }) {
  const t = useTexts();
  const maySeeSessions = useMay('administerAll');
  const [params, setParams] = useSearchParams();
  const asked = params.get('tab');
  const names = (Object.keys(TABS) as ExchangeTab[]).filter((name) => name !== 'sessions' || maySeeSessions);
  const tab = isTab(asked) && names.includes(asked) ? asked : 'hand-overs';
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the chosen one may lie beyond the edge.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  const counts: Partial<Record<ExchangeTab, [count: number, color: string]>> = {
    'hand-overs': [exchange.handOvers.failed, 'red'],
    proposals: [exchange.openProposals, 'indigo'],
    statuses: [exchange.unmappedStatuses, 'orange'],
  };
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      activateTabWithKeyboard={false}
      // What one list is narrowed to is none of the other's.
      onChange={(chosen) => setParams(chosen === 'hand-overs' ? {} : { tab: chosen! })}
    >
      <Tabs.List ref={list} mb="md" className={tabClasses.tabs}>
        {names.map((name) => {
          const [count, color] = counts[name] ?? [0, ''];
          const badge = count > 0 && (
            <Badge size="sm" color={color}>
              {number(count)}
            </Badge>
          );
          return (
            <Tabs.Tab key={name} value={name} rightSection={badge}>
              {t(`tab.${name}`)}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      {names.map((name) => {
        const Panel = TABS[name];
        return (
          <Tabs.Panel key={name} value={name}>
            <Panel exchange={exchange} />
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}
