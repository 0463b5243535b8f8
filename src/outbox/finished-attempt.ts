import { In } from 'typeorm';
import { idsOf, groupBy } from '../platform/collections.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import type { AttemptOutcome } from './channel.js';
import { OutboxMessage } from './outbox-message.entity.js';

/** An attempt that was made and is to be recorded. */
export interface FinishedAttempt {
  /** As claimed, with the claim's lease token and the due time from before the claim. */
  message: OutboxMessage;
  outcome: AttemptOutcome;
  startedAt: Date;
  isProbe: boolean;
}

/** The transaction may be done again, so it works on copies. */
export function copyOf(each: FinishedAttempt): FinishedAttempt {
  return { ...each, message: Object.assign(new OutboxMessage(), each.message) };
}

/** Takes those messages for this transaction whose claims still hold; answers the lease tokens by id. */
export async function lockLeases(tx: Transaction, ids: number[], skipLocked = false): Promise<Map<number, string>> {
  const query = tx.manager
    .createQueryBuilder(OutboxMessage, 'message')
    .select(['message.id', 'message.leaseToken'])
    .where({ id: In(ids), state: 'sending' });
  const rows = await tx.lockForUpdate(query, { skipLocked }).getMany();
  return new Map(rows.map(({ id, leaseToken }) => [id, leaseToken]));
}

/** What became of messages by their attempts; many that arrived alike go in one statement. */
export async function saveMessages(tx: Transaction, messages: OutboxMessage[]): Promise<void> {
  const groups = groupBy(messages, ({ state, countedAttempts, attempts, retryStep, reason }) =>
    state === 'delivered' ? `${countedAttempts}/${attempts}/${retryStep}/${reason}` : Symbol(),
  );
  for (const group of groups.values()) {
    const { state, reason, dueAt, notBefore, triedAt, countedAttempts, attempts, retryStep, deliveredAt } = group[0]!;
    const change = { state, reason, notBefore, triedAt, countedAttempts, attempts, retryStep, deliveredAt };
    const ids = idsOf(group);
    const released = { ...change, leaseToken: '', isManual: false, ...(state === 'pending' && { dueAt }) };
    await tx.updateByIds(OutboxMessage, ids, released);
  }
}
