import { Injectable } from '@nestjs/common';
import { idsOf } from '../../platform/collections.js';
import {
  BuyerDataErased,
  ExternalOrderCancelledByClient,
  ExternalOrderContentsReceived,
  ExternalOrderDecided,
  ExternalOrderReopened,
} from '../../orders/external-orders/external-orders.events.js';
import { MessageContents } from '../../outbox/message-contents.service.js';
import { Outbox, NewMessage } from '../../outbox/outbox.service.js';
import { ChangedOrder, OrderItemsStatusChanged } from '../../orders/orders/orders.events.js';
import type { Hold } from '../../platform/transactions/hold.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { Configuration, ConfigurationPart } from '../../platform/configuration/configuration.service.js';
import {
  Webhook,
  orderingKeyOf,
  WEBHOOK_CHANNEL,
  WebhookData,
  WebhookEventName,
  WebhookPayload,
} from './webhook.entity.js';

/** Who is told of events. */
const ACTIVE_WEBHOOKS = new ConfigurationPart((manager) =>
  manager.find(Webhook, { where: { isActive: true }, order: { id: 'ASC' } }),
);

interface WebhookEvent {
  hold?: Hold | null;
  name: WebhookEventName;
  externalOrderId: number;
  /** Its id at the marketplace. */
  externalId: string;
  data: WebhookData;
}

/** Tells the shop's own programs what happened, by ids, inside the transaction of the change. */
@Injectable()
export class WebhookPublisher {
  constructor(
    private readonly configuration: Configuration,
    private readonly outbox: Outbox,
    private readonly contents: MessageContents,
  ) {}

  @OnDomainEvent(ExternalOrderContentsReceived)
  onReceived({ received, at }: ExternalOrderContentsReceived, tx: Transaction): Promise<void> {
    const events = received.map(({ externalOrder }) => about('external_order.received', externalOrder, {}));
    return this.publish(tx, at, events);
  }

  @OnDomainEvent(ExternalOrderDecided)
  onDecided({ externalOrder, orderId, positions, at, hold }: ExternalOrderDecided, tx: Transaction): Promise<void> {
    const data = { orderId: orderId === null ? null : String(orderId), positionIds: idsOf(positions).map(String) };
    return this.publish(tx, at, [{ ...about('external_order.decided', externalOrder, data), hold }]);
  }

  @OnDomainEvent(ExternalOrderCancelledByClient)
  onCancelled(event: ExternalOrderCancelledByClient, tx: Transaction): Promise<void> {
    const data = { positionIds: event.positionIds.map(String) };
    return this.publish(tx, event.at, [
      about('external_order.cancelled', { ...event, id: event.externalOrderId }, data),
    ]);
  }

  @OnDomainEvent(ExternalOrderReopened)
  onReopened({ externalOrder, positionIds, at }: ExternalOrderReopened, tx: Transaction): Promise<void> {
    const data = { positionIds: positionIds.map(String) };
    return this.publish(tx, at, [about('external_order.reopened', externalOrder, data)]);
  }

  @OnDomainEvent(OrderItemsStatusChanged)
  onStatusChanged({ changes, at }: OrderItemsStatusChanged, tx: Transaction): Promise<void> {
    const events = changes.flatMap(({ order, items, statusId, reachedStatusId, hold }) => {
      const changed = { itemIds: idsOf(items).map(String), statusId: String(statusId) };
      const reached = reachedStatusId === null ? [] : [{ statusId: String(reachedStatusId) }];
      return [
        aboutOrder('order.items_status_changed', order, changed),
        ...reached.map((data) => aboutOrder('order.status_reached', order, data)),
      ].map((event) => ({ ...event, hold }));
    });
    return this.publish(tx, at, events);
  }

  /** Messages carry ids alone, but nobody knows what a receiver answered. */
  @OnDomainEvent(BuyerDataErased)
  async onErased({ externalOrderId }: BuyerDataErased, tx: Transaction): Promise<void> {
    const webhooks = await tx.manager.find(Webhook, { select: { id: true } });
    const orderingKeys = webhooks.map(({ id }) => orderingKeyOf(id, externalOrderId));
    await this.contents.erase(tx, WEBHOOK_CHANNEL, orderingKeys, (payload) => payload);
  }

  /** One call takes all ordering keys at once, which keeps their sequence. */
  private async publish(tx: Transaction, at: Date, events: WebhookEvent[]): Promise<void> {
    const active = (await this.configuration.of(tx)).get(ACTIVE_WEBHOOKS);
    const messages = events.flatMap((each) =>
      active.filter((webhook) => isTold(webhook, each)).map(({ id }) => messageOf(id, at, each)),
    );
    await this.outbox.add(tx, WEBHOOK_CHANNEL, messages);
  }
}

/** What is about no order of the shop's cannot be told as one. */
function isTold({ events, format }: Webhook, { name, data }: WebhookEvent): boolean {
  return events.includes(name) && (format === 'standard' || typeof data.orderId === 'string');
}

function messageOf(webhookId: number, at: Date, event: WebhookEvent): NewMessage {
  const { name, externalOrderId, externalId: subject, data, hold = null } = event;
  const payload: WebhookPayload = { type: name, timestamp: at.toISOString(), data };
  const orderingKey = orderingKeyOf(webhookId, externalOrderId);
  return { endpointKey: String(webhookId), orderingKey, kind: name, subject, payload, hold };
}

function about(
  name: WebhookEventName,
  order: { id: number; externalId: string; connectionId: number; regionId: number },
  more: WebhookData,
): WebhookEvent {
  const { id: externalOrderId, externalId, connectionId, regionId } = order;
  const data: WebhookData = {
    externalOrderId: String(externalOrderId),
    externalId,
    connectionId: String(connectionId),
    regionId: String(regionId),
    ...more,
  };
  return { name, externalOrderId, externalId, data };
}

function aboutOrder(name: WebhookEventName, order: ChangedOrder, more: WebhookData): WebhookEvent {
  return about(name, { ...order, id: order.externalOrderId }, { orderId: String(order.id), ...more });
}
