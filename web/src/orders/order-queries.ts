import { useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client';

/** One order with its history. */
export function useOrder(id: string) {
  return useQuery({
    queryKey: ['orders', 'one', id],
    queryFn: ({ signal }) => call(api.GET('/api/orders/{id}', { params: { path: { id } }, signal })),
  });
}

/** The external order that an order was made from: its buyer and delivery. */
export function useExternalOrderOf(externalOrderId: string | undefined) {
  return useQuery({
    queryKey: ['external-orders', 'one', externalOrderId],
    queryFn: ({ signal }) =>
      call(api.GET('/api/external-orders/{id}', { params: { path: { id: externalOrderId! } }, signal })),
    enabled: externalOrderId !== undefined,
  });
}
