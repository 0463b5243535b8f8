import { useQuery } from '@tanstack/react-query';
import { api, call } from '../api/client';
import { useRegionChoice } from '../shell/regions';

interface Trail {
  /** The list's address with its filters. */
  address: string;
  /** External orders in the order in which they were listed. */
  ids: string[];
}

const LIST = '/external-orders';

let trail: Trail | undefined;

/** Remembers which list orders are opened from, so that one can go back to it and on to the next. */
export function leaveTrail(address: string, ids: string[]): void {
  trail = { address, ids };
}

interface Neighbours {
  back: string;
  previousId: string | undefined;
  nextId: string | undefined;
}

/** What stands around an external order in the list that it was opened from; else in the whole list, newest first. */
export function useNeighbours(id: string): Neighbours {
  const { regionId } = useRegionChoice();
  const query = regionId ? { regionId } : {};
  const isKnown = trail?.ids.includes(id) ?? false;
  const { data } = useQuery({
    queryKey: ['external-orders', 'neighbours', query],
    queryFn: ({ signal }) => call(api.GET('/api/external-orders', { params: { query }, signal })),
    enabled: !isKnown,
    staleTime: Infinity,
  });
  const ids = isKnown ? trail!.ids : (data?.data.map((order) => order.id) ?? []);
  const at = ids.indexOf(id);
  return {
    back: trail?.address ?? LIST,
    previousId: at > 0 ? ids[at - 1] : undefined,
    nextId: at >= 0 ? ids[at + 1] : undefined,
  };
}
