import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { api, call } from '../api/client';
import type { OrderSummary } from './order-words';

/** As many as a list answers at once. */
const AT_ONCE = 200;

/** Ids of the orders that the address names: `?ids=3,1,2`. */
export function useChosenIds(): string[] {
  const [params] = useSearchParams();
  return [...new Set((params.get('ids') ?? '').split(',').filter((id) => /^\d{1,15}$/.test(id)))];
}

/** Chosen orders, oldest first, as they were when the page was opened; those that are gone are left out. */
export function useChosenOrders(ids: string[]) {
  return useQuery({
    queryKey: ['chosen-orders', ids.join(',')],
    queryFn: ({ signal }) => readChosen(ids, signal),
    staleTime: Infinity,
  });
}

/** The same with what their buyers want otherwise, which is printed, too. */
export function useChosenDetails(ids: string[]) {
  return useQuery({
    queryKey: ['chosen-orders', 'details', ids.join(',')],
    queryFn: async ({ signal }) => {
      const orders = await readChosen(ids, signal, { changes: 'pending' });
      return orders.map(({ changes = [], ...order }) => ({ ...order, changes }));
    },
    staleTime: Infinity,
  });
}

async function readChosen(
  ids: string[],
  signal: AbortSignal,
  more: { changes?: 'pending' } = {},
): Promise<OrderSummary[]> {
  const orders: OrderSummary[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const chosen = ids.slice(from, from + AT_ONCE).join(',');
    const query = { ids: chosen, perPage: AT_ONCE, sort: 'createdAt' as const, ...more };
    orders.push(...(await call(api.GET('/api/orders', { params: { query }, signal }))).data);
  }
  return orders.sort((one, other) => Number(one.id) - Number(other.id));
}
