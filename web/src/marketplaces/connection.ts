import { useQuery } from '@tanstack/react-query';
import { api, call, type Schemas } from '../api/client';
import { outOfDate } from '../api/queries';
import { wholeList } from '../api/whole-list';
import { type ConnectionState, useConnectionStates } from '../shared/connections';

export type Connection = Schemas['ConnectionView'];
export type ConnectionSettings = Schemas['UpdateConnection'];

export const connectionKey = (id: string) => ['marketplace-connections', id];

/** All of them, which are shown at once. */
export function useConnections() {
  return useQuery({
    queryKey: ['marketplace-connections', 'all'],
    queryFn: ({ signal }) =>
      wholeList((paging) => {
        const query = { ...paging, sort: 'createdAt' as const };
        return call(api.GET('/api/marketplace-connections', { params: { query }, signal }));
      }),
  });
}

export function useConnection(id: string) {
  return useQuery({
    queryKey: connectionKey(id),
    queryFn: ({ signal }) => call(api.GET('/api/marketplace-connections/{id}', { params: { path: { id } }, signal })),
  });
}

export function useConnectionStatus(id: string): ConnectionState | undefined {
  return useConnectionStates().find((status) => status.id === id);
}

/** Looks again at everything that shows connections. */
export function connectionsChanged(): Promise<void> {
  return outOfDate('marketplace-connections', 'connection-states', 'dashboard');
}

/** Everything that turning a connection on needs is there. */
export function isFilledIn({ regionId, login, hasPassword, hasApiKey }: Connection): boolean {
  return regionId !== null && login !== '' && hasPassword && hasApiKey;
}

/** GettZap learns of accepting and of refusing. */
export function tellsDecisions({ acceptedStatus, refusedStatus }: Connection): boolean {
  return acceptedStatus !== '' && refusedStatus !== '';
}

/** It works, and something came through its link already. */
export function isSetUp(connection: Connection, status: ConnectionState | undefined): boolean {
  return isFilledIn(connection) && (!status || status.lastReceivedAt !== null);
}
