import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import type { ListQuery } from '../shared/list-state';

export type ExchangeSession = Schemas['ExchangeSessionView'];

/** Visits of the other side. */
export function useSessions(id: string, query: ListQuery<'/api/exchanges/{id}/sessions'>, lookAgainMs: number) {
  return useQuery({
    queryKey: ['exchanges', 'sessions', id, query],
    queryFn: ({ signal }) => call(api.GET('/api/exchanges/{id}/sessions', { params: { path: { id }, query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: lookAgainMs,
  });
}
