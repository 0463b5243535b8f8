import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { presentAttempts } from '../../outbox/outbox.dto.js';
import { OutboxAdmin } from '../../outbox/outbox-admin.service.js';
import type { MessageDetail, MessageInPlace } from '../../outbox/message-in-place.js';
import type { MessageFilter } from '../../outbox/message-filter.js';
import { OrdersService } from '../../orders/orders/orders.service.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { orderingKeyOf, testOrderingKeyOf, WEBHOOK_CHANNEL, Webhook } from './webhook.entity.js';
import {
  externalOrderIdOf,
  presentWebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryView,
} from './webhook-delivery.dto.js';

interface WebhookDeliveryFilter extends Pick<
  MessageFilter,
  'state' | 'kind' | 'regionId' | 'ids' | 'q' | 'from' | 'to'
> {
  webhookId?: number;
  orderId?: number;
  externalOrderId?: number;
}

/** Messages of the outbox as people see what is sent to web-hooks. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    private readonly admin: OutboxAdmin,
    private readonly orders: OrdersService,
    private readonly transactions: Transactions,
  ) {}

  async filterOf(filter: WebhookDeliveryFilter, actor: Actor): Promise<MessageFilter> {
    const { webhookId, orderId, externalOrderId, ...same } = filter;
    const endpointKey = webhookId === undefined ? undefined : String(webhookId);
    const orderingKeys = await this.orderingKeysOf(orderId, externalOrderId);
    return { ...same, channel: WEBHOOK_CHANNEL, actor, endpointKey, orderingKeys };
  }

  /** The ordering keys of an order, one at each web-hook that there ever was; undefined = no order was asked for. */
  private async orderingKeysOf(orderId?: number, externalOrderId?: number): Promise<string[] | undefined> {
    const ofOrder = orderId === undefined ? undefined : await this.orders.externalOrderIdOf(orderId);
    const asked = externalOrderId ?? ofOrder;
    if (asked === undefined) return undefined;
    if (ofOrder !== undefined && ofOrder !== asked) return [];
    const webhooks = await this.transactions.read((manager) => manager.find(Webhook, { select: { id: true } }));
    return webhooks.map(({ id }) => orderingKeyOf(id, asked));
  }

  async present(messages: MessageInPlace[]): Promise<WebhookDeliveryView[]> {
    const ids = [...new Set(messages.map(externalOrderIdOf))].filter((id) => id !== undefined);
    const orderIds = await this.transactions.read((manager) => this.orders.idsByExternalOrder(manager, ids));
    return messages.map((each) => presentWebhookDelivery(each, orderIds.get(externalOrderIdOf(each) ?? 0)));
  }

  async presentDetail(detail: MessageDetail): Promise<WebhookDeliveryDetail> {
    const [view] = await this.present([detail]);
    return { ...view!, ...presentAttempts(detail) };
  }

  /** The test that was asked for last. */
  async latestTest(webhookId: number, actor: Actor): Promise<WebhookDeliveryDetail> {
    const filter = { channel: WEBHOOK_CHANNEL, actor, orderingKeys: [testOrderingKeyOf(webhookId)] };
    const [id] = await this.admin.idsOf(filter, '-createdAt', 1);
    return this.presentDetail(await this.admin.detail(WEBHOOK_CHANNEL, id!, actor));
  }
}
