import { useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import type { OrderStatus } from '../order-statuses/use-statuses';
import { LOOK_AGAIN_MS } from './exchange';

export type ExchangeStatus = Schemas['ExchangeStatusView'];

/** What statuses are called over there. */
export function useExchangeStatuses(id: string) {
  return useQuery({
    queryKey: ['exchanges', 'statuses', id],
    queryFn: ({ signal }) => call(api.GET('/api/exchanges/{id}/statuses', { params: { path: { id } }, signal })),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

/** Without an assignment a value means our status that is called like it or like its name, whatever the case and spaces. */
export function namesakeOf({ value, name }: ExchangeStatus, statuses: OrderStatus[]): OrderStatus | undefined {
  const called = [value, name].map(folded);
  return statuses.find((status) => called.includes(folded(status.name)));
}

function folded(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase().replaceAll('ё', 'е');
}
