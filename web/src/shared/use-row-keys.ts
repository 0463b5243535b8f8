import type { RefObject } from 'react';
import { useShortcuts } from './shortcuts';
import { useTexts } from './list-texts';

/** The key of the row that has the focus in it; a row that has got it itself, as another went away, nobody has chosen yet. */
export function focusedRow(): string | undefined {
  return document.activeElement?.parentElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
}

/**
 * J and K walk through the rows of a list, X chooses the one that has the focus, with Shift all of the page. When that row went away, the
 * walk goes on from the one that has come into its place.
 */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  const t = useTexts();
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const move = (step: number) => {
    const all = rows();
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const isInPlace = at >= 0 && all[at] === document.activeElement;
    const wanted = at < 0 ? 0 : at + (isInPlace ? Math.min(step, 0) : step);
    const next = all[Math.min(all.length - 1, Math.max(0, wanted))];
    const target = next?.querySelector<HTMLElement>('a, button') ?? next?.querySelector<HTMLElement>('input');
    target?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  const choose = () => {
    const row = rows().find((each) => each.contains(document.activeElement));
    row?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
  };
  const choosePage = () => list.current?.querySelector<HTMLInputElement>('thead input[type="checkbox"]')?.click();
  useShortcuts([
    { keys: 'KeyJ', label: t('shortcutNextRow'), repeats: true, run: () => move(1) },
    { keys: 'KeyK', label: t('shortcutPreviousRow'), repeats: true, run: () => move(-1) },
    { keys: 'KeyX', label: t('shortcutSelectRow'), run: choose },
    { keys: 'Shift+KeyX', label: t('shortcutSelectPage'), run: choosePage },
  ]);
}
