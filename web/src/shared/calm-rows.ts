import { type PointerEvent, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';

interface CalmList<T> {
  /** What to show; undefined = nothing came yet. */
  rows: T[] | undefined;
  /** Keys of rows that the list would not show any more. */
  gone: ReadonlySet<string>;
  /** How many rows came in that are not shown yet. */
  arrived: number;
  /** Shows the list as it is now. */
  show(): void;
}

const NONE: ReadonlySet<string> = new Set();

interface Kept<T> {
  listKey: string;
  rows: T[];
}

/**
 * Keeps the rows of a live list in their places while somebody is busy with them: they are renewed, but none is put in or taken away.
 * @param rows what the service answered last; undefined = not yet for this list
 * @param listKey names the list: another one is shown at once
 * @param timeOf when a row came (ISO): one that only moved up into the list did not arrive
 */
export function useCalmRows<T>(
  rows: T[] | undefined,
  rowKey: (row: T) => string,
  listKey: string,
  isBusy: boolean,
  timeOf: (row: T) => string,
): CalmList<T> {
  const [kept, setKept] = useState<Kept<T>>();
  // Where no row is there is none to be kept in its place.
  const isKept = kept?.listKey === listKey && isBusy && kept.rows.length > 0;
  if (rows && !isKept && (kept?.rows !== rows || kept.listKey !== listKey)) setKept({ listKey, rows });
  const show = useCallback(() => setKept(undefined), []);
  return useMemo(() => {
    if (!kept || !rows || kept.listKey !== listKey) return { rows: rows ?? kept?.rows, gone: NONE, arrived: 0, show };
    const fresh = new Map(rows.map((row) => [rowKey(row), row]));
    const keys = new Set(kept.rows.map(rowKey));
    const newest = kept.rows.map(timeOf).sort().at(-1) ?? '';
    const gone = [...keys].filter((key) => !fresh.has(key));
    return {
      rows: kept.rows.map((row) => fresh.get(rowKey(row)) ?? row),
      gone: gone.length > 0 ? new Set(gone) : NONE,
      arrived: rows.filter((row) => !keys.has(rowKey(row)) && timeOf(row) > newest).length,
      show,
    };
  }, [kept, rows, rowKey, timeOf, listKey, show]);
}

const SCROLLED_PX = 120;

/** Whether the page was scrolled away from its top. */
export function useIsScrolled(): boolean {
  const [isScrolled, setIsScrolled] = useState(false);
  useEffect(() => {
    // Asked at each drawing instead, the browser would have to lay the page out each time.
    const look = () => setIsScrolled(scrollY > SCROLLED_PX);
    look();
    addEventListener('scroll', look, { passive: true });
    return () => removeEventListener('scroll', look);
  }, []);
  return isScrolled;
}

const OPENED = '[role="dialog"], [role="menu"], [role="listbox"]';

/** Whether a menu, a list of choices or a dialog is open. */
export function useIsSomethingOpen(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const observer = new MutationObserver(tell);
      observer.observe(document.body, { childList: true, subtree: true });
      return () => observer.disconnect();
    },
    () => [...document.querySelectorAll(OPENED)].some((each) => each.checkVisibility()),
  );
}

/** Whether a mouse is over what gets these listeners: what it aims at must not go away from under it. A finger aims at nothing. */
export function useIsPointedAt() {
  const [isPointedAt, setPointedAt] = useState(false);
  const listeners = {
    onPointerEnter: ({ pointerType }: PointerEvent) => setPointedAt(pointerType === 'mouse'),
    onPointerLeave: () => setPointedAt(false),
  };
  return { isPointedAt, listeners };
}
