import { useEffect, useRef } from 'react';

export interface Shortcut {
  /**
   * Key positions (`KeyboardEvent.code`) after each other: `KeyA`, `KeyG KeyO`; with Ctrl (or ⌘) held: `Mod+KeyK`, with Shift:
   * `Shift+KeyX`. The same keys in every layout.
   */
  keys: string;
  label: string;
  /** Goes on while the key is held down. */
  repeats?: boolean;
  run(): void;
}

/** Two keys of one shortcut are pressed within this time. */
const SEQUENCE_MS = 1_000;

const active = new Set<{ current: Shortcut[] }>();

/** What can be pressed just now, without repeats. */
export function activeShortcuts(): Shortcut[] {
  const all = [...active].flatMap(({ current }) => current);
  return [...new Map(all.map((each) => [each.keys, each])).values()];
}

/** Keys that do something while this component is shown; see `isTaken` for when nothing is done. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    active.add(latest);
    return () => void active.delete(latest);
  }, []);
}

/** What is printed on the keys: `KeyG KeyO` → G O, `Mod+KeyK` → Ctrl K. */
export function keyNames(keys: string): string[] {
  return keys.split(/[ +]/).map((code) => code.replace(/^(Key|Digit)/, '').replace('Mod', 'Ctrl'));
}

/** Whether a key is for something else: a dialog or menu is open, or somebody types a letter into a field. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.altKey || event.defaultPrevented) return true;
  if (document.querySelector('[role="dialog"], [role="menu"]')) return true;
  if (isModified(event)) return false;
  const element = event.target as HTMLElement;
  const isChoice = element instanceof HTMLInputElement && ['checkbox', 'radio'].includes(element.type);
  return !isChoice && element.closest('input, textarea, select, [contenteditable="true"]') !== null;
}

function isModified({ ctrlKey, metaKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey;
}

/** Starts hearing the keyboard. Answers how to stop. */
export function hearShortcuts(): () => void {
  let before = { code: '', at: 0 };
  const hear = (event: KeyboardEvent) => {
    const code = `${isModified(event) ? 'Mod+' : ''}${event.shiftKey ? 'Shift+' : ''}${event.code}`;
    const isFollowing = event.timeStamp - before.at < SEQUENCE_MS;
    const found =
      (isFollowing && activeShortcuts().find(({ keys }) => keys === `${before.code} ${code}`)) ||
      activeShortcuts().find(({ keys }) => keys === code);
    const isOurs = found !== undefined;
    const isForUs = !isTaken(event);
    // Even when nothing is done: the browser would do something of its own.
    if (isOurs && isModified(event)) event.preventDefault();
    if (!isForUs) return;
    before = { code, at: event.timeStamp };
    if (!isOurs) return;
    event.preventDefault();
    before.code = '';
    if (!event.repeat || found.repeats) found.run();
  };
  addEventListener('keydown', hear);
  return () => removeEventListener('keydown', hear);
}
