import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isApiError, OfflineError } from './errors';
import { shareRows } from './shared-rows';

const STALE_MS = 15_000;

/** What the panel knows of the service. Live events make parts of it out of date. */
export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // Else what was deleted, or is of a region that one sees no more, would go on being shown.
      if (isApiError(error, 'forbidden', 'not_found')) query.setState({ data: undefined });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      retry: (failures, error) => error instanceof OfflineError && failures < 2,
      // The service on this machine is reached without any network.
      networkMode: 'always',
      structuralSharing: shareRows,
    },
    mutations: { networkMode: 'always' },
  },
});

/**
 * Whether a change is under way, at this moment and not as of the last rendering: what is asked between the two would be answered as
 * after the change.
 */
export function isUnderWay(mutationKey: readonly unknown[]): boolean {
  return queries.isMutating({ mutationKey }) > 0;
}

/** Has asked again what is shown of them. @param subjects first parts of the questions' keys */
export async function outOfDate(...subjects: string[]): Promise<void> {
  await Promise.all(subjects.map((subject) => queries.invalidateQueries({ queryKey: [subject] })));
}
