import { Injectable, OnModuleInit } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { presentAttempt } from '../deliveries/delivery.dto.js';
import { DeliveryDesk, DeliveryFilter, DeliveryWithPlace, RetryResult } from '../deliveries/delivery-desk.service.js';
import { OrderNotifications } from '../orders/order-notifications.service.js';
import { OrdersService } from '../orders/orders.service.js';
import { Page } from '../shared/paging.dto.js';
import { Transactions } from '../shared/transactions.service.js';
import {
  GettzapNotificationDetail,
  GettzapNotificationView,
  NotificationFilter,
  NotificationQuery,
  presentNotification,
} from './gettzap-notification.dto.js';
import { GETTZAP_CHANNEL, NotificationPayload } from './gettzap-notification.js';

/** What was and will be said to GettZap, for people to see and steer. */
@Injectable()
export class GettzapNotificationsService implements OnModuleInit {
  constructor(
    private readonly desk: DeliveryDesk,
    private readonly orders: OrdersService,
    private readonly orderNotifications: OrderNotifications,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.orderNotifications.plugIn(async (externalOrderId) =>
      this.present(await this.desk.ofLane(GETTZAP_CHANNEL, String(externalOrderId))),
    );
  }

  async list(query: NotificationQuery, actor: Actor): Promise<Page<GettzapNotificationView>> {
    const { data, meta } = await this.desk.list(await this.filterOf(query, actor), query);
    return { data: await this.present(data), meta };
  }

  /** @throws NotFoundError */
  async detail(id: number, actor: Actor): Promise<GettzapNotificationDetail> {
    const { attempts, ...place } = await this.desk.detail(GETTZAP_CHANNEL, id, actor);
    const [view] = await this.present([place]);
    return { ...view!, attempts: attempts.map(presentAttempt) };
  }

  /** @throws NotFoundError; ConflictError `confirmation_required`, `being_sent`, `skipped` */
  async retry(id: number, force: boolean, actor: Actor): Promise<GettzapNotificationDetail> {
    await this.desk.retry(GETTZAP_CHANNEL, id, force, actor);
    return this.detail(id, actor);
  }

  async retryAll(filter: NotificationFilter, force: boolean, actor: Actor): Promise<RetryResult> {
    return this.desk.retryAll(await this.filterOf(filter, actor), force);
  }

  /** @throws NotFoundError; ConflictError `being_sent`, `already_finished` */
  async cancel(id: number, actor: Actor): Promise<GettzapNotificationDetail> {
    await this.desk.cancel(GETTZAP_CHANNEL, id, actor);
    return this.detail(id, actor);
  }

  private async filterOf(filter: NotificationFilter, actor: Actor): Promise<DeliveryFilter> {
    const { state, connectionId, orderId, externalOrderId, q, from, to } = filter;
    const ofOrder = orderId === undefined ? undefined : await this.orders.externalOrderIdOf(orderId);
    const isContradiction = ofOrder !== undefined && externalOrderId !== undefined && ofOrder !== externalOrderId;
    const lane = isContradiction ? 0 : (externalOrderId ?? ofOrder);
    return {
      channel: GETTZAP_CHANNEL,
      actor,
      state,
      targetKey: connectionId === undefined ? undefined : String(connectionId),
      laneKeys: lane === undefined ? undefined : [String(lane)],
      q,
      from,
      to,
    };
  }

  private async present(places: DeliveryWithPlace[]): Promise<GettzapNotificationView[]> {
    const externalOrderIdOf = ({ delivery }: DeliveryWithPlace) =>
      (delivery.payload as NotificationPayload).externalOrderId;
    const ids = [...new Set(places.map(externalOrderIdOf))];
    const orderIds = await this.transactions.read((manager) => this.orders.idsByExternalOrder(manager, ids));
    return places.map((place) => presentNotification(place, orderIds.get(externalOrderIdOf(place))));
  }
}
