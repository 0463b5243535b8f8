import { useEffect, useMemo } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import type { paths } from '../api/schema';

export const PER_PAGE = [25, 50, 100, 200];
const DEFAULT_PER_PAGE = 50;

type GetParameters<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? Q : never;

/** What the list call at this path takes. */
export type ListQuery<P extends keyof paths> = NonNullable<GetParameters<P>>;

/** Filters of a list call: what it takes besides paging. */
export type FilterOf<Q> = Exclude<keyof Q & string, 'page' | 'perPage' | 'sort'>;

interface Leading {
  /** In place of the entry in the browser's history. */
  replace: boolean;
}

export interface ListState<Q = unknown> {
  /** What is chosen, as it stands in the address; "" = not chosen. */
  filters: Record<FilterOf<Q>, string>;
  page: number;
  perPage: number;
  /** As the API takes it: `-createdAt`. */
  sort: string;
  hasFilters: boolean;
  /** Sets some filters and goes to the first page; "" takes one away. */
  filter(change: Partial<Record<FilterOf<Q>, string>>): void;
  reset(): void;
  goTo(page: number, options?: Leading): void;
  setPerPage(count: number): void;
  sortBy(sort: string): void;
  /** For the API's list call; what is not chosen is left out. The service checks what somebody wrote into the address. */
  query: Q;
}

/**
 * What a list shows lives in the address, so that it survives a reload, the back button and sending somebody the link.
 * @param names the filters of this list; give a constant
 */
export function useListState<Q>(names: ReadonlyArray<FilterOf<Q>>, sortAtFirst = '-createdAt'): ListState<Q> {
  const [params, setParams] = useSearchParams();
  const [place] = useLocation();
  return useMemo(() => {
    const filters = Object.fromEntries(names.map((name) => [name, params.get(name) ?? '']));
    const chosen = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
    const page = Math.max(1, Number(params.get('page')) || 1);
    const perPage = Number(params.get('perPage')) || DEFAULT_PER_PAGE;
    const sort = params.get('sort') ?? sortAtFirst;
    const change = (entries: Record<string, string>, options?: Leading) => {
      // A list lives on until the page that was gone to is loaded, and a search that began before would lead back.
      if (location.pathname !== place) return;
      setParams((old) => {
        const next = new URLSearchParams(old);
        for (const [name, value] of Object.entries(entries)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      }, options);
    };
    return {
      filters: filters as Record<FilterOf<Q>, string>,
      page,
      perPage,
      sort,
      hasFilters: Object.keys(chosen).length > 0,
      filter: (some) => change({ ...(some as Record<string, string>), page: '' }),
      reset: () => change({ ...Object.fromEntries(names.map((name) => [name, ''])), page: '' }),
      goTo: (to, options) => change({ page: to > 1 ? String(to) : '' }, options),
      setPerPage: (count) => change({ perPage: count === DEFAULT_PER_PAGE ? '' : String(count), page: '' }),
      sortBy: (by) => change({ sort: by === sortAtFirst ? '' : by, page: '' }),
      query: { page, perPage, sort, ...chosen } as Q,
    };
  }, [params, setParams, place, names, sortAtFirst]);
}

/** Goes to the last page there is from one that has no rows any more, as when they were worked off or deleted. */
export function useLastPage(
  { page, perPage, goTo }: Pick<ListState, 'page' | 'perPage' | 'goTo'>,
  shown: { data: unknown[]; meta: { total: number } } | undefined,
): void {
  const last = shown && shown.data.length === 0 ? Math.ceil(shown.meta.total / perPage) : page;
  useEffect(() => {
    if (last > 0 && last < page) goTo(last, { replace: true });
  }, [last, page, goTo]);
}
