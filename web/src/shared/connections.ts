import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, call, type Schemas } from '../api/client';
import { useWords } from '../i18n/words';
import { useRegionName } from '../shell/regions';

export type ConnectionState = Schemas['ConnectionStatusView'];

type Facts = Pick<ConnectionState, 'state' | 'waitsFor' | 'failuresInRow' | 'lastDeliveredAt'>;

/**
 * How a connection is in the words of people: one that is on and has no address waits for it; that it works is only said of one that
 * was answered, and by its last answer.
 */
export function conditionOf({ state, waitsFor, failuresInRow, lastDeliveredAt }: Facts) {
  if (waitsFor === 'api_url') return 'no_address';
  if (state !== 'ok') return state;
  if (failuresInRow > 0) return 'failing';
  return lastDeliveredAt ? 'ok' : 'unproven';
}

export type ConnectionCondition = ReturnType<typeof conditionOf>;

/**
 * How all connections are that the user sees; renewed as orders come and deliveries go on.
 * @param lookAgainMs how often to look besides: what came to nothing is told by no live event
 */
export function useConnectionStatesQuery(lookAgainMs?: number) {
  return useQuery({
    queryKey: ['connection-states'],
    queryFn: ({ signal }) => call(api.GET('/api/marketplace-connections/status', { signal })),
    ...(lookAgainMs && { refetchInterval: lookAgainMs }),
  });
}

const NONE: ConnectionState[] = [];

/** The same, none while they are not known yet. */
export function useConnectionStates(): ConnectionState[] {
  return useConnectionStatesQuery().data ?? NONE;
}

/** What a connection is called: GettZap · Москва; of several in one region, with the number. One that was just made is given whole. */
export function useConnectionName(): (connection: string | Pick<ConnectionState, 'id' | 'regionId'>) => string {
  const connections = useConnectionStates();
  const words = useWords();
  const regionName = useRegionName();
  return useCallback(
    (asked) => {
      const id = typeof asked === 'string' ? asked : asked.id;
      const connection = typeof asked === 'string' ? connections.find((each) => each.id === id) : asked;
      const hasTwin = connections.some((each) => each.id !== id && each.regionId === connection?.regionId);
      const parts = [
        'GettZap',
        regionName(connection?.regionId ?? null),
        (hasTwin || !connection) && words('numbered', { id }),
      ];
      return parts.filter(Boolean).join(' · ');
    },
    [connections, words, regionName],
  );
}
