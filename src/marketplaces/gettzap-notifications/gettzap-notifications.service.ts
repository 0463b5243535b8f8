import { Injectable, OnModuleInit } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { presentAttempts } from '../../outbox/outbox.dto.js';
import { OutboxCounts, noneOf } from '../../outbox/outbox-counts.service.js';
import { OutboxAdmin } from '../../outbox/outbox-admin.service.js';
import type { MessageDetail, MessageInPlace } from '../../outbox/message-in-place.js';
import { MessageFilter, SHOWN_STATES } from '../../outbox/message-filter.js';
import { CONNECTIONS } from '../connections/marketplace-connection.entity.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { OrderNotifications } from '../../orders/orders/order-notifications.service.js';
import { OrdersService } from '../../orders/orders/orders.service.js';
import type { Page, PageQuery } from '../../platform/http/paging.dto.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import {
  GettzapNotificationDetail,
  GettzapNotificationView,
  NotificationQuery,
  NotificationSummaryView,
  presentBucket,
  presentNotification,
  SummaryQuery,
} from './gettzap-notification.dto.js';
import { GETTZAP_CHANNEL, NotificationPayload } from './gettzap-notification.js';
import { later } from '../../platform/clock.js';

const HOUR_MS = 3_600_000;

type NotificationFilter = Omit<NotificationQuery, keyof PageQuery> & { kind?: string[] };

/** Messages of the outbox as people see what is said to GettZap. */
@Injectable()
export class GettzapNotificationsService implements OnModuleInit {
  constructor(
    private readonly admin: OutboxAdmin,
    private readonly counts: OutboxCounts,
    private readonly orders: OrdersService,
    private readonly orderNotifications: OrderNotifications,
    private readonly configuration: Configuration,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.orderNotifications.register(async (manager, externalOrderId) => {
      const [places, orderIds] = await Promise.all([
        this.admin.ofOrderingKey(manager, GETTZAP_CHANNEL, String(externalOrderId)),
        this.orders.idsByExternalOrder(manager, [externalOrderId]),
      ]);
      return this.presentOf(places, orderIds);
    });
  }

  async list(filter: NotificationFilter, paging: PageQuery, actor: Actor): Promise<Page<GettzapNotificationView>> {
    const { data, meta } = await this.admin.list(await this.filterOf(filter, actor), paging);
    return { data: await this.present(data), meta };
  }

  /** Ids of the first rows of the list, whatever its pages. */
  async idsOf(filter: NotificationFilter, sort: PageQuery['sort'], actor: Actor, limit: number): Promise<number[]> {
    return this.admin.idsOf(await this.filterOf(filter, actor), sort, limit);
  }

  /** How sending went in the last hours, and what is open. */
  async summary({ hours, connectionId, regionId }: SummaryQuery, actor: Actor): Promise<NotificationSummaryView> {
    const filter = await this.filterOf({ connectionId, regionId }, actor);
    const byHour = await this.counts.byHour(filter, hours);
    const states = noneOf();
    for (const hour of byHour) for (const state of SHOWN_STATES) states[state] += hour.states[state];
    return {
      from: byHour[0]!.at.toISOString(),
      to: later(byHour.at(-1)!.at, HOUR_MS).toISOString(),
      buckets: byHour.map(presentBucket),
      states,
      open: await this.counts.open(filter),
    };
  }

  async filterOf(filter: NotificationFilter, actor: Actor): Promise<MessageFilter> {
    const { connectionId, orderId, externalOrderId, ...same } = filter;
    const ofOrder = orderId === undefined ? undefined : await this.orders.externalOrderIdOf(orderId);
    const isContradiction = ofOrder !== undefined && externalOrderId !== undefined && ofOrder !== externalOrderId;
    const key = isContradiction ? 0 : (externalOrderId ?? ofOrder);
    const endpointKey = connectionId === undefined ? undefined : String(connectionId);
    const orderingKeys = key === undefined ? undefined : [String(key)];
    return { ...same, channel: GETTZAP_CHANNEL, actor, endpointKey, orderingKeys };
  }

  async present(messages: MessageInPlace[]): Promise<GettzapNotificationView[]> {
    const ids = [...new Set(messages.map(externalOrderIdOf))];
    const orderIds = await this.transactions.read((manager) => this.orders.idsByExternalOrder(manager, ids));
    return this.presentOf(messages, orderIds);
  }

  private presentOf(messages: MessageInPlace[], orderIds: Map<number, number>): GettzapNotificationView[] {
    const connections = this.configuration.current.get(CONNECTIONS);
    return messages.map((place) => {
      const waitsFor = connections.get(Number(place.endpoint.key))?.waitsFor ?? null;
      return presentNotification(place, orderIds.get(externalOrderIdOf(place)), waitsFor);
    });
  }

  async presentDetail(detail: MessageDetail): Promise<GettzapNotificationDetail> {
    const [view] = await this.present([detail]);
    return { ...view!, ...presentAttempts(detail) };
  }
}

function externalOrderIdOf({ message }: MessageInPlace): number {
  return (message.payload as NotificationPayload).externalOrderId;
}
