import { Injectable } from '@nestjs/common';
import { DeliveriesService, NewDelivery } from '../deliveries/deliveries.service.js';
import { ExternalOrderCancelledByClient } from '../external-orders/external-order-cancelled-by-client.event.js';
import { ExternalOrderDecided } from '../external-orders/external-order-decided.event.js';
import { ExternalOrderContentsReceived } from '../external-orders/external-order-contents-received.event.js';
import { ChangedOrder, OrderItemsStatusChanged } from '../orders/order-items-status-changed.event.js';
import { OnDomainEvent } from '../shared/domain-event-bus.js';
import type { Transaction } from '../shared/transaction.js';
import { ActiveWebhooks } from './active-webhooks.service.js';
import { laneKeyOf, WEBHOOK_CHANNEL, WebhookData, WebhookEvent, WebhookPayload, WebhookSubject } from './webhook.js';

interface Happening {
  subject: WebhookSubject;
  data: WebhookData;
}

/** Tells the shop's own programs what happened, by ids, inside the transaction of the change. */
@Injectable()
export class WebhookNotices {
  constructor(
    private readonly active: ActiveWebhooks,
    private readonly deliveries: DeliveriesService,
  ) {}

  @OnDomainEvent(ExternalOrderContentsReceived)
  onReceived({ received, at }: ExternalOrderContentsReceived, tx: Transaction): Promise<void> {
    const happenings = received.map(({ externalOrder }) => about(externalOrder, {}));
    return this.tell(tx, at, { 'external_order.received': happenings });
  }

  @OnDomainEvent(ExternalOrderDecided)
  onDecided({ externalOrder, orderId, positions, at }: ExternalOrderDecided, tx: Transaction): Promise<void> {
    const data = { orderId: orderId === null ? null : String(orderId), positionIds: idsOf(positions) };
    return this.tell(tx, at, { 'external_order.decided': [about(externalOrder, data)] });
  }

  @OnDomainEvent(ExternalOrderCancelledByClient)
  onCancelled(event: ExternalOrderCancelledByClient, tx: Transaction): Promise<void> {
    const data = { positionIds: event.positionIds.map(String) };
    return this.tell(tx, event.at, {
      'external_order.cancelled': [about({ ...event, id: event.externalOrderId }, data)],
    });
  }

  @OnDomainEvent(OrderItemsStatusChanged)
  onStatusChanged({ changes, statusId, at }: OrderItemsStatusChanged, tx: Transaction): Promise<void> {
    return this.tell(tx, at, {
      'order.items_status_changed': changes.map(({ order, items }) =>
        aboutOrder(order, { itemIds: idsOf(items), statusId: String(statusId) }),
      ),
      'order.status_reached': changes.flatMap(({ order, reachedStatusId }) =>
        reachedStatusId === null ? [] : [aboutOrder(order, { statusId: String(reachedStatusId) })],
      ),
    });
  }

  /** One call takes all lanes at once, which keeps their sequence. */
  private async tell(tx: Transaction, at: Date, told: Partial<Record<WebhookEvent, Happening[]>>): Promise<void> {
    const messages: NewDelivery[] = [];
    for (const [event, happenings] of Object.entries(told)) {
      const type = event as WebhookEvent;
      if (happenings.length === 0) continue;
      for (const { id } of await this.active.wanting(tx, type)) {
        messages.push(...happenings.map((happening) => messageOf(id, type, at, happening)));
      }
    }
    await this.deliveries.enqueue(tx, WEBHOOK_CHANNEL, messages);
  }
}

function messageOf(webhookId: number, type: WebhookEvent, at: Date, { subject, data }: Happening): NewDelivery {
  const payload: WebhookPayload = { type, timestamp: at.toISOString(), data };
  const laneKey = laneKeyOf(webhookId, subject.externalOrderId);
  return { targetKey: String(webhookId), laneKey, kind: type, subject: subject.externalId, payload };
}

function about(order: { id: number; externalId: string; connectionId: number; regionId: number }, more: WebhookData) {
  const { id: externalOrderId, externalId, connectionId, regionId } = order;
  const data: WebhookData = {
    externalOrderId: String(externalOrderId),
    externalId,
    connectionId: String(connectionId),
    regionId: String(regionId),
    ...more,
  };
  return { subject: { externalOrderId, externalId }, data };
}

function aboutOrder(order: ChangedOrder, more: WebhookData): Happening {
  return about({ ...order, id: order.externalOrderId }, { orderId: String(order.id), ...more });
}

function idsOf(rows: Array<{ id: number }>): string[] {
  return rows.map(({ id }) => String(id));
}
