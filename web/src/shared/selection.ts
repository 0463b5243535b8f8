import { useEffect, useMemo, useRef, useState } from 'react';

export interface Selection {
  keys: string[];
  has(key: string): boolean;
  set(keys: string[], isChosen: boolean): void;
  clear(): void;
}

/** Which rows of a list are chosen. */
export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  return useMemo(
    () => ({
      keys: [...chosen],
      has: (key) => chosen.has(key),
      set: (keys, isChosen) =>
        setChosen((old) => {
          const next = new Set(old);
          for (const key of keys) {
            if (isChosen) next.add(key);
            else next.delete(key);
          }
          return next;
        }),
      clear: () => setChosen(new Set()),
    }),
    [chosen],
  );
}

/** As many rows are chosen at most by one press: a file takes no more, and people wait for it. */
export const MOST_CHOSEN = 1_000;

/** A choice of a list's rows, over several pages; other filters begin a new one. */
export function useListSelection(filters: string): Selection {
  const selection = useSelection();
  const before = useRef(filters);
  useEffect(() => {
    if (before.current !== filters) selection.clear();
    before.current = filters;
  }, [filters, selection]);
  return selection;
}

/** What of a list's query a choice holds for, as a key: neither its pages nor how it is sorted. */
export function filtersOf(query: object): string {
  const { page: _page, perPage: _perPage, sort: _sort, ...filters } = query as Record<string, unknown>;
  return JSON.stringify(filters);
}

interface SeenRows<T> {
  /** By id, as they were seen last, also those of other pages. */
  seen: ReadonlyMap<string, T>;
  see(rows: T[]): void;
}

/** The rows that were shown of a list, or asked for: what is chosen is not always on the page. @param rows always the same while nothing changes */
export function useSeenRows<T extends { id: string }>(rows: T[]): SeenRows<T> {
  const [known, setKnown] = useState(() => ({ rows, seen: withRows(new Map<string, T>(), rows) }));
  if (known.rows !== rows) setKnown({ rows, seen: withRows(known.seen, rows) });
  const see = (more: T[]) => setKnown((old) => ({ ...old, seen: withRows(old.seen, more) }));
  return { seen: known.seen, see };
}

function withRows<T extends { id: string }>(seen: ReadonlyMap<string, T>, rows: T[]): ReadonlyMap<string, T> {
  return new Map([...seen, ...rows.map((row) => [row.id, row] as const)]);
}
