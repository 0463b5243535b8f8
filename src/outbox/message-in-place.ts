import { EntityManager, In, MoreThan } from 'typeorm';
import { Endpoint, OrderingKey, OutboxAttempt, OutboxMessage } from './outbox-message.entity.js';

/** How an attempt went, without what was sent. */
export type LastAttempt = Pick<OutboxAttempt, 'messageId' | 'at' | 'durationMs' | 'response' | 'error'>;

/** A message with what surrounds it. */
export interface MessageInPlace {
  message: OutboxMessage;
  orderingKey: string;
  endpoint: Endpoint;
  /** Of one that is not delivered: why it waits, or was given up. */
  lastAttempt?: LastAttempt;
}

export interface MessageDetail extends MessageInPlace {
  /** Of very many the first and the last ones. */
  attempts: OutboxAttempt[];
  attemptsMade: number;
}

/** From either end. */
const ATTEMPTS_SHOWN = 100;

/** Each with what surrounds it. */
export async function inPlace(manager: EntityManager, messages: OutboxMessage[]): Promise<MessageInPlace[]> {
  if (messages.length === 0) return [];
  const ids = (of: (message: OutboxMessage) => number) => In([...new Set(messages.map(of))]);
  const [keys, endpoints, lastAttempts] = await Promise.all([
    manager.findBy(OrderingKey, { id: ids(({ orderingKeyId }) => orderingKeyId) }),
    manager.findBy(Endpoint, { id: ids(({ endpointId }) => endpointId) }),
    lastAttemptsOf(manager, messages),
  ]);
  const keyOf = new Map(keys.map(({ id, key }) => [id, key]));
  const endpointOf = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  return messages.map((message) => ({
    message,
    orderingKey: keyOf.get(message.orderingKeyId) ?? '',
    endpoint: endpointOf.get(message.endpointId)!,
    lastAttempt: lastAttempts.get(message.id),
  }));
}

/** By their ids, which an index has in their sequence. */
export async function attemptsOf(manager: EntityManager, messageId: number) {
  const take = ATTEMPTS_SHOWN;
  const first = await manager.find(OutboxAttempt, { where: { messageId }, order: { id: 'ASC' }, take });
  if (first.length < take) return { attempts: first, attemptsMade: first.length };
  const later = { messageId, id: MoreThan(first.at(-1)!.id) };
  const last = await manager.find(OutboxAttempt, { where: later, order: { id: 'DESC' }, take });
  const attemptsMade = await manager.countBy(OutboxAttempt, { messageId });
  return { attempts: [...first, ...last.reverse()], attemptsMade };
}

/** The latest attempt of each message that was tried and is not delivered, by the message's id. */
async function lastAttemptsOf(manager: EntityManager, messages: OutboxMessage[]): Promise<Map<number, LastAttempt>> {
  const tried = messages.filter(({ state, attempts }) => attempts > 0 && state !== 'delivered');
  if (tried.length === 0) return new Map();
  const latest = await manager
    .createQueryBuilder(OutboxAttempt, 'attempt')
    .select('MAX(attempt.id)', 'id')
    .where('attempt.messageId IN (:...ids)', { ids: tried.map(({ id }) => id) })
    .groupBy('attempt.messageId')
    .getRawMany<{ id: number }>();
  const attempts = await manager.find(OutboxAttempt, {
    select: { id: true, messageId: true, at: true, durationMs: true, response: true, error: true },
    where: { id: In(latest.map(({ id }) => id)) },
  });
  return new Map(attempts.map((attempt) => [attempt.messageId, attempt]));
}
