import { focusManager, type Query, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, isApiError, OfflineError } from './errors';
import { shareRows } from './shared-rows';

const STALE_MS = 15_000;
/** What is shown and could not be brought up to date is tried again after this. */
const TRY_AGAIN_MS = 15_000;

/** What the panel knows of the service. Live events make parts of it out of date. */
export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // Else what was deleted, or is of a region that one sees no more, would go on being shown.
      if (isApiError(error, 'forbidden', 'not_found')) query.setState({ data: undefined });
      else if (isPassing(error)) setTimeout(() => void tryAgain(query, error), TRY_AGAIN_MS);
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

/**
 * Has asked again what is shown of them, after a change that was made here: what was asked before it is of no use.
 * @param subjects first parts of the questions' keys
 */
export async function outOfDate(...subjects: string[]): Promise<void> {
  await Promise.all(subjects.map((subject) => askAgain([subject], { cancelRefetch: true })));
}

/**
 * Has asked again what is shown of them, after a change that somebody else made, of which there may be many: what takes longer to be
 * answered than the next one takes to come would never be there if it was given up each time.
 * @param subjects first parts of the questions' keys
 */
export async function changedElsewhere(...subjects: string[]): Promise<void> {
  await Promise.all(subjects.map((subject) => askAgain([subject], { cancelRefetch: false })));
}

/** Has asked again all that is shown, after a time in which nothing was heard of the service; what was asked before it may never be answered. */
export async function everythingOutOfDate(): Promise<void> {
  await askAgain([], { cancelRefetch: true });
}

/** What the title and the icon of a tab show that nobody looks at; the rest is asked for once somebody does. */
export const ON_TAB = { isOnTab: true };

function isSeen({ meta }: { meta: Query['meta'] }): boolean {
  return focusManager.isFocused() || meta?.isOnTab === true;
}

async function askAgain(queryKey: string[], { cancelRefetch }: { cancelRefetch: boolean }): Promise<void> {
  const goesOn = (query: Query) => isSeen(query) && (!cancelRefetch || query.state.data === undefined);
  const underWay = queries.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching', predicate: goesOn });
  const onceMore = underWay.map(async (query) => {
    // It may be answered as it was before.
    await query.promise?.catch(() => undefined);
    await queries.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false });
  });
  await queries.invalidateQueries({ queryKey, refetchType: 'none' });
  await Promise.all([
    queries.refetchQueries({ queryKey, type: 'active', predicate: isSeen }, { cancelRefetch }),
    ...onceMore,
  ]);
}

/** Unless it was asked again meanwhile; a page that never had an answer says so, with a button. */
async function tryAgain(query: Query<unknown, unknown>, failed: Error): Promise<void> {
  const { queryKey, state } = query;
  if (!isSeen(query)) return;
  if (state.error !== failed || state.data === undefined) return;
  await queries.invalidateQueries({ queryKey, exact: true }, { cancelRefetch: false });
}

/** Not what would be refused once more. */
function isPassing(error: Error): boolean {
  return !(error instanceof ApiError && error.status < 500);
}
