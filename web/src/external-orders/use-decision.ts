import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { api, call, type Schemas } from '../api/client';
import { isApiError } from '../api/errors';
import { outOfDate, queries } from '../api/queries';
import type { OfferedPositions } from '../offers/use-offers';
import { useMe } from '../session/session';
import { externalOrderQuery } from '../shared/external-order-query';
import { notifyFailure } from '../shared/notify';
import { askUndoably, notifyUndoable } from '../shared/undo';
import type { Decision } from './decide-many';
import { useTexts } from './detail-texts';
import { type Draft, requestOf } from './draft';
import { useNoticedVersions } from './noticed-versions';
import { useOpenNext, useOpensNext } from './open-next';

type Order = Schemas['ExternalOrderDetail'];

/** Refusals that say that the order is not what the page showed. */
const OVERTAKEN = ['changed_meanwhile', 'already_decided', 'cancelled_by_client', 'deleted'];

/** Key of the decision about an external order. */
export const decisionOn = (id: string) => ['external-order-decision', id];

/** Nothing of the order is other by it. */
const OF_COLLEAGUES = ['change_seen', 'assigned', 'released'];

/**
 * Deciding about one external order, and what happened to it while its page was open. A decision that came too late loads the order
 * anew; what was chosen and typed stays.
 */
export function useDecision(order: Order, draft: Draft, { isAwaited }: OfferedPositions) {
  const t = useTexts();
  const me = useMe();
  const [opensNext] = useOpensNext();
  const openNext = useOpenNext(order.id);
  // How much of the history the manager knows.
  const [seen, setSeen] = useState(order.history.length);
  const { id } = order;
  const noticed = useNoticedVersions(useMemo(() => [order], [order]));
  const params = { path: { id } };
  /** The version of the order that was accepted before it was known with which offers. */
  const [waiting, setWaiting] = useState<number>();
  const decision = useMutation({
    mutationKey: decisionOn(id),
    mutationFn: ({ what, version }: { what: Decision; version: number }) =>
      askUndoably((hold) => {
        const body = { ...requestOf(draft, what, version), hold };
        return call(
          what === 'accept'
            ? api.POST('/api/external-orders/{id}/accept', { params, body })
            : api.POST('/api/external-orders/{id}/refuse', { params, body }),
        );
      }),
    // What it would be told as is no question any more, and would be answered by the decided order.
    onMutate: () => queries.cancelQueries({ queryKey: ['external-order-preview', id] }),
    onSuccess: ({ answer: decided, offer }, { what }) => {
      // That is of what the service did by itself; this decision has its own.
      queries.setQueryData(externalOrderQuery(id).queryKey, { ...decided, undo: null });
      setSeen(decided.history.length);
      draft.decided(what, draft.reason.trim());
      const { state } = decided;
      const isFinal = state === 'accepted' || state === 'partially_accepted' || state === 'refused';
      notifyUndoable({ message: t(`done.${isFinal ? state : 'other'}`), offers: [offer] });
      if (isFinal && opensNext) openNext().catch(notifyFailure);
    },
    onError: (error) => {
      if (!isApiError(error, ...OVERTAKEN)) notifyFailure(error);
    },
    onSettled: () => outOfDate('external-orders', 'orders'),
  });
  useEffect(() => {
    if (waiting === undefined || isAwaited) return;
    setWaiting(undefined);
    decision.mutate({ what: 'accept', version: waiting });
  }, [waiting, isAwaited, decision]);
  const decide = (what: Decision) => {
    if (draft.isChoiceGone) return;
    const version = noticed.of(order);
    if (what === 'accept' && isAwaited) setWaiting(version);
    else decision.mutate({ what, version });
  };
  const wasRefused = isApiError(decision.error, ...OVERTAKEN);
  return {
    decide,
    pending: waiting !== undefined ? ('accept' as const) : decision.isPending ? decision.variables.what : undefined,
    meanwhile: {
      entries: decision.isPending
        ? []
        : order.history
            .slice(seen)
            // One's own, too, where it is why: it was done in another window.
            .filter(({ kind, actor }) => (wasRefused || actor !== me.name) && !OF_COLLEAGUES.includes(kind)),
      wasRefused,
      onUnderstood: () => {
        setSeen(order.history.length);
        decision.reset();
      },
    },
  };
}
