import { api, call, type Schemas } from '../api/client';
import { askInParts, type DoneInCalls } from '../shared/undo';

export type BulkOutcome = Schemas['BulkResultView'];
export type Decision = 'accept' | 'refuse';

/** How many one call takes. */
const AT_ONCE = 200;

export interface BulkResult extends Pick<DoneInCalls<unknown>, 'offers' | 'stoppedBy'> {
  outcomes: BulkOutcome[];
}

/** Decides each external order for itself, all its open positions. */
export async function decideMany(decision: Decision, ids: string[], reason: string): Promise<BulkResult> {
  const parts: string[][] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) parts.push(ids.slice(from, from + AT_ONCE));
  const { answers, ...done } = await askInParts(
    parts,
    (part) => part.length,
    (part, hold) => {
      const body = { ids: part, hold, ...(reason && { reason }) };
      return call(
        decision === 'accept'
          ? api.POST('/api/external-orders/accept', { body })
          : api.POST('/api/external-orders/refuse', { body }),
      );
    },
  );
  return { ...done, outcomes: answers.flatMap(({ results }) => results) };
}
