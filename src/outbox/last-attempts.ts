import { EntityManager, In } from 'typeorm';
import type { OutboxMessage } from './outbox-message.entity.js';
import { OutboxAttempt } from './outbox-attempt.entity.js';

/** How an attempt went, without what was sent. */
export type LastAttempt = Pick<OutboxAttempt, 'deliveryId' | 'at' | 'durationMs' | 'response' | 'error'>;

/** The latest attempt of each message that was tried and is not delivered, by the message's id. */
export async function lastAttemptsOf(
  manager: EntityManager,
  messages: OutboxMessage[],
): Promise<Map<number, LastAttempt>> {
  const tried = messages.filter(({ state, attempts }) => attempts > 0 && state !== 'delivered');
  if (tried.length === 0) return new Map();
  const latest = await manager
    .createQueryBuilder(OutboxAttempt, 'attempt')
    .select('MAX(attempt.id)', 'id')
    .where('attempt.deliveryId IN (:...ids)', { ids: tried.map(({ id }) => id) })
    .groupBy('attempt.deliveryId')
    .getRawMany<{ id: number }>();
  const attempts = await manager.find(OutboxAttempt, {
    select: { id: true, deliveryId: true, at: true, durationMs: true, response: true, error: true },
    where: { id: In(latest.map(({ id }) => id)) },
  });
  return new Map(attempts.map((attempt) => [attempt.deliveryId, attempt]));
}
