import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { usePriceListNames, useRules } from '../processing-rules/processing-rule';
import { EXTERNAL_ORDER_STATES } from '../shared/badges';
import { useRegionChoice } from '../shell/regions';
import type { Entry } from './field-words';

interface Named {
  id: string;
  name: string;
}

const ALL = { params: { query: { perPage: 200, sort: 'createdAt' as const } } };

/**
 * Names of what entries of the log tell by its id, as far as it is still there.
 * @param shown the entries whose external orders are named, by their numbers at GettZap
 */
export function useNames(shown: Entry[]) {
  const externalOrders = useExternalIds(shown);
  const { regions } = useRegionChoice();
  const { data: users = [] } = useQuery({
    queryKey: ['users', 'all'],
    queryFn: async ({ signal }) => (await call(api.GET('/api/users', { ...ALL, signal }))).data,
  });
  const { data: statuses = [] } = useQuery({
    queryKey: ['order-statuses', 'all-names'],
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/order-statuses', { params: { query: { perPage: 200 } }, signal }))).data,
  });
  const { data: keys = [] } = useQuery({
    queryKey: ['api-keys', 'all'],
    queryFn: async ({ signal }) => (await call(api.GET('/api/api-keys', { ...ALL, signal }))).data,
  });
  const { data: webhooks = [] } = useQuery({
    queryKey: ['webhooks', 'all'],
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/webhooks', { ...ALL, signal }))).data.map(({ id, url }) => ({ id, name: url })),
  });
  const { data: connections = [] } = useQuery({
    queryKey: ['marketplace-connections', 'all-names'],
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/marketplace-connections', { ...ALL, signal }))).data.map(({ id, login }) => ({
        id,
        name: login,
      })),
  });
  const { data: exchanges = [] } = useQuery({
    queryKey: ['exchanges', 'all-names'],
    queryFn: async ({ signal }) => (await call(api.GET('/api/exchanges', { ...ALL, signal }))).data,
  });
  const priceLists = usePriceListNames();
  const { data: rules = [] } = useRules();
  const bySubject: Record<string, Named[]> = {
    external_order: externalOrders,
    user: users,
    region: regions,
    order_status: statuses,
    api_key: keys,
    webhook: webhooks,
    exchange: exchanges,
    price_list: priceLists,
    processing_rule: rules,
    marketplace_connection: connections,
  };
  const nameOf = (subject: string, id: string) => bySubject[subject]?.find((each) => each.id === id)?.name;
  return { users, nameOf };
}

/** Deleted ones are in the log, too. */
function useExternalIds(shown: Entry[]): Named[] {
  const ids = shown.filter(({ subject }) => subject === 'external_order').map(({ subjectId }) => subjectId);
  const asked = [...new Set(ids)].sort().join(',');
  const query = { ids: asked, state: EXTERNAL_ORDER_STATES, perPage: 200 };
  const { data = [] } = useQuery({
    queryKey: ['external-order-numbers', asked],
    queryFn: async ({ signal }) => (await call(api.GET('/api/external-orders', { params: { query }, signal }))).data,
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  return data.map(({ id, externalId }) => ({ id, name: externalId }));
}
