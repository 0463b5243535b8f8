import { Injectable } from '@nestjs/common';
import { AccessChanged } from '../../access/access.events.js';
import { ChangedMessage, MessagesChanged } from '../../outbox/outbox.events.js';
import {
  BuyerDataErased,
  ExternalOrderChanged,
  ExternalOrdersReceived,
  ExternalOrderSummary,
  ExternalOrderNeedsAttention,
} from '../../orders/external-orders/external-orders.events.js';
import { ExternalOrdersService } from '../../orders/external-orders/external-orders.service.js';
import { ManagersNotified } from '../manager-notifications/manager-notifier.service.js';
import { marketplaceName } from '../../marketplaces/connections/marketplace-connection.entity.js';
import { BesideOrdersChanged, OrderHandOversChanged, OrdersChanged } from '../../orders/orders/orders.events.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { Clock } from '../../platform/clock.js';
import { EventFeed } from './event-feed.service.js';
import { LiveEvent, LiveEventName } from './live-event.entity.js';

const MAX_KNOWN_REGIONS = 10_000;

type Change = Pick<LiveEvent, 'name' | 'subjectId' | 'regionId' | 'userId'>;

/**
 * Turns what happens in the modules below into events for browsers. They are written with the change that they tell of: each once, all
 * in one INSERT as the last step before the commit.
 */
@Injectable()
export class LiveEventsRecorder {
  private readonly pending = new WeakMap<Transaction, Map<string, Change>>();
  /** Regions by external order: they never change, and every delivery asks for one. */
  private readonly regions = new Map<number, number>();

  constructor(
    private readonly externalOrders: ExternalOrdersService,
    private readonly feed: EventFeed,
    private readonly clock: Clock,
  ) {}

  @OnDomainEvent(ExternalOrdersReceived)
  async onReceived({ received }: ExternalOrdersReceived, tx: Transaction): Promise<void> {
    for (const each of received) this.publishReceived(each, tx);
  }

  @OnDomainEvent(ExternalOrderNeedsAttention)
  async onNeedsAttention(event: ExternalOrderNeedsAttention, tx: Transaction): Promise<void> {
    this.publishReceived(event, tx);
  }

  @OnDomainEvent(ExternalOrderChanged)
  async onChanged({ externalOrderId, regionId }: ExternalOrderChanged, tx: Transaction): Promise<void> {
    this.note(tx, 'external-order.changed', externalOrderId, { regionId });
  }

  /** Open pages show the buyer until they look again. */
  @OnDomainEvent(BuyerDataErased)
  async onBuyerDataErased({ externalOrderId, orderId, regionId }: BuyerDataErased, tx: Transaction): Promise<void> {
    this.note(tx, 'external-order.changed', externalOrderId, { regionId });
    if (orderId !== null) this.note(tx, 'order.changed', orderId, { regionId });
  }

  @OnDomainEvent(OrdersChanged)
  async onOrdersChanged({ orders }: OrdersChanged, tx: Transaction): Promise<void> {
    this.noteOrders(orders, tx);
  }

  @OnDomainEvent(BesideOrdersChanged)
  async onBesideOrdersChanged({ orders }: BesideOrdersChanged, tx: Transaction): Promise<void> {
    this.noteOrders(orders, tx);
  }

  @OnDomainEvent(OrderHandOversChanged)
  async onHandOversChanged({ orders }: OrderHandOversChanged, tx: Transaction): Promise<void> {
    this.noteOrders(orders, tx);
  }

  @OnDomainEvent(MessagesChanged)
  async onMessagesChanged({ messages }: MessagesChanged, tx: Transaction): Promise<void> {
    const regions = await this.regionsOf(tx, messages);
    for (const { id, channel, orderingKey } of messages) {
      const regionId = marketplaceName(channel) ? (regions.get(Number(orderingKey)) ?? null) : null;
      this.note(tx, 'delivery.changed', id, { regionId });
    }
  }

  @OnDomainEvent(ManagersNotified)
  async onManagersNotified({ userIds }: ManagersNotified, tx: Transaction): Promise<void> {
    for (const userId of userIds) this.note(tx, 'manager-notification', userId, { userId });
  }

  @OnDomainEvent(AccessChanged)
  async onAccessChanged({ userId, apiKeyId }: AccessChanged, tx: Transaction): Promise<void> {
    this.note(tx, 'access.changed', userId ?? apiKeyId!, { userId });
  }

  private noteOrders(orders: OrdersChanged['orders'], tx: Transaction): void {
    for (const { id, regionId } of orders) this.note(tx, 'order.changed', id, { regionId });
  }

  private publishReceived(
    { externalOrder, isNew }: { externalOrder: ExternalOrderSummary; isNew: boolean },
    tx: Transaction,
  ): void {
    if (isNew) this.note(tx, 'external-order.received', externalOrder.id, { regionId: externalOrder.regionId });
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

  /** For all who see the region, or for one user; for neither it is for those who see all regions. */
  private note(
    tx: Transaction,
    name: LiveEventName,
    subjectId: number,
    { regionId = null, userId = null }: { regionId?: number | null; userId?: number | null },
  ): void {
    let changes = this.pending.get(tx);
    if (!changes) {
      this.pending.set(tx, (changes = new Map()));
      tx.beforeCommit(() => this.write(tx));
      tx.afterCommit(() => this.feed.notify());
    }
    changes.set(`${name}/${subjectId}/${userId}`, { name, subjectId, regionId, userId });
  }

  /** As late as possible: the ids become visible soon after they were given. */
  private async write(tx: Transaction): Promise<void> {
    const changes = [...(this.pending.get(tx)?.values() ?? [])];
    const createdAt = this.clock.now();
    await tx.insertMany(
      LiveEvent,
      changes.map((change) => ({ ...change, createdAt })),
    );
  }
}
