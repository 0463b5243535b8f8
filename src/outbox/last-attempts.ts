import { EntityManager, In } from 'typeorm';
import type { Delivery } from './delivery.entity.js';
import { DeliveryAttempt } from './delivery-attempt.entity.js';

/** How a try went, without what was sent. */
export type LastAttempt = Pick<DeliveryAttempt, 'deliveryId' | 'at' | 'durationMs' | 'response' | 'error'>;

/** The latest attempt of each delivery that was tried and is not delivered, by the delivery's id. */
export async function lastAttemptsOf(
  manager: EntityManager,
  deliveries: Delivery[],
): Promise<Map<number, LastAttempt>> {
  const tried = deliveries.filter(({ state, triesMade }) => triesMade > 0 && state !== 'delivered');
  if (tried.length === 0) return new Map();
  const latest = await manager
    .createQueryBuilder(DeliveryAttempt, 'attempt')
    .select('MAX(attempt.id)', 'id')
    .where('attempt.deliveryId IN (:...ids)', { ids: tried.map(({ id }) => id) })
    .groupBy('attempt.deliveryId')
    .getRawMany<{ id: number }>();
  const attempts = await manager.find(DeliveryAttempt, {
    select: { id: true, deliveryId: true, at: true, durationMs: true, response: true, error: true },
    where: { id: In(latest.map(({ id }) => id)) },
  });
  return new Map(attempts.map((attempt) => [attempt.deliveryId, attempt]));
}
