import { In } from 'typeorm';
import { groupBy } from '../platform/group-by.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import type { AttemptOutcome } from './delivery-channel.js';
import { Delivery } from './delivery.entity.js';

/** A try that was made and is to be written down. */
export interface FinishedTry {
  /** As claimed, with the claim's token as owner and the due time from before the claim. */
  delivery: Delivery;
  outcome: AttemptOutcome;
  startedAt: Date;
  isProbe: boolean;
}

/** The transaction may be done again, so it works on copies. */
export function copyOf(each: FinishedTry): FinishedTry {
  return { ...each, delivery: Object.assign(new Delivery(), each.delivery) };
}

/** Holds the deliveries. @returns whose claims are still theirs, and the others */
export async function splitByOwner(
  tx: Transaction,
  tries: FinishedTry[],
  { laneKeys, onlyFree = false }: { laneKeys: Map<number, string>; onlyFree?: boolean },
) {
  const query = tx.manager
    .createQueryBuilder(Delivery, 'delivery')
    .select(['delivery.id', 'delivery.owner'])
    .where({ id: In(tries.map(({ delivery }) => delivery.id)), state: 'sending' });
  const rows = await (onlyFree ? tx.lockFree(query) : tx.lock(query)).getMany();
  const owners = new Map(rows.map(({ id, owner }) => [id, owner]));
  const isOwned = ({ delivery: { id, laneId, owner } }: FinishedTry) =>
    laneKeys.has(laneId) && owners.get(id) === owner;
  return { owned: tries.filter(isOwned), lost: tries.filter((each) => !isOwned(each)) };
}

export async function saveDeliveries(tx: Transaction, deliveries: Delivery[]): Promise<void> {
  const groups = groupBy(deliveries, ({ state, attemptCount, triesMade, scheduleStep, reason }) =>
    state === 'delivered' ? `${attemptCount}/${triesMade}/${scheduleStep}/${reason}` : Symbol(),
  );
  for (const group of groups.values()) {
    const { state, reason, dueAt, heldUntil, triedAt, attemptCount, triesMade, scheduleStep, deliveredAt } = group[0]!;
    const change = { state, reason, heldUntil, triedAt, attemptCount, triesMade, scheduleStep, deliveredAt };
    await tx.manager.update(
      Delivery,
      { id: In(group.map(({ id }) => id)) },
      { ...change, owner: '', isManual: false, ...(state === 'pending' && { dueAt }) },
    );
  }
}
