import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, call, type Schemas } from '../api/client';
import { useMay } from '../session/session';

export type Offer = Schemas['OfferView'];

export interface OfferedPositions {
  /** Whether there are price lists at all. */
  isListed: boolean;
  /** Not answered yet: that there are none is not known. */
  isAwaited: boolean;
  /** By position, best first. */
  byPosition: ReadonlyMap<string, Offer[]>;
}

/** No event tells of a list that was renewed. */
const LISTS_ARE_RENEWED_MS = 60_000;

const NOTHING: OfferedPositions = { isListed: false, isAwaited: false, byPosition: new Map() };
const AWAITED: OfferedPositions = { ...NOTHING, isAwaited: true };

/** What the price lists have for an external order's positions. */
export function useOffers(externalOrderId: string): OfferedPositions {
  const enabled = useMay('workPriceLists');
  const { data, isLoading } = useQuery({
    enabled,
    queryKey: ['external-orders', 'offers', externalOrderId],
    queryFn: ({ signal }) =>
      call(api.GET('/api/external-orders/{id}/offers', { params: { path: { id: externalOrderId } }, signal })),
    refetchInterval: LISTS_ARE_RENEWED_MS,
  });
  return useMemo(
    () =>
      data
        ? {
            isListed: data.priceLists > 0,
            isAwaited: false,
            byPosition: new Map(data.positions.map(({ positionId, offers }) => [positionId, offers])),
          }
        : isLoading
          ? AWAITED
          : NOTHING,
    [data, isLoading],
  );
}

/** What of the orders that wait for a decision there is, by external order. */
export function useAvailabilities(ids: string[]): ReadonlyMap<string, Schemas['OrderAvailabilityView']> {
  const asked = ids.join();
  const maySee = useMay('workPriceLists');
  const { data } = useQuery({
    queryKey: ['external-orders', 'availabilities', asked],
    queryFn: ({ signal }) =>
      call(api.GET('/api/external-orders/offers', { params: { query: { ids: asked } }, signal })),
    enabled: maySee && asked !== '',
    refetchInterval: LISTS_ARE_RENEWED_MS,
    placeholderData: (before) => before,
  });
  return useMemo(() => new Map(data?.data.map((view) => [view.id, view])), [data]);
}
