import { useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { ON_TAB } from '../api/queries';
import { useRegionChoice } from './regions';
import { useTabBadge } from './tab-signs';

/** How many external orders wait for a decision, and how many messages to GettZap were given up. Call it once. */
export function useMenuCounts(): { waiting: number; undelivered: number } {
  const { regionId } = useRegionChoice();
  const query = regionId ? { regionId } : {};
  const { data: inbox } = useQuery({
    queryKey: ['external-orders', 'counts', query],
    queryFn: ({ signal }) => call(api.GET('/api/external-orders/counts', { params: { query }, signal })),
    meta: ON_TAB,
  });
  const { data: givenUp } = useQuery({
    queryKey: ['gettzap-notifications', 'given-up', query],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/gettzap-notifications', { params: { query: { ...query, state: ['dead'], perPage: 1 } }, signal }),
      ),
  });
  const waiting = (inbox?.states.new ?? 0) + (inbox?.states.partially_decided ?? 0);
  useTabBadge(waiting);
  return { waiting, undelivered: givenUp?.meta.total ?? 0 };
}
