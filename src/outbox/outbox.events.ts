import { In } from 'typeorm';
import type { Transaction } from '../platform/transactions/transaction.js';
import { MessageState, OrderingKey, OutboxMessage } from './outbox-message.entity.js';

export interface ChangedMessage {
  id: number;
  channel: string;
  orderingKey: string;
  state: MessageState;
}

/** Something was recorded of messages: what became of an attempt, or that a person steers them. */
export class MessagesChanged {
  constructor(readonly messages: ChangedMessage[]) {}

  /** @param orderingKeys by their ids */
  static of(messages: OutboxMessage[], orderingKeys: Map<number, string>): MessagesChanged {
    const changed = messages.map(({ id, channel, orderingKeyId, state }) => {
      return { id, channel, orderingKey: orderingKeys.get(orderingKeyId) ?? '', state };
    });
    return new MessagesChanged(changed);
  }
}

/** Publishes these messages as they are now in the transaction. */
export async function publishChanged(tx: Transaction, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  const messages = await tx.manager.find(OutboxMessage, {
    select: { id: true, channel: true, orderingKeyId: true, state: true },
    where: { id: In(ids) },
  });
  const keyIds = [...new Set(messages.map(({ orderingKeyId }) => orderingKeyId))];
  const rows = await tx.manager.findBy(OrderingKey, { id: In(keyIds) });
  await tx.publish(MessagesChanged.of(messages, new Map(rows.map(({ id, key }) => [id, key]))));
}

/** A message that was finished, or waited for its next attempt, is to be sent anew. */
export class MessageRequeued {
  constructor(
    readonly channel: string,
    readonly createdAt: Date,
    /** Its state before. */
    readonly from: MessageState,
  ) {}
}

/** A message is dead: it was rejected, or its attempts are used up. */
export class MessageDied {
  constructor(
    readonly messageId: number,
    readonly channel: string,
    readonly reason: string,
    readonly endpointKey: string,
    readonly orderingKey: string,
    /** What a person would search it by. */
    readonly subject: string,
  ) {}
}

/** An endpoint refused our sign-in; its messages wait for a person. */
export class EndpointPaused {
  constructor(
    readonly channel: string,
    readonly endpointKey: string,
    readonly reason: string,
  ) {}
}

/** An endpoint stopped answering. */
export class CircuitBreakerOpened {
  constructor(
    readonly channel: string,
    readonly endpointKey: string,
  ) {}
}

/** An endpoint whose circuit breaker was open answers again. */
export class CircuitBreakerClosed {
  constructor(
    readonly channel: string,
    readonly endpointKey: string,
  ) {}
}
