import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useSearchParams } from 'wouter';
import { api, call } from '../api/client';
import { SavedFilters } from '../saved-filters/saved-filters';
import { useMay } from '../session/session';
import { useRegionChoice } from '../shell/regions';
import { Arrived } from '../shared/arrived';
import { useCalmRows, useIsScrolled, useIsSomethingOpen } from '../shared/calm-rows';
import { ExportMenu } from '../shared/export-menu';
import { ListLookMenu } from '../shared/list-look';
import { useLastPage, useListState } from '../shared/list-state';
import { Page } from '../shared/page';
import { Loaded, NothingFound, NothingYet } from '../shared/page-states';
import { Pager } from '../shared/pager';
import { SearchedNewest } from '../shared/searched-newest';
import { ChooseAll } from '../shared/choose-all';
import { filtersOf, type Selection, useListSelection, useSeenRows } from '../shared/selection';
import { AgeLegend } from './age-legend';
import { BulkBar } from './bulk-bar';
import { ListFilters } from './list-filters';
import { type ExternalOrder, FILTERS, type InboxList, type InboxQuery, isWaitingOnly, queryOf } from './list-query';
import { ListTabs } from './list-tabs';
import { OrdersTable, useInboxColumns } from './orders-table';
import { PositionsTable, usePositionColumns } from './positions-table';
import { useTexts } from './texts';
import { leaveTrail } from './trail';
import { useBulkDecision } from './use-bulk-decision';

const VIEW = 'view';
const POSITIONS = 'positions';
const idOf = ({ id }: { id: string }) => id;
const timeOfOrder = ({ receivedAt }: { receivedAt: string }) => receivedAt;
const timeOfPosition = ({ externalOrder }: { externalOrder: { receivedAt: string } }) => externalOrder.receivedAt;

/** The inbox: external orders as they come in, or their positions one by one. */
export default function ExternalOrdersPage() {
  const t = useTexts();
  const [params, setParams] = useSearchParams();
  // Who waits longest comes first.
  const list = useListState<InboxQuery>(FILTERS, isWaitingOnly(params.get('state')) ? 'createdAt' : '-createdAt');
  const { regionId } = useRegionChoice();
  const isByPositions = params.get(VIEW) === POSITIONS;
  const query = queryOf(list, regionId, isByPositions);
  const path = isByPositions ? '/api/external-orders/positions' : '/api/external-orders';
  const view = (positions: boolean) =>
    setParams((old) => {
      const next = new URLSearchParams(old);
      // Positions are sorted by time alone.
      for (const name of [VIEW, 'page', 'positionState', 'sort']) next.delete(name);
      if (positions) next.set(VIEW, POSITIONS);
      return next;
    });
  return (
    <Page
      title={t('title')}
      actions={
        <>
          <AgeLegend />
          <SavedFilters list="external-orders" />
          {isByPositions ? <PositionsLook /> : <OrdersLook />}
          <ExportMenu path={`${path}/export`} query={query as Record<string, string>} />
        </>
      }
    >
      <ListFilters list={list} isByPositions={isByPositions} onView={view} />
      <ListTabs list={list} query={query}>
        {isByPositions ? <Positions list={list} query={query} /> : <Orders list={list} query={query} />}
      </ListTabs>
    </Page>
  );
}

const NONE: ReadonlySet<string> = new Set();
const NO_ROWS: never[] = [];
const NO_OFFERS = new Map<string, never>();

function OrdersLook() {
  return <ListLookMenu name="external-orders" columns={useInboxColumns(NONE, true, NO_OFFERS)} />;
}

function PositionsLook() {
  return <ListLookMenu name="positions" columns={usePositionColumns()} />;
}

interface RowsProps {
  list: InboxList;
  query: InboxQuery;
}

