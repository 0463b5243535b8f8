import { Injectable, OnModuleInit } from '@nestjs/common';
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
  presentAttempt,
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

  async list(query: NotificationQuery): Promise<Page<GettzapNotificationView>> {
    const { data, meta } = await this.desk.list(await this.filterOf(query), query);
    return { data: await this.present(data), meta };
  }

  /** @throws NotFoundError */
  async detail(id: number): Promise<GettzapNotificationDetail> {
    const { attempts, ...place } = await this.desk.detail(GETTZAP_CHANNEL, id);
    const [view] = await this.present([place]);
    return { ...view!, attempts: attempts.map(presentAttempt) };
  }

  /** @throws NotFoundError; ConflictError `confirmation_required`, `being_sent`, `skipped` */
  async retry(id: number, force: boolean): Promise<GettzapNotificationDetail> {
    await this.desk.retry(GETTZAP_CHANNEL, id, force);
    return this.detail(id);
  }

  async retryAll(filter: NotificationFilter, force: boolean): Promise<RetryResult> {
    return this.desk.retryAll(await this.filterOf(filter), force);
  }

  /** @throws NotFoundError; ConflictError `being_sent`, `already_finished` */
  async cancel(id: number): Promise<GettzapNotificationDetail> {
    await this.desk.cancel(GETTZAP_CHANNEL, id);
    return this.detail(id);
  }

  private async filterOf(filter: NotificationFilter): Promise<DeliveryFilter> {
    const { state, connectionId, orderId, externalOrderId, q, from, to } = filter;
    const ofOrder = orderId === undefined ? undefined : await this.orders.externalOrderIdOf(orderId);
    const isContradiction = ofOrder !== undefined && externalOrderId !== undefined && ofOrder !== externalOrderId;
    const lane = isContradiction ? 0 : (externalOrderId ?? ofOrder);
    return {
      channel: GETTZAP_CHANNEL,
      state,
      targetKey: connectionId === undefined ? undefined : String(connectionId),
      laneKey: lane === undefined ? undefined : String(lane),
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
