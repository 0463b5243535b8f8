import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { api, call, type Schemas } from '../api/client';

export type SavedFilter = Schemas['SavedFilterView'];
export type SavedList = SavedFilter['list'];

/** What of a list's address changes from look to look. */
const OF_A_MOMENT = ['page', 'perPage'];

/** The user's filters of a list, by name, and the present one in the form that they have. */
export function useSavedFilters(list: SavedList) {
  const [params, setParams] = useSearchParams();
  const {
    data: filters = [],
    isSuccess,
    error,
    refetch,
  } = useQuery({
    queryKey: ['saved-filters', list],
    queryFn: ({ signal }) => call(api.GET('/api/saved-filters', { params: { query: { list } }, signal })),
    select: (all) => [...all].sort((one, other) => one.name.localeCompare(other.name)),
  });
  const present = new URLSearchParams(params);
  for (const name of OF_A_MOMENT) present.delete(name);
  present.sort();
  return {
    filters,
    isKnown: isSuccess,
    error,
    retry: () => void refetch(),
    present: present.toString(),
    apply: ({ query }: SavedFilter) => setParams(new URLSearchParams(query)),
  };
}

/** Puts other filters in the place of a saved one's. */
export function replaceFilter(id: string, query: string): Promise<SavedFilter> {
  return call(api.PATCH('/api/saved-filters/{id}', { params: { path: { id } }, body: { query } }));
}
