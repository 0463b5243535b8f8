import { Anchor, Button, Text, Tooltip } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, call, type Schemas } from '../api/client';
import { bytes, exactTime } from '../i18n/format';
import { SearchedNewest } from '../shared/searched-newest';
import { useConnectionName, useConnectionStates } from '../shared/connections';
import type { Column } from '../shared/data-table';
import { OrderNumber } from '../external-orders/order-number';
import { useListState } from '../shared/list-state';
import { useOpenedId } from '../shared/opened-id';
import { PagedTable } from '../shared/paged-table';
import { Page } from '../shared/page';
import { NothingYet } from '../shared/page-states';
import { useIsOnline } from '../shell/connection-watch';
import { useRegionChoice } from '../shell/regions';
import { FILTERS, MessageFilters, type MessageQuery } from './message-filters';
import { MessageDrawer } from './message-drawer';
import { detailInWords } from './detail-words';
import { OutcomeBadge } from './outcome-badge';
import { ReprocessAll } from './reprocess-all';
import { useTexts } from './texts';

type Message = Schemas['GettzapMessageSummary'];

/** The journal of what came in. */
export default function GettzapMessagesPage() {
  const t = useTexts();
  const list = useListState<MessageQuery>(FILTERS);
  const { regionId } = useRegionChoice();
  const query = { ...list.query, ...(regionId && { regionId }) };
  const opened = useOpenedId();
  const isOnline = useIsOnline();
  const [isReprocessing, setReprocessing] = useState(false);
  const columns = useColumns(opened.hrefOf);
  const messages = useQuery({
    queryKey: ['gettzap-messages', 'list', query],
    queryFn: ({ signal }) => call(api.GET('/api/gettzap-messages', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  const isBlocked = Boolean(list.filters.q || list.filters.externalOrderId);
  const reprocess = (
    <Tooltip label={t('bulk.blocked')} disabled={!isBlocked}>
      <Button
        variant="default"
        disabled={!isOnline}
        data-disabled={isBlocked || undefined}
        aria-disabled={isBlocked || undefined}
        onClick={() => !isBlocked && setReprocessing(true)}
      >
        {t('bulk.open')}
      </Button>
    </Tooltip>
  );
  return (
    <Page title={t('title')} actions={reprocess}>
      <Text c="dimmed" size="sm" mb="md">
        {t('hint')}
      </Text>
      <MessageFilters list={list} />
      <SearchedNewest count={messages.data?.meta.searchedNewest} />
      <PagedTable<Message>
        list={list}
        query={messages}
        nothing={
          <NothingYet
            title={t('nothing')}
            hint={t('nothingHint')}
            action={
              <Button component={Link} href="/marketplaces" variant="light">
                {t('nothingAction')}
              </Button>
            }
          />
        }
        label={t('title')}
        rowKey={({ id }) => id}
        onRowClick={({ id }) => opened.open(id)}
        columns={columns}
      />
      {isReprocessing && <ReprocessAll list={list} onClose={() => setReprocessing(false)} />}
      <MessageDrawer id={opened.id} onClose={opened.close} />
    </Page>
  );
}

function useColumns(hrefOf: (id: string) => string): Column<Message>[] {
  const t = useTexts();
  const nameOf = useConnectionName();
  const hasSeveral = useConnectionStates().length > 1;
  const all: Array<Column<Message> | false> = [
    {
      key: 'createdAt',
      header: t('received'),
      sort: 'createdAt',
      width: 180,
      render: ({ id, receivedAt }) => (
        <Anchor component={Link} href={hrefOf(id)} size="sm" fw={600} style={{ whiteSpace: 'nowrap' }}>
          {exactTime(receivedAt)}
        </Anchor>
      ),
    },
    { key: 'outcome', header: t('outcome'), render: ({ outcome }) => <OutcomeBadge outcome={outcome} /> },
    {
      key: 'externalOrder',
      header: t('externalOrder'),
      render: ({ externalOrderId: id, externalId }) =>
        id && (
          <Anchor component={Link} href={`/external-orders/${id}`} size="sm">
            <OrderNumber externalId={externalId} />
          </Anchor>
        ),
    },
    hasSeveral && {
      key: 'connection',
      header: t('connection'),
      render: ({ connectionId }) => nameOf(connectionId),
    },
    {
      key: 'detail',
      header: t('detail'),
      render: (message) =>
        message.detail && (
          <Text size="sm" lineClamp={2}>
            {detailInWords(message)}
          </Text>
        ),
    },
    { key: 'size', header: t('size'), align: 'right', width: 100, isMinor: true, render: ({ size }) => bytes(size) },
  ];
  return all.filter((column) => column !== false);
}
