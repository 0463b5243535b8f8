import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { presentAttempt } from '../../outbox/outbox.dto.js';
import { BulkRetries, BulkRetry, RetryResult } from '../../outbox/bulk-retry.service.js';
import { OutboxAdmin, MessageInPlace } from '../../outbox/outbox-admin.service.js';
import { MessageFilter, ShownState } from '../../outbox/message-filter.js';
import { OrdersService } from '../../orders/orders/orders.service.js';
import { Page, PageQuery } from '../../platform/http/paging.dto.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { orderingKeyOf, testOrderingKeyOf, WEBHOOK_CHANNEL } from './webhook.js';
import {
  externalOrderIdOf,
  presentWebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryView,
} from './webhook-delivery.dto.js';
import { Webhook } from './webhook.entity.js';

export interface WebhookDeliveryFilter {
  state?: ShownState[];
  kind?: string[];
  regionId?: number;
  ids?: number[];
  webhookId?: number;
  orderId?: number;
  externalOrderId?: number;
  /** Part of the order's id at the marketplace. */
  q?: string;
  from?: Date;
  to?: Date;
}

/** What was and will be sent to web-hooks, for people to see and steer. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    private readonly admin: OutboxAdmin,
    private readonly bulkRetries: BulkRetries,
    private readonly orders: OrdersService,
    private readonly transactions: Transactions,
  ) {}

  async list(filter: WebhookDeliveryFilter, paging: PageQuery, actor: Actor): Promise<Page<WebhookDeliveryView>> {
    const { data, meta } = await this.admin.list(await this.filterOf(filter, actor), paging);
    return { data: await this.present(data), meta };
  }

  /** @throws NotFoundError */
  async detail(id: number, actor: Actor): Promise<WebhookDeliveryDetail> {
    const { attempts, ...place } = await this.admin.detail(WEBHOOK_CHANNEL, id, actor);
    const [view] = await this.present([place]);
    return { ...view!, attempts: attempts.map(presentAttempt) };
  }

  /** The test that was asked for last. */
  async latestTest(webhookId: number, actor: Actor): Promise<WebhookDeliveryDetail> {
    const filter = { channel: WEBHOOK_CHANNEL, actor, orderingKeys: [testOrderingKeyOf(webhookId)] };
    const { data } = await this.admin.list(filter, { page: 1, perPage: 1, sort: '-createdAt' });
    return this.detail(data[0]!.message.id, actor);
  }

  /** @throws NotFoundError; ConflictError `confirmation_required`, `being_sent` */
  async retry(id: number, force: boolean, actor: Actor): Promise<WebhookDeliveryDetail> {
    await this.admin.retry(WEBHOOK_CHANNEL, id, force, actor);
    return this.detail(id, actor);
  }

  async retryAll(filter: WebhookDeliveryFilter, bulk: BulkRetry, actor: Actor): Promise<RetryResult> {
    return this.bulkRetries.retryAll(await this.filterOf(filter, actor), bulk);
  }

  /** What `retryAll` would come to. */
  async countRetry(filter: WebhookDeliveryFilter, bulk: BulkRetry, actor: Actor): Promise<RetryResult> {
    return this.bulkRetries.countRetry(await this.filterOf(filter, actor), bulk);
  }

  /** @throws NotFoundError; ConflictError `being_sent`, `already_finished` */
  async cancel(id: number, actor: Actor): Promise<WebhookDeliveryDetail> {
    await this.admin.cancel(WEBHOOK_CHANNEL, id, actor);
    return this.detail(id, actor);
  }

  private async filterOf(filter: WebhookDeliveryFilter, actor: Actor): Promise<MessageFilter> {
    const { state, kind, regionId, ids, webhookId, q, from, to } = filter;
    const endpointKey = webhookId === undefined ? undefined : String(webhookId);
    const orderingKeys = await this.orderingKeysOf(filter);
    return {
      channel: WEBHOOK_CHANNEL,
      actor,
      states: state,
      kinds: kind,
      regionId,
      ids,
      endpointKey,
      orderingKeys,
      q,
      from,
      to,
    };
  }

  /** The ordering keys of an order, one at each web-hook that there ever was; undefined = no order was asked for. */
  private async orderingKeysOf({ orderId, externalOrderId }: WebhookDeliveryFilter): Promise<string[] | undefined> {
    const ofOrder = orderId === undefined ? undefined : await this.orders.externalOrderIdOf(orderId);
    const asked = externalOrderId ?? ofOrder;
    if (asked === undefined) return undefined;
    if (ofOrder !== undefined && ofOrder !== asked) return [];
    const webhooks = await this.transactions.read((manager) => manager.find(Webhook, { select: { id: true } }));
    return webhooks.map(({ id }) => orderingKeyOf(id, asked));
  }

  private async present(places: MessageInPlace[]): Promise<WebhookDeliveryView[]> {
    const ids = [...new Set(places.map(externalOrderIdOf))].filter((id) => id !== undefined);
    const orderIds = await this.transactions.read((manager) => this.orders.idsByExternalOrder(manager, ids));
    return places.map((place) => presentWebhookDelivery(place, orderIds.get(externalOrderIdOf(place) ?? 0)));
  }
}
