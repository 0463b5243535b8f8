import { useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { LOOK_AGAIN_MS } from '../exchanges/exchange';

/** One order with its history. */
export function useOrder(id: string) {
  return useQuery({
    queryKey: ['orders', 'one', id],
    queryFn: ({ signal }) => call(api.GET('/api/orders/{id}', { params: { path: { id } }, signal })),
    // Shop systems take orders when they like, which no live event tells.
    refetchInterval: ({ state: { data } }) => data?.handOvers.some(isUnderWay) && LOOK_AGAIN_MS,
  });
}

function isUnderWay({ state }: Schemas['OrderHandOverView']): boolean {
  return state === 'waiting' || state === 'sent';
}
