import { useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { wholeList } from '../api/whole-list';

export type Exchange = Schemas['ExchangeView'];
export type ExchangeChange = Schemas['UpdateExchange'];
export type ExchangeKind = Exchange['kind'];
/** We go there; else the other side comes to us. */
export const isCalled = (kind: ExchangeKind | undefined) => kind !== undefined && kind !== 'one_c';

export type HandOver = Schemas['OrderHandOverView'];

/** The other side comes when it likes, which no live event tells. */
export const LOOK_AGAIN_MS = 10_000;
/** While somebody waits for it. */
export const LOOK_SOON_MS = 2_000;

export const exchangeKey = (id: string) => ['exchanges', 'one', id];

/** All of them, which are shown at once. @param isWatched they are what is looked at, not only what something is called by */
export function useExchanges({ isAsked = true, isWatched = true } = {}) {
  return useQuery({
    queryKey: ['exchanges', 'all'],
    queryFn: ({ signal }) =>
      wholeList((paging) => {
        const query = { ...paging, sort: 'createdAt' as const };
        return call(api.GET('/api/exchanges', { params: { query }, signal }));
      }),
    refetchInterval: isWatched && LOOK_AGAIN_MS,
    enabled: isAsked,
  });
}

export function useExchange(id: string) {
  return useQuery({
    queryKey: exchangeKey(id),
    queryFn: ({ signal }) => call(api.GET('/api/exchanges/{id}', { params: { path: { id } }, signal })),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

/** Looks again at all that shows exchanges, orders too. */
export function exchangesChanged(): Promise<void> {
  return outOfDate('exchanges', 'orders');
}

export type ExchangeState = 'on' | 'off' | 'paused' | 'failing' | 'silent';

export function stateOf({ isActive, pausedAt, isFailing, isSilent }: Exchange): ExchangeState {
  if (!isActive) return 'off';
  if (pausedAt) return 'paused';
  if (isFailing) return 'failing';
  return isSilent ? 'silent' : 'on';
}

export type ExchangeTab = 'hand-overs' | 'proposals' | 'statuses' | 'sessions' | 'preview' | 'settings';

export function tabAddress(id: string, tab: ExchangeTab, more = ''): string {
  return `/exchanges/${id}?tab=${tab}${more}`;
}
