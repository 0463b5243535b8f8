import { useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client';

/** One order with its history. */
export function useOrder(id: string) {
  return useQuery({
    queryKey: ['orders', 'one', id],
    queryFn: ({ signal }) => call(api.GET('/api/orders/{id}', { params: { path: { id } }, signal })),
  });
}
