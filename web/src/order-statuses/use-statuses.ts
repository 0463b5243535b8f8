import { useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { useMay } from '../session/session';

export type OrderStatus = Schemas['OrderStatusView'];

export const STATUSES = ['order-statuses', 'all'];

/** The whole directory in its own order; it has some dozens of entries. */
export function useStatuses() {
  return useQuery({
    queryKey: STATUSES,
    queryFn: async ({ signal }) => {
      const query = { perPage: 200, sort: 'createdAt' as const };
      const { data } = await call(api.GET('/api/order-statuses', { params: { query }, signal }));
      return data.sort((one, other) => one.position - other.position);
    },
  });
}

/** The directory reaches into all regions: who is limited to some may only read it. */
export const useMayEditStatuses = (): boolean => useMay('administerAll');
