import { Button, Group, Tabs } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, call } from '../api/client';
import { SavedFilters } from '../saved-filters/saved-filters';
import { useMay } from '../session/session';
import { Arrived } from '../shared/arrived';
import { useCalmRows } from '../shared/calm-rows';
import { DataTable } from '../shared/data-table';
import { ExportMenu } from '../shared/export-menu';
import { ListLookMenu, useListLook } from '../shared/list-look';
import { useListState } from '../shared/list-state';
import { Page } from '../shared/page';
import { NothingYet } from '../shared/page-states';
import { PagedRows } from '../shared/paged-table';
import { SearchedNewest } from '../shared/searched-newest';
import { ChooseAll } from '../shared/choose-all';
import { filtersOf, useListSelection, useSeenRows } from '../shared/selection';
import { useShortcuts } from '../shared/shortcuts';
import { focusedRow } from '../shared/use-row-keys';
import { useRegionChoice } from '../shell/regions';
import { type OrderSummary } from './order-words';
import { useOrderColumns } from './orders-columns';
import { type OrderListQuery, OrdersFilters } from './orders-filters';
import { SelectionBar } from './selection-bar';
import { StatusDialog, type StatusRequest } from './status-dialog';
import { StatusTabs } from './status-tabs';
import { useStatusTexts } from './status-texts';
import { useTexts } from './texts';

const NO_ROWS: OrderSummary[] = [];
const idOf = ({ id }: OrderSummary) => id;
const timeOf = ({ createdAt }: OrderSummary) => createdAt;
const FILTERS = ['statusId', 'connectionId', 'flag', 'assignee', 'q', 'from', 'to'] as const;

export default function OrdersPage() {
  const t = useTexts();
  const change = useStatusTexts();
  const mayWork = useMay('workOrders');
  const list = useListState<OrderListQuery>(FILTERS);
  const { regionId } = useRegionChoice();
  const query = { ...list.query, ...(regionId && { regionId }) };
  const filters = filtersOf(query);
  const selection = useListSelection(filters);
  const [request, setRequest] = useState<StatusRequest>();
  const orders = useQuery({
    queryKey: ['orders', 'list', query],
    queryFn: ({ signal }) => call(api.GET('/api/orders', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  const columns = useOrderColumns(orders.data?.data.some(({ assignee }) => assignee) ?? false);
  const look = useListLook('orders', columns);

  const fresh = orders.isPlaceholderData ? undefined : orders.data?.data;
  // Rows keep their places while some are chosen.
  const isBusy = selection.keys.length > 0;
  const { rows = NO_ROWS, ...calm } = useCalmRows(fresh, idOf, JSON.stringify(query), isBusy, timeOf);
  const { seen, see } = useSeenRows(rows);
  const chosen = selection.keys.flatMap((id) => seen.get(id) ?? []);

  const askStatus = () => {
    const row = focusedRow();
    const focused = rows.filter(({ id }) => id === row);
    const concerned = chosen.length > 0 ? chosen : focused;
    if (mayWork && concerned.length > 0) setRequest({ orders: concerned });
  };
  useShortcuts(mayWork ? [{ keys: 'KeyS', label: change('setStatus'), run: askStatus }] : []);

  const exported = chosen.length > 0 ? { ids: chosen.map(({ id }) => id).join(','), sort: list.sort } : query;
  return (
    <Page
      title={t('title')}
      actions={
        <>
          <SavedFilters list="orders" />
          <ListLookMenu name="orders" columns={columns} />
          <ExportMenu path="/api/orders/export" query={exported} />
        </>
      }
    >
      <OrdersFilters list={list} />
      <Tabs
        value={list.filters.statusId || 'all'}
        onChange={(value) => list.filter({ statusId: value === 'all' ? '' : (value ?? '') })}
      >
        <StatusTabs query={query} chosen={list.filters.statusId} />
        <Tabs.Panel value={list.filters.statusId || 'all'} pt="md">
          <Arrived count={calm.arrived} onShow={calm.show} />
          <SearchedNewest count={orders.data?.meta.searchedNewest} />
          <PagedRows list={list} query={orders} nothing={<NoOrders />}>
            {(_, total) => (
              <>
                <ChooseAll
                  key={filters}
                  selection={selection}
                  rows={rows}
                  total={total}
                  arrived={calm.arrived}
                  ask={(paging) => call(api.GET('/api/orders', { params: { query: { ...query, ...paging } } }))}
                  onFound={see}
                />
                <DataTable<OrderSummary>
                  label={t('title')}
                  rows={rows}
                  {...look}
                  isList
                  rowKey={idOf}
                  rowName={({ number }) => t('orderNumber', { number })}
                  rowHref={({ id }) => `/orders/${id}`}
                  rowTone={({ id, flags }) => (calm.gone.has(id) ? 'quiet' : flags.cancelConflict ? 'bad' : undefined)}
                  selection={mayWork ? selection : undefined}
                  sort={list.sort}
                  onSort={list.sortBy}
                />
              </>
            )}
          </PagedRows>
        </Tabs.Panel>
      </Tabs>
      <SelectionBar
        words={t('ordersChosen', { count: chosen.length })}
        isShown={chosen.length > 0}
        onSetStatus={() => setRequest({ orders: chosen })}
        orders={chosen}
        printed={chosen.map(({ id }) => id)}
        onClear={selection.clear}
      />
      {request && <StatusDialog request={request} onDone={selection.clear} onClose={() => setRequest(undefined)} />}
    </Page>
  );
}

function NoOrders() {
  const t = useTexts();
  const toInbox = (
    <Button component={Link} href="/external-orders">
      {t('toInbox')}
    </Button>
  );
  return (
    <Group justify="center">
      <NothingYet title={t('nothing')} hint={t('nothingHint')} action={toInbox} />
    </Group>
  );
}
