import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { useMay } from '../session/session';
import { ExportMenu } from '../shared/export-menu';
import { useListState } from '../shared/list-state';
import { useOpenedId } from '../shared/opened-id';
import { Page } from '../shared/page';
import { NothingYet } from '../shared/page-states';
import { PagedRows } from '../shared/paged-table';
import { SearchedNewest } from '../shared/searched-newest';
import { useIsOnline } from '../shell/connection-watch';
import { useRegionChoice } from '../shell/regions';
import { DeliveryDrawer } from './delivery-drawer';
import { type Channel, DeliveryFilters, type DeliveryQuery, FILTERS } from './delivery-filters';
import { DeliveryTable } from './delivery-table';
import { RetryAll } from './retry-all';
import { SummaryBar } from './summary-bar';
import { useTexts } from './texts';

interface Props {
  channel: Channel;
  /** Above the list: what says how sending goes, and the choice of the channel. */
  above: ReactNode;
}

/** Everything that was sent by one channel. */
export function DeliveryList({ channel, above }: Props) {
  const t = useTexts();
  const { regionId } = useRegionChoice();
  const mayWork = useMay('workDeliveries');
  const isOnline = useIsOnline();
  const list = useListState<DeliveryQuery>(FILTERS[channel]);
  const opened = useOpenedId();
  const [isRetrying, setRetrying] = useState(false);
  // An e-mail belongs to no region.
  const region = regionId && channel !== 'email' ? { regionId } : {};
  const query = { ...list.query, ...region, channel };
  const deliveries = useQuery({
    queryKey: ['gettzap-notifications', 'list', query],
    queryFn: ({ signal }) => call(api.GET('/api/gettzap-notifications', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  const { page: _page, perPage: _perPage, sort: _sort, ...filter } = query;
  const { connectionId } = list.filters;
  const actions = (
    <>
      {mayWork && (
        <Button variant="default" disabled={!isOnline} onClick={() => setRetrying(true)}>
          {t('retryAll')}
        </Button>
      )}
      {channel === 'gettzap' && <ExportMenu path="/api/gettzap-notifications/export" query={exported(query)} />}
    </>
  );
  return (
    <Page title={t(`title.${channel}`)} actions={actions}>
      {above}
      {channel === 'gettzap' && (
        <SummaryBar query={{ ...region, ...(connectionId && { connectionId }) }} onChoose={list.filter} />
      )}
      <DeliveryFilters channel={channel} list={list} />
      <SearchedNewest count={deliveries.data?.meta.searchedNewest} />
      <PagedRows list={list} query={deliveries} nothing={<Nothing channel={channel} />}>
        {(rows) => <DeliveryTable channel={channel} rows={rows} list={list} />}
      </PagedRows>
      {isRetrying && (
        <RetryAll list={list} filter={filter as Schemas['DeliveryListFilter']} onClose={() => setRetrying(false)} />
      )}
      <DeliveryDrawer id={opened.id} onClose={opened.close} />
    </Page>
  );
}

function exported(query: object): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
}

const NOTHING = {
  gettzap: { title: 'nothing', hint: 'nothingHint', href: '/external-orders', action: 'nothingAction' },
  webhook: {
    title: 'nothingWebhook',
    hint: 'nothingWebhookHint',
    href: '/integrations?tab=webhooks',
    action: 'nothingWebhookAction',
  },
  email: {
    title: 'nothingEmail',
    hint: 'nothingEmailHint',
    href: '/system?topic=email',
    action: 'nothingEmailAction',
  },
  abcp: { title: 'nothingAbcp', hint: 'nothingAbcpHint', href: '/exchanges', action: 'nothingAbcpAction' },
  parts_soft: {
    title: 'nothingPartsSoft',
    hint: 'nothingPartsSoftHint',
    href: '/exchanges',
    action: 'nothingAbcpAction',
  },
} as const;

function Nothing({ channel }: { channel: Channel }) {
  const t = useTexts();
  const { title, hint, href, action } = NOTHING[channel];
  return (
    <NothingYet
      title={t(title)}
      hint={t(hint)}
      action={
        <Button component={Link} href={href}>
          {t(action)}
        </Button>
      }
    />
  );
}
