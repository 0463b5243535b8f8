import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { type Paging, wholeList } from '../api/whole-list';
import { useExchanges } from '../exchanges/exchange';
import { useConnections } from '../marketplaces/connection';
import { useStatuses } from '../order-statuses/use-statuses';
import { partName } from '../orders/order-words';
import { usePriceListNames, useRules } from '../processing-rules/processing-rule';
import { EXTERNAL_ORDER_STATES } from '../shared/badges';
import { useRegionChoice } from '../shell/regions';
import { type Entry, positionId } from './field-words';

interface Named {
  id: string;
  name: string;
}

/** All of a directory, by which names are found. */
function useAll<T extends { id: string }>(
  queryKey: string[],
  ask: (query: AllQuery, signal: AbortSignal) => Page<T>,
): T[] {
  const { data = [] } = useQuery({
    queryKey,
    queryFn: ({ signal }) => wholeList((paging) => ask({ ...paging, sort: 'createdAt' }, signal)),
  });
  return data;
}

type AllQuery = Paging & { sort: 'createdAt' };
type Page<T> = Promise<{ data: T[]; meta: { total: number } }>;

/**
 * Names of what entries of the log tell by its id, as far as it is still there.
 * @param shown the entries whose external orders are named, by their numbers at GettZap, and whose positions are, by brand and part number
 */
export function useNames(shown: Entry[]) {
  const { externalOrders, positions } = useExternalOrders(shown);
  const items = useOrderItems(shown);
  const { regions } = useRegionChoice();
  const users = useAll(['users', 'all'], (query, signal) => call(api.GET('/api/users', { params: { query }, signal })));
  const { data: statuses = [] } = useStatuses();
  const keys = useAll(['api-keys', 'all'], (query, signal) =>
    call(api.GET('/api/api-keys', { params: { query }, signal })),
  );
  const webhooks = useAll(['webhooks', 'all'], (query, signal) =>
    call(api.GET('/api/webhooks', { params: { query }, signal })),
  ).map(({ id, url }) => ({ id, name: url }));
  const { data: connections = [] } = useConnections();
  const { data: exchanges = [] } = useExchanges({ isWatched: false });
  const priceLists = usePriceListNames();
  const { data: rules = [] } = useRules();
  const bySubject: Record<string, Named[]> = {
    external_order: externalOrders,
    position: positions,
    order_item: items,
    user: users,
    region: regions,
    order_status: statuses,
    api_key: keys,
    webhook: webhooks,
    exchange: exchanges,
    price_list: priceLists,
    processing_rule: rules,
    marketplace_connection: connections.map(({ id, login }) => ({ id, name: login })),
  };
  const nameOf = (subject: string, id: string) => bySubject[subject]?.find((each) => each.id === id)?.name;
  return { users, nameOf };
}

/** Deleted ones are in the log, too. */
function useExternalOrders(shown: Entry[]) {
  const ids = idsOf(shown, 'external_order');
  const query = { ids, state: EXTERNAL_ORDER_STATES, perPage: 200 };
  const { data = [] } = useQuery({
    queryKey: ['external-orders', 'named', ids],
    queryFn: async ({ signal }) => (await call(api.GET('/api/external-orders', { params: { query }, signal }))).data,
    enabled: ids !== '',
    placeholderData: keepPreviousData,
  });
  const positions = data.flatMap((order) =>
    order.positions.map((position) => ({ id: positionId(order.id, position.externalId), name: partName(position) })),
  );
  return { externalOrders: data.map(({ id, externalId }) => ({ id, name: externalId })), positions };
}

function useOrderItems(shown: Entry[]): Named[] {
  const ids = idsOf(shown, 'order');
  const { data = [] } = useQuery({
    queryKey: ['orders', 'named', ids],
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/orders', { params: { query: { ids, perPage: 200 } }, signal }))).data,
    enabled: ids !== '',
    placeholderData: keepPreviousData,
  });
  return data.flatMap(({ items }) => items.map((item) => ({ id: item.id, name: partName(item) })));
}

/** Of what entries are about, in the form of a filter; "" = of nothing. */
function idsOf(shown: Entry[], kind: string): string {
  const ids = shown.filter(({ subject }) => subject === kind).map(({ subjectId }) => subjectId);
  return [...new Set(ids)].sort().join(',');
}
