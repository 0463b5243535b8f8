import type { MessageState, OutboxMessage } from './outbox-message.entity.js';

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
