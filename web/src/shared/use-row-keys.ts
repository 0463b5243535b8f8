import { type RefObject, useRef } from 'react';
import { useShortcuts } from './shortcuts';
import { useTexts } from './list-texts';

/**
 * J and K walk through the rows of a list, X chooses the one that has the focus, with Shift all of the page. When that row went away, the
 * walk goes on from where it was.
 */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  const t = useTexts();
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const place = useRef<{ row: HTMLElement; at: number }>(undefined);
  const move = (step: number) => {
    const all = rows();
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const left = place.current;
    const hasGone = left && !left.row.isConnected && document.activeElement === document.body;
    // The next row has moved up into its place.
    const wanted = at >= 0 ? at + step : hasGone ? left.at + Math.min(step, 0) : 0;
    const index = Math.min(all.length - 1, Math.max(0, wanted));
    const next = all[index];
    place.current = next && { row: next, at: index };
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
