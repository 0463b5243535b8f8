import { Injectable } from '@nestjs/common';
import { MessageContents } from '../../outbox/message-contents.service.js';
import { BuyerDataErased } from '../../orders/external-orders/external-orders.events.js';
import { OnDomainEvent } from '../../platform/transactions/domain-event-bus.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { GETTZAP_CHANNEL } from './gettzap-notification.js';

/** Texts may quote the buyer's comments. What was not sent yet goes without its text. */
@Injectable()
export class TextErasure {
  constructor(private readonly contents: MessageContents) {}

  @OnDomainEvent(BuyerDataErased)
  onErased({ externalOrderId }: BuyerDataErased, tx: Transaction): Promise<void> {
    return this.contents.erase(tx, GETTZAP_CHANNEL, [String(externalOrderId)], (payload) => ({ ...payload, text: '' }));
  }
}
