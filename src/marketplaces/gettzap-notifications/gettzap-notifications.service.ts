import { Injectable, OnModuleInit } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { presentAttempt } from '../../outbox/outbox.dto.js';
import { OutboxCounts, noneOf } from '../../outbox/outbox-counts.service.js';
import { BulkRetries, BulkRetry, RetryResult } from '../../outbox/bulk-retry.service.js';
import { OutboxAdmin, MessageInPlace } from '../../outbox/outbox-admin.service.js';
import { MessageFilter, SHOWN_STATES, ShownState } from '../../outbox/message-filter.js';
import { MarketplaceConnectionsService } from '../connections/marketplace-connections.service.js';
import { OrderNotifications } from '../../orders/orders/order-notifications.service.js';
import { OrdersService } from '../../orders/orders/orders.service.js';
import { Page, PageQuery } from '../../platform/http/paging.dto.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import {
  GettzapNotificationDetail,
  GettzapNotificationView,
  NotificationSummaryView,
  presentBucket,
  presentNotification,
  SummaryQuery,
} from './gettzap-notification.dto.js';
import { GETTZAP_CHANNEL, NotificationPayload } from './gettzap-notification.js';

const HOUR_MS = 3_600_000;

export interface NotificationFilter {
  state?: ShownState[];
  kind?: string[];
  regionId?: number;
  ids?: number[];
  connectionId?: number;
  orderId?: number;
  externalOrderId?: number;
  /** Part of the order's id at GettZap. */
  q?: string;
  from?: Date;
  to?: Date;
}

/** What was and will be said to GettZap, for people to see and steer. */
@Injectable()
export class GettzapNotificationsService implements OnModuleInit {
  constructor(
    private readonly admin: OutboxAdmin,
    private readonly bulkRetries: BulkRetries,
    private readonly counts: OutboxCounts,
    private readonly orders: OrdersService,
    private readonly orderNotifications: OrderNotifications,
    private readonly connections: MarketplaceConnectionsService,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.orderNotifications.plugIn(async (externalOrderId) =>
      this.present(await this.admin.ofOrderingKey(GETTZAP_CHANNEL, String(externalOrderId))),
    );
  }

  async list(filter: NotificationFilter, paging: PageQuery, actor: Actor): Promise<Page<GettzapNotificationView>> {
    const { data, meta } = await this.admin.list(await this.filterOf(filter, actor), paging);
    return { data: await this.present(data), meta };
  }

  /** Ids of the first rows of the list, whatever its pages. */
  async idsOf(filter: NotificationFilter, sort: PageQuery['sort'], actor: Actor, limit: number): Promise<number[]> {
    return this.admin.idsOf(await this.filterOf(filter, actor), sort, limit);
  }

  /** @throws NotFoundError */
  async detail(id: number, actor: Actor): Promise<GettzapNotificationDetail> {
    const { attempts, ...place } = await this.admin.detail(GETTZAP_CHANNEL, id, actor);
    const [view] = await this.present([place]);
    return { ...view!, attempts: attempts.map(presentAttempt) };
  }

  /** @throws NotFoundError; ConflictError `confirmation_required`, `being_sent`, `skipped` */
  async retry(id: number, force: boolean, actor: Actor): Promise<GettzapNotificationDetail> {
    await this.admin.retry(GETTZAP_CHANNEL, id, force, actor);
    return this.detail(id, actor);
  }

  async retryAll(filter: NotificationFilter, bulk: BulkRetry, actor: Actor): Promise<RetryResult> {
    return this.bulkRetries.retryAll(await this.filterOf(filter, actor), bulk);
  }

  /** What `retryAll` would come to. */
  async countRetry(filter: NotificationFilter, bulk: BulkRetry, actor: Actor): Promise<RetryResult> {
    return this.bulkRetries.countRetry(await this.filterOf(filter, actor), bulk);
  }

  /** How sending went in the last hours, and what is open. */
  async summary({ hours, connectionId, regionId }: SummaryQuery, actor: Actor): Promise<NotificationSummaryView> {
    const filter = await this.filterOf({ connectionId, regionId }, actor);
    const byHour = await this.counts.byHour(filter, hours);
    const states = noneOf();
    for (const hour of byHour) for (const state of SHOWN_STATES) states[state] += hour.states[state];
    return {
      from: byHour[0]!.at.toISOString(),
      to: new Date(byHour.at(-1)!.at.getTime() + HOUR_MS).toISOString(),
      buckets: byHour.map(presentBucket),
      states,
      open: await this.counts.open(filter),
    };
  }

  /** @throws NotFoundError; ConflictError `being_sent`, `already_finished` */
  async cancel(id: number, actor: Actor): Promise<GettzapNotificationDetail> {
    await this.admin.cancel(GETTZAP_CHANNEL, id, actor);
    return this.detail(id, actor);
  }

  private async filterOf(filter: NotificationFilter, actor: Actor): Promise<MessageFilter> {
    const { state, kind, regionId, ids, connectionId, orderId, externalOrderId, q, from, to } = filter;
    const ofOrder = orderId === undefined ? undefined : await this.orders.externalOrderIdOf(orderId);
    const isContradiction = ofOrder !== undefined && externalOrderId !== undefined && ofOrder !== externalOrderId;
    const lane = isContradiction ? 0 : (externalOrderId ?? ofOrder);
    return {
      channel: GETTZAP_CHANNEL,
      actor,
      states: state,
      kinds: kind,
      regionId,
      ids,
      endpointKey: connectionId === undefined ? undefined : String(connectionId),
      orderingKeys: lane === undefined ? undefined : [String(lane)],
      q,
      from,
      to,
    };
  }

  private async present(places: MessageInPlace[]): Promise<GettzapNotificationView[]> {
    const externalOrderIdOf = ({ message }: MessageInPlace) => (message.payload as NotificationPayload).externalOrderId;
    const ids = [...new Set(places.map(externalOrderIdOf))];
    const connectionIds = [...new Set(places.map(({ endpoint }) => Number(endpoint.key)))];
    const { orderIds, connections } = await this.transactions.read(async (manager) => ({
      orderIds: await this.orders.idsByExternalOrder(manager, ids),
      connections: await this.connections.byIds(manager, connectionIds),
    }));
    return places.map((place) => {
      const waitsFor = connections.get(Number(place.endpoint.key))?.waitsFor ?? null;
      return presentNotification(place, orderIds.get(externalOrderIdOf(place)), waitsFor);
    });
  }
}