function Orders({ list, query: { positionState: _, ...query } }: RowsProps) {
  const mayDecide = useMay('decide');
  const filters = filtersOf(query);
  const selection = useListSelection(filters);
  const orders = useQuery({
    queryKey: ['external-orders', 'list', query],
    queryFn: ({ signal }) => call(api.GET('/api/external-orders', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  const isBusy = useIsBusy(selection.keys.length > 0);
  const fresh = orders.isPlaceholderData ? undefined : orders.data?.data;
  const { rows = NO_ROWS, ...calm } = useCalmRows<ExternalOrder>(
    fresh,
    idOf,
    JSON.stringify(query),
    isBusy,
    timeOfOrder,
  );
  const { seen, see } = useSeenRows(rows);
  const bulk = useBulkDecision(selection, seen, calm.show);
  useLastPage(list, orders.data && { data: rows, meta: orders.data.meta });
  useTrail(rows.map(({ id }) => id));
  return (
    <Loaded query={orders}>
      {({ meta }) => (
        <>
          {bulk.elements}
          <Arrived count={calm.arrived} onShow={calm.show} />
          <SearchedNewest count={meta.searchedNewest} />
          {rows.length === 0 ? (
            <Nothing list={list} query={query} />
          ) : (
            <>
              <ChooseAll
                key={filters}
                selection={selection}
                rows={rows}
                total={meta.total}
                arrived={calm.arrived}
                ask={(paging) => call(api.GET('/api/external-orders', { params: { query: { ...query, ...paging } } }))}
                onFound={see}
              />
              <OrdersTable list={list} rows={rows} gone={calm.gone} selection={selection} />
              <Pager list={list} total={meta.total} />
            </>
          )}
          <BulkBar
            selection={selection}
            exportPath="/api/external-orders/export"
            orders={chosenOf(selection, seen)}
            onDecide={mayDecide ? bulk.decide : undefined}
            pending={bulk.pending}
          />
        </>
      )}
    </Loaded>
  );
}

function Positions({ list, query }: RowsProps) {
  const selection = useListSelection(filtersOf(query));
  const positions = useQuery({
    queryKey: ['external-orders', 'positions', query],
    queryFn: ({ signal }) => call(api.GET('/api/external-orders/positions', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  const isBusy = useIsBusy(selection.keys.length > 0);
  const fresh = positions.isPlaceholderData ? undefined : positions.data?.data;
  const { rows = [], ...calm } = useCalmRows(fresh, idOf, JSON.stringify(query), isBusy, timeOfPosition);
  useLastPage(list, positions.data && { data: rows, meta: positions.data.meta });
  useTrail([...new Set(rows.map(({ externalOrder }) => externalOrder.id))]);
  return (
    <Loaded query={positions}>
      {({ meta }) => (
        <>
          <Arrived count={calm.arrived} onShow={calm.show} />
          <SearchedNewest count={meta.searchedNewest} />
          {rows.length === 0 ? (
            <Nothing list={list} query={query} />
          ) : (
            <>
              <PositionsTable list={list} rows={rows} gone={calm.gone} selection={selection} />
              <Pager list={list} total={meta.total} />
            </>
          )}
          <BulkBar selection={selection} exportPath="/api/external-orders/positions/export" />
        </>
      )}
    </Loaded>
  );
}

/** Remembers this list for the pages of its orders. */
function useTrail(ids: string[]): void {
  useEffect(() => leaveTrail(`${location.pathname}${location.search}`, ids));
}

/** Rows keep their places while some are chosen, something is open over them, or somebody reads further down. */
function useIsBusy(hasChosen: boolean): boolean {
  const isScrolled = useIsScrolled();
  const isSomethingOpen = useIsSomethingOpen();
  return hasChosen || isScrolled || isSomethingOpen;
}

/** To be given to somebody. */
function chosenOf({ keys }: Selection, seen: ReadonlyMap<string, ExternalOrder>) {
  return keys.flatMap((id) => {
    const order = seen.get(id);
    return order ? [{ externalOrderId: id, regionId: order.regionId, orderId: order.orderId }] : [];
  });
}

function Nothing({ list, query }: RowsProps) {
  const t = useTexts();
  const isFiltered = list.hasFilters || list.page > 1 || query.regionId !== undefined;
  if (isFiltered) return <NothingFound onReset={list.reset} />;
  const toMarketplaces = (
    <Button component={Link} href="/marketplaces" variant="light">
      {t('toMarketplaces')}
    </Button>
  );
  return <NothingYet title={t('nothing')} hint={t('nothingHint')} action={toMarketplaces} />;
}
