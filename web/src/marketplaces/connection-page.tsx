import { Badge, Tabs } from '@mantine/core';
import { useParams, useSearchParams } from 'wouter';
import { useMay } from '../session/session';
import { useConnectionName } from '../shared/connections';
import { Page } from '../shared/page';
import { Loaded } from '../shared/page-states';
import { AdapterTab } from './adapter/adapter-tab';
import { type Connection, useConnection, useConnectionStatus } from './connection';
import { ConnectionBadge } from './connection-health';
import { SettingsTab } from './settings-tab';
import { useTexts } from './texts';
import { isWizardStep } from './wizard/steps';
import { Wizard } from './wizard/wizard';

export default function ConnectionPage() {
  const t = useTexts();
  const { id } = useParams<{ id: string }>();
  const connection = useConnection(id);
  const status = useConnectionStatus(id);
  const nameOf = useConnectionName();
  const { data } = connection;
  return (
    <Page
      title={data ? nameOf(data) : 'GettZap'}
      back={{ href: '/marketplaces', label: t('title') }}
      beside={
        data && (
          <>
            <Badge color={data.isActive ? 'indigo' : 'gray'}>{data.isActive ? t('active') : t('inactive')}</Badge>
            {status && data.isActive && <ConnectionBadge status={status} />}
          </>
        )
      }
    >
      <Loaded query={connection}>{(loaded) => <Content key={loaded.id} connection={loaded} />}</Loaded>
    </Page>
  );
}

/** The setup while it is being walked through, else the settings. */
function Content({ connection }: { connection: Connection }) {
  const t = useTexts();
  const mayEdit = useMay('administer');
  const [params, setParams] = useSearchParams();
  const step = params.get('step');
  if (mayEdit && isWizardStep(step)) return <Wizard connection={connection} step={step} />;
  const tab = params.get('tab') === 'format' ? 'format' : 'settings';
  return (
    <Tabs
      value={tab}
      onChange={(chosen) => setParams(chosen === 'format' ? { tab: 'format' } : {})}
      keepMounted={false}
      activateTabWithKeyboard={false}
    >
      <Tabs.List mb="md">
        <Tabs.Tab value="settings">{t('settings')}</Tabs.Tab>
        <Tabs.Tab value="format">{t('format')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="settings">
        <SettingsTab connection={connection} />
      </Tabs.Panel>
      <Tabs.Panel value="format">
        <AdapterTab connection={connection} />
      </Tabs.Panel>
    </Tabs>
  );
}
