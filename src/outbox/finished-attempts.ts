import { In } from 'typeorm';
import { groupBy } from '../platform/group-by.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import type { AttemptOutcome } from './channel.js';
import { OutboxMessage } from './outbox-message.entity.js';

/** An attempt that was made and is to be written down. */
export interface FinishedAttempt {
  /** As claimed, with the claim's token as owner and the due time from before the claim. */
  message: OutboxMessage;
  outcome: AttemptOutcome;
  startedAt: Date;
  isProbe: boolean;
}

/** The transaction may be done again, so it works on copies. */
export function copyOf(each: FinishedAttempt): FinishedAttempt {
  return { ...each, message: Object.assign(new OutboxMessage(), each.message) };
}

/** Holds the messages. @returns whose claims are still theirs, and the others */
export async function splitByLease(
  tx: Transaction,
  attempts: FinishedAttempt[],
  { orderingKeys, onlyFree = false }: { orderingKeys: Map<number, string>; onlyFree?: boolean },
) {
  const query = tx.manager
    .createQueryBuilder(OutboxMessage, 'message')
    .select(['message.id', 'message.leaseToken'])
    .where({ id: In(attempts.map(({ message }) => message.id)), state: 'sending' });
  const rows = await (onlyFree ? tx.lockFree(query) : tx.lock(query)).getMany();
  const owners = new Map(rows.map(({ id, leaseToken }) => [id, leaseToken]));
  const isOwned = ({ message: { id, orderingKeyId, leaseToken } }: FinishedAttempt) =>
    orderingKeys.has(orderingKeyId) && owners.get(id) === leaseToken;
  return { owned: attempts.filter(isOwned), lost: attempts.filter((each) => !isOwned(each)) };
}

export async function saveMessages(tx: Transaction, messages: OutboxMessage[]): Promise<void> {
  const groups = groupBy(messages, ({ state, countedAttempts, attempts, retryStep, reason }) =>
    state === 'delivered' ? `${countedAttempts}/${attempts}/${retryStep}/${reason}` : Symbol(),
  );
  for (const group of groups.values()) {
    const { state, reason, dueAt, notBefore, triedAt, countedAttempts, attempts, retryStep, deliveredAt } = group[0]!;
    const change = { state, reason, notBefore, triedAt, countedAttempts, attempts, retryStep, deliveredAt };
    await tx.manager.update(
      OutboxMessage,
      { id: In(group.map(({ id }) => id)) },
      { ...change, leaseToken: '', isManual: false, ...(state === 'pending' && { dueAt }) },
    );
  }
}
