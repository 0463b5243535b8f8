import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { outOfDate } from '../api/queries';
import { useMay } from '../session/session';
import { notifyFailure } from '../shared/notify';
import { OneByOne } from '../shared/one-by-one';
import { useIsOnline } from '../shell/connection-watch';
import type { Selection } from '../shared/selection';
import { useShortcuts } from '../shared/shortcuts';
import { notifyUndoable } from '../shared/undo';
import { focusedRow } from '../shared/use-row-keys';
import { BulkResultBar, useOutcomeWords } from './bulk-result';
import { decideMany, type Decision } from './decide-many';
import { RefusalDialog } from './refusal-dialog';
import type { ExternalOrder } from './list-query';
import { useNoticedVersions } from './noticed-versions';
import { useOrderNumber } from './order-number';
import { useTexts } from './texts';

interface Asked {
  /** As they were seen then. */
  orders: ExternalOrder[];
  decision: Decision;
  reason: string;
}

const DECIDED = { accept: 'accepted', refuse: 'refused' } as const;

/**
 * Deciding about the chosen orders or the one with the focus, by A and R, too: at once, and it can be undone.
 * @param seen also what is chosen on another page
 */
export function useBulkDecision(selection: Selection, seen: ReadonlyMap<string, ExternalOrder>, onDone: () => void) {
  const t = useTexts();
  const inWords = useOutcomeWords();
  const orderNumber = useOrderNumber();
  const mayDecide = useMay('decide');
  const isOnline = useIsOnline();
  const noticed = useNoticedVersions(useMemo(() => [...seen.values()], [seen]));
  const [refused, setRefused] = useState<ExternalOrder[]>();

  /** A key is not lost because the order before it is still on its way. */
  const [asked] = useState(() => new OneByOne<Asked>());

  const decide = useMutation({
    // How many are still chosen tells how far it is.
    mutationFn: ({ orders, decision, reason }: Asked) =>
      decideMany(decision, orders, reason, (decided) => selection.set(decided, false)),
    onSuccess: ({ outcomes, offers }, { decision }) => {
      if (decision === 'refuse') setRefused(undefined);
      if (offers.some(Boolean)) notifyUndoable({ message: inWords(outcomes), offers, onUndone: decide.reset });
    },
    onError: (error) => notifyFailure(error),
    onSettled: async (result, _error, { decision }) => {
      await outOfDate('external-orders', 'orders');
      onDone();
      const isWhole = !result?.stoppedBy && result?.outcomes.every(({ outcome }) => outcome === DECIDED[decision]);
      // What went wrong is shown, and nothing goes on over it.
      if (!isWhole) tellDropped(asked.all.slice(1));
      const next = asked.end(isWhole ?? false);
      if (next) setTimeout(() => decide.mutate(next));
    },
  });
  const tellDropped = (dropped: Asked[]) => {
    const names = dropped.flatMap(({ orders }) => orders.map(({ externalId }) => orderNumber(externalId)));
    if (names.length === 0) return;
    notifyFailure(new Error(names.join(', ')), t('dropped', { count: names.length }));
  };
  const ask = (what: Asked) => {
    if (asked.ask(what)) decide.mutate(what);
  };
  const start = (decision: Decision) => {
    const focused = focusedRow();
    const ids = selection.keys.length > 0 || !focused ? selection.keys : [focused];
    const orders = ids.flatMap((id) => seen.get(id) ?? []).map((order) => ({ ...order, version: noticed.of(order) }));
    if (!mayDecide || !isOnline || orders.length === 0) return;
    if (decision === 'refuse') return setRefused(orders);
    const isAsked = (order: ExternalOrder) => asked.all.some((each) => each.orders.some(({ id }) => id === order.id));
    if (orders.every(isAsked)) return;
    ask({ orders, decision, reason: '' });
  };
  useShortcuts(
    mayDecide
      ? [
          { keys: 'KeyA', label: t('shortcutAccept'), run: () => start('accept') },
          { keys: 'KeyR', label: t('shortcutRefuse'), run: () => start('refuse') },
        ]
      : [],
  );
  const elements: ReactNode = (
    <>
      {decide.data && <BulkResultBar result={decide.data} orders={decide.variables.orders} onClose={decide.reset} />}
      {refused && (
        <RefusalDialog
          names={refused.map(({ externalId }) => orderNumber(externalId))}
          isPending={decide.isPending}
          onRefuse={(reason) => ask({ orders: refused, decision: 'refuse', reason })}
          onClose={() => setRefused(undefined)}
        />
      )}
    </>
  );
  return { decide: start, pending: decide.isPending ? decide.variables.decision : undefined, elements };
}
