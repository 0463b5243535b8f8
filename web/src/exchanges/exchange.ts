import { useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';

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

/** A shop has a few of them; all are shown at once. */
const ALL = { perPage: 200, sort: 'createdAt' as const };

export const exchangeKey = (id: string) => ['exchanges', 'one', id];

/** @param isWatched they are what is looked at, not only what something is called by */
export function useExchanges({ isAsked = true, isWatched = true } = {}) {
  return useQuery({
    queryKey: ['exchanges', 'all'],
    queryFn: async ({ signal }) => (await call(api.GET('/api/exchanges', { params: { query: ALL }, signal }))).data,
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
