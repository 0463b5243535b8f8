import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { queries } from '../api/queries';
import { useMay } from '../session/session';
import { useIsOnline } from '../shell/connection-watch';
import type { Selection } from '../shared/selection';
import { useShortcuts } from '../shared/shortcuts';
import { BulkResultBar } from './bulk-result';
import { decideMany, type Decision } from './decide-many';
import { DecisionDialog } from './decision-dialog';
import type { ExternalOrder } from './list-query';
import { useOrderNumber } from './order-number';
import { useTexts } from './texts';

interface Asked {
  decision: Decision;
  ids: string[];
  /** № GettZap of them, by id. */
  numbers: ReadonlyMap<string, string>;
}

function focusedRow(): string[] {
  const key = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'];
  return key ? [key] : [];
}

/** Deciding about the chosen orders or the one with the focus: the question, and what came of it. A and R ask. */
export function useBulkDecision(selection: Selection, rows: ExternalOrder[], onDone: () => void) {
  const t = useTexts();
  const orderNumber = useOrderNumber();
  const mayDecide = useMay('decide');
  const isOnline = useIsOnline();
  const [asked, setAsked] = useState<Asked>();
  // Also of what is chosen on another page.
  const numbers = useRef(new Map<string, string>());
  useEffect(() => {
    for (const { id, externalId } of rows) numbers.current.set(id, externalId);
  }, [rows]);

  const decide = useMutation({
    mutationFn: ({ decision, ids, reason }: Asked & { reason: string }) => decideMany(decision, ids, reason),
    onSuccess: async ({ outcomes }) => {
      selection.set(
        outcomes.map(({ id }) => id),
        false,
      );
      setAsked(undefined);
      await Promise.all(['external-orders', 'orders'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      onDone();
    },
  });
  const ask = (decision: Decision) => {
    const ids = selection.keys.length > 0 ? selection.keys : focusedRow();
    if (mayDecide && isOnline && ids.length > 0) setAsked({ decision, ids, numbers: new Map(numbers.current) });
  };
  useShortcuts(
    mayDecide
      ? [
          { keys: 'KeyA', label: t('shortcutAccept'), run: () => ask('accept') },
          { keys: 'KeyR', label: t('shortcutRefuse'), run: () => ask('refuse') },
        ]
      : [],
  );
  const elements: ReactNode = (
    <>
      {decide.data && <BulkResultBar result={decide.data} numbers={decide.variables.numbers} onClose={decide.reset} />}
      {asked && (
        <DecisionDialog
          decision={asked.decision}
          count={asked.ids.length}
          names={asked.ids.flatMap((id) => {
            const externalId = asked.numbers.get(id);
            return externalId === undefined ? [] : [orderNumber(externalId)];
          })}
          isPending={decide.isPending}
          onDecide={(reason) => decide.mutate({ ...asked, reason })}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
  return { ask, elements };
}
