import type { MessageState } from './outbox-message.entity.js';

export interface ChangedMessage {
  id: number;
  channel: string;
  orderingKey: string;
  state: MessageState;
}

/** Something was recorded of messages: what became of an attempt, or that a person steers them. */
export class MessagesChanged {
  constructor(readonly messages: ChangedMessage[]) {}
}
