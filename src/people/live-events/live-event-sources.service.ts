import { Injectable } from '@nestjs/common';
import { AccessChanged } from '../../access/access-changed.event.js';
import { ChangedMessage, MessagesChanged } from '../../outbox/outbox.events.js';
import { ExternalOrderChanged } from '../../orders/external-orders/external-order-changed.event.js';
import { ExternalOrderNeedsAttention } from '../../orders/external-orders/external-order-needs-attention.event.js';
import {
  ExternalOrdersReceived,
  ToldExternalOrder,
} from '../../orders/external-orders/external-orders-received.event.js';
import { ExternalOrdersService } from '../../orders/external-orders/external-orders.service.js';
import { ManagersNotified } from '../manager-notifications/managers-notified.event.js';
import { marketplaceName } from '../../marketplaces/connections/marketplace.js';
import { OrdersChanged } from '../../orders/orders/orders-changed.event.js';
import { OnDomainEvent } from '../../platform/transactions/domain-event-bus.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { LiveEventsRecorder } from './live-events-recorder.service.js';

const MAX_KNOWN_REGIONS = 10_000;

/** Turns what happens in the modules below into events for browsers. */
@Injectable()
export class LiveEventSources {
  /** Regions by external order: they never change, and every delivery asks for one. */
  private readonly regions = new Map<number, number>();

  constructor(
    private readonly recorder: LiveEventsRecorder,
    private readonly externalOrders: ExternalOrdersService,
  ) {}

  @OnDomainEvent(ExternalOrdersReceived)
  async onReceived({ received }: ExternalOrdersReceived, tx: Transaction): Promise<void> {
    for (const each of received) this.cameIn(each, tx);
  }

  @OnDomainEvent(ExternalOrderNeedsAttention)
  async onNeedsAttention(event: ExternalOrderNeedsAttention, tx: Transaction): Promise<void> {
    this.cameIn(event, tx);
  }

  @OnDomainEvent(ExternalOrderChanged)
  async onChanged({ externalOrderId, regionId }: ExternalOrderChanged, tx: Transaction): Promise<void> {
    this.recorder.tellRegion(tx, 'external-order.changed', externalOrderId, regionId);
  }

  @OnDomainEvent(OrdersChanged)
  async onOrdersChanged({ orders }: OrdersChanged, tx: Transaction): Promise<void> {
    for (const { id, regionId } of orders) this.recorder.tellRegion(tx, 'order.changed', id, regionId);
  }

  @OnDomainEvent(MessagesChanged)
  async onMessagesChanged({ messages }: MessagesChanged, tx: Transaction): Promise<void> {
    const regions = await this.regionsOf(tx, messages);
    for (const { id, channel, orderingKey } of messages) {
      const regionId = marketplaceName(channel) ? (regions.get(Number(orderingKey)) ?? null) : null;
      this.recorder.tellRegion(tx, 'delivery.changed', id, regionId);
    }
  }

  @OnDomainEvent(ManagersNotified)
  async onManagersNotified({ notifications }: ManagersNotified, tx: Transaction): Promise<void> {
    for (const { id, userId } of notifications) this.recorder.tellUser(tx, 'manager-notification', id, userId);
  }

  @OnDomainEvent(AccessChanged)
  async onAccessChanged(event: AccessChanged, tx: Transaction): Promise<void> {
    this.recorder.tellAccess(tx, event);
  }

  private cameIn(
    { externalOrder, isNew }: { externalOrder: ToldExternalOrder; isNew: boolean },
    tx: Transaction,
  ): void {
    if (isNew) this.recorder.tellRegion(tx, 'external-order.received', externalOrder.id, externalOrder.regionId);
  }

  /** The ordering key of a message to a marketplace is the id of its external order. */
  private async regionsOf(tx: Transaction, deliveries: ChangedMessage[]): Promise<Map<number, number>> {
    const ids = deliveries
      .filter(({ channel }) => marketplaceName(channel))
      .map(({ orderingKey }) => Number(orderingKey));
    const unknown = [...new Set(ids)].filter((id) => !this.regions.has(id));
    if (unknown.length > 0) {
      if (this.regions.size > MAX_KNOWN_REGIONS) this.regions.clear();
      const missing = this.regions.size === 0 ? [...new Set(ids)] : unknown;
      const found = await this.externalOrders.regionsOf(tx.manager, missing);
      for (const [id, regionId] of found) this.regions.set(id, regionId);
    }
    return this.regions;
  }
}
