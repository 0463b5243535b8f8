import { useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { wholeList } from '../api/whole-list';
import { useMay } from '../session/session';

export type OrderStatus = Schemas['OrderStatusView'];

export const STATUSES = ['order-statuses', 'all'];

/** The whole directory in its own order. */
export function useStatuses() {
  return useQuery({
    queryKey: STATUSES,
    queryFn: async ({ signal }) => {
      const all = await wholeList((paging) => {
        const query = { ...paging, sort: 'createdAt' as const };
        return call(api.GET('/api/order-statuses', { params: { query }, signal }));
      });
      return all.sort((one, other) => one.position - other.position);
    },
  });
}

/** The directory reaches into all regions: who is limited to some may only read it. */
export const useMayEditStatuses = (): boolean => useMay('administerAll');
