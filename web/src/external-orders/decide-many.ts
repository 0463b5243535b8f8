import { api, call, type Schemas } from '../api/client';
import { askInParts, type DoneInCalls } from '../shared/undo';
import type { ExternalOrder } from './list-query';

export type BulkOutcome = Schemas['BulkResultView'];
export type Decision = 'accept' | 'refuse';

/** A busy service takes a second for each, and proxies commonly wait for an answer for one minute. */
const AT_ONCE = 50;

export interface BulkResult extends Pick<DoneInCalls<unknown>, 'offers' | 'stoppedBy'> {
  outcomes: BulkOutcome[];
}

/**
 * Decides each external order for itself, all its open positions, unless it has another version by now.
 * @param orders as they were seen
 * @param onDecided told the ids of each call as soon as it is answered
 */
export async function decideMany(
  decision: Decision,
  orders: ExternalOrder[],
  reason: string,
  onDecided: (ids: string[]) => void,
): Promise<BulkResult> {
  const parts: ExternalOrder[][] = [];
  for (let from = 0; from < orders.length; from += AT_ONCE) parts.push(orders.slice(from, from + AT_ONCE));
  const { answers, ...done } = await askInParts(
    parts,
    (part) => part.length,
    async (part, hold) => {
      const ids = part.map(({ id }) => id);
      const versions = part.map(({ version }) => version);
      const body = { ids, versions, hold, ...(reason && { reason }) };
      const answer = await call(
        decision === 'accept'
          ? api.POST('/api/external-orders/accept', { body })
          : api.POST('/api/external-orders/refuse', { body }),
      );
      onDecided(ids);
      return answer;
    },
  );
  return { ...done, outcomes: answers.flatMap(({ results }) => results) };
}
