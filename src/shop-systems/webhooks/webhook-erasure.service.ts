import { Injectable } from '@nestjs/common';
import { MessageContents } from '../../outbox/message-contents.service.js';
import { BuyerDataErased } from '../../orders/external-orders/buyer-data-erased.event.js';
import { OnDomainEvent } from '../../platform/transactions/domain-event-bus.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { orderingKeyOf, WEBHOOK_CHANNEL } from './webhook.js';
import { Webhook } from './webhook.entity.js';

/** Messages carry ids alone, but nobody knows what a receiver answered. */
@Injectable()
export class WebhookErasure {
  constructor(private readonly contents: MessageContents) {}

  @OnDomainEvent(BuyerDataErased)
  async onErased({ externalOrderId }: BuyerDataErased, tx: Transaction): Promise<void> {
    const webhooks = await tx.manager.find(Webhook, { select: { id: true } });
    const orderingKeys = webhooks.map(({ id }) => orderingKeyOf(id, externalOrderId));
    await this.contents.erase(tx, WEBHOOK_CHANNEL, orderingKeys, (payload) => payload);
  }
}
