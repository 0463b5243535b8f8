import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { may } from '../session/permissions';
import { useMe } from '../session/session';
import { later, LaterWindow } from '../shared/later';
import { activeShortcuts, hearShortcuts, isTaken, type Shortcut, useShortcuts } from '../shared/shortcuts';
import { useUndoKey } from '../shared/undo';
import { SECTIONS } from './sections';
import { useTexts } from './texts';

const ShortcutsWindow = later(() => import('./shortcuts-window'));

/** The keys that work everywhere, and the list of all that work here, shown by «?». */
export function ShortcutsHelp() {
  const t = useTexts();
  const me = useMe();
  const [, navigate] = useLocation();
  /** Null = they were closed, undefined = never opened. */
  const [shown, setShown] = useState<Shortcut[] | null>();
  useEffect(hearShortcuts, []);
  useUndoKey();
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      // Where «?» is printed in some layouts, or where it is in the English one.
      const isQuestion = event.key === '?' || (event.code === 'Slash' && event.shiftKey);
      if (isQuestion && !isTaken(event) && !event.ctrlKey && !event.metaKey) setShown(activeShortcuts());
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, []);
  useShortcuts(
    SECTIONS.filter(({ needs }) => !needs || may(me, needs)).map(({ href, label, key }) => ({
      keys: `KeyG ${key}`,
      // «Все» says what it is under «Заказы» alone.
      label: t('goTo', { page: t(label === 'allOrders' ? 'orders' : label) }),
      run: () => navigate(href),
    })),
  );
  return (
    shown !== undefined && (
      <LaterWindow opening={shown}>
        <ShortcutsWindow shortcuts={shown} onClose={() => setShown(null)} />
      </LaterWindow>
    )
  );
}
