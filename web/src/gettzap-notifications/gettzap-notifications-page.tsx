import { Tabs } from '@mantine/core';
import { useSearchParams } from 'wouter';
import { useMay } from '../session/session';
import { ConnectionBars } from './connection-bars';
import type { Channel } from './delivery-filters';
import { DeliveryList } from './delivery-list';
import { useTexts } from './texts';

const CHANNELS: Channel[] = ['gettzap', 'webhook', 'email', 'abcp', 'parts_soft'];

/** What was sent, to whomever: GettZap for everybody; web-hooks and mailboxes are settings, which administrators see. */
export default function GettzapNotificationsPage() {
  const isAdmin = useMay('administer');
  const [params] = useSearchParams();
  const asked = CHANNELS.find((channel) => channel === params.get('channel'));
  const channel = (isAdmin && asked) || 'gettzap';
  const above = (
    <>
      <ConnectionBars />
      {isAdmin && <ChannelTabs channel={channel} />}
    </>
  );
  return <DeliveryList key={channel} channel={channel} above={above} />;
}

function ChannelTabs({ channel }: { channel: Channel }) {
  const t = useTexts();
  const [, setParams] = useSearchParams();
  return (
    <Tabs value={channel} onChange={(chosen) => setParams(chosen && chosen !== 'gettzap' ? { channel: chosen } : {})}>
      <Tabs.List aria-label={t('channels')} mb="md">
        {CHANNELS.map((each) => (
          <Tabs.Tab key={each} value={each}>
            {t(`channel.${each}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}
