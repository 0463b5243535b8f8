import { Anchor, Tabs } from '@mantine/core';
import { IconKey } from '../shared/icons';
import { IconWebhook } from '../shared/page-icons';
import { useSearchParams } from 'wouter';
import { Page } from '../shared/page';
import { ApiKeys } from './api-keys';
import { useTexts } from './texts';
import { Webhooks } from './webhooks';

/** How the shop's other programs reach the service, and how it reaches them. */
export default function IntegrationsPage() {
  const t = useTexts();
  const [params, setParams] = useSearchParams();
  const tab = params.get('tab') === 'webhooks' ? 'webhooks' : 'keys';
  const docs = (
    <Anchor href="/api/docs" target="_blank" size="sm">
      {t('apiDocs')}
    </Anchor>
  );
  return (
    <Page title={t('title')} actions={docs}>
      <Tabs
        value={tab}
        keepMounted={false}
        // Pages of one list are none of the other's.
        onChange={(chosen) => setParams(chosen === 'webhooks' ? { tab: 'webhooks' } : {})}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="keys" leftSection={<IconKey size={16} aria-hidden />}>
            {t('keys')}
          </Tabs.Tab>
          <Tabs.Tab value="webhooks" leftSection={<IconWebhook size={16} aria-hidden />}>
            {t('webhooks')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="keys">
          <ApiKeys />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks">
          <Webhooks />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
