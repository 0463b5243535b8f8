import { api, call, type Schemas } from '../api/client';
import { holdFor } from '../shared/undo';

export type BulkOutcome = Schemas['BulkResultView'];
export type Decision = 'accept' | 'refuse';

/** How many one call takes. */
const AT_ONCE = 200;

export interface BulkResult {
  outcomes: BulkOutcome[];
  /** Why those after them were not asked about any more. */
  stoppedBy?: unknown;
  /** By which they can be undone, call by call. */
  offers: Array<Schemas['UndoOffer'] | null>;
}

/** Decides each external order for itself, all its open positions. What was done before a failure is told all the same. */
export async function decideMany(decision: Decision, ids: string[], reason: string): Promise<BulkResult> {
  const outcomes: BulkOutcome[] = [];
  const offers: BulkResult['offers'] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const body = { ids: some, hold: holdFor(ids.length - from), ...(reason && { reason }) };
    try {
      const { results, undo } = await call(
        decision === 'accept'
          ? api.POST('/api/external-orders/accept', { body })
          : api.POST('/api/external-orders/refuse', { body }),
      );
      outcomes.push(...results);
      offers.push(undo);
    } catch (stoppedBy) {
      return { outcomes, offers, stoppedBy };
    }
  }
  return { outcomes, offers };
}
