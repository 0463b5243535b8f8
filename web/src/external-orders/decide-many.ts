import { api, call, type Schemas } from '../api/client';
import { askInParts, type DoneInCalls } from '../shared/undo';

export type BulkOutcome = Schemas['BulkResultView'];
export type Decision = 'accept' | 'refuse';

/** A busy service takes a second for each, and proxies commonly wait for an answer for one minute. */
const AT_ONCE = 50;

export interface BulkResult extends Pick<DoneInCalls<unknown>, 'offers' | 'stoppedBy'> {
  outcomes: BulkOutcome[];
}

/**
 * Decides each external order for itself, all its open positions.
 * @param onDecided told the ids of each call as soon as it is answered
 */
export async function decideMany(
  decision: Decision,
  ids: string[],
  reason: string,
  onDecided: (ids: string[]) => void,
): Promise<BulkResult> {
  const parts: string[][] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) parts.push(ids.slice(from, from + AT_ONCE));
  const { answers, ...done } = await askInParts(
    parts,
    (part) => part.length,
    async (part, hold) => {
      const body = { ids: part, hold, ...(reason && { reason }) };
      const answer = await call(
        decision === 'accept'
          ? api.POST('/api/external-orders/accept', { body })
          : api.POST('/api/external-orders/refuse', { body }),
      );
      onDecided(part);
      return answer;
    },
  );
  return { ...done, outcomes: answers.flatMap(({ results }) => results) };
}
