import { Injectable, OnModuleInit } from '@nestjs/common';
import { In } from 'typeorm';
import { REGIONS } from '../../access/regions/regions.service.js';
import { groupBy, idsOf } from '../../platform/collections.js';
import { OrderStatusesService, type StatusGuard } from '../order-statuses/order-statuses.service.js';
import { changesDelivery, OrderStatus, STATUS_DIRECTORY } from '../order-statuses/order-status.entity.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Order, OrderItem, OrderHistoryEntry } from './order.entity.js';
import { leavingOf } from './item-leaving.js';
import { itemsOf, statusOfItems } from './order-items.js';
import { OrdersChanged } from './orders.events.js';
import { OrderStore } from './order-store.service.js';

/** Some tens of milliseconds of the embedded database's one writer. */
const ORDERS_A_STEP = 100;

/** Moves items out of a status that leaves the directory. That is no change of theirs: nobody is told, the history says why. */
@Injectable()
export class StatusReplacement implements OnModuleInit, StatusGuard {
  readonly name = 'order items';

  constructor(
    private readonly statuses: OrderStatusesService,
    private readonly orders: OrderStore,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.statuses.register(this);
  }

  async isUsing(tx: Transaction, statusId: number): Promise<boolean> {
    return (await tx.manager.existsBy(OrderItem, { statusId })) || tx.manager.existsBy(Order, { statusId });
  }

  async replaceSome(tx: Transaction, left: OrderStatus, replacementId: number): Promise<number> {
    const orderIds = await this.nextOrders(tx, left.id);
    if (orderIds.length > 0) await this.replaceIn(tx, orderIds, left, replacementId);
    return orderIds.length;
  }

  /** What the steps left: hardly anything. */
  async replace(tx: Transaction, statusId: number, replacementId: number | null): Promise<void> {
    if (replacementId === null) return;
    const left = (await this.configuration.of(tx)).get(STATUS_DIRECTORY).get(statusId)!;
    while ((await this.replaceSome(tx, left, replacementId)) > 0);
    await tx.manager.update(Order, { statusId }, { statusId: replacementId, updatedAt: this.clock.now() });
  }

  private async nextOrders(tx: Transaction, statusId: number): Promise<number[]> {
    const rows = await tx.manager
      .createQueryBuilder(OrderItem, 'item')
      .select('item.orderId', 'orderId')
      .distinct()
      .where({ statusId })
      .orderBy('item.orderId')
      .limit(ORDERS_A_STEP)
      .getRawMany<{ orderId: number }>();
    return rows.map(({ orderId }) => orderId);
  }

  private async replaceIn(tx: Transaction, orderIds: number[], left: OrderStatus, replacementId: number) {
    const statusId = left.id;
    const snapshot = await this.configuration.of(tx);
    // It may be gone already.
    const directory = new Map([[statusId, left], ...snapshot.get(STATUS_DIRECTORY)]);
    const orders = await this.orders.lockAll(tx, orderIds);
    const items = await itemsOf(tx.manager, orderIds);
    const at = this.clock.now();
    const moving = [...items.values()].flat().filter((item) => item.statusId === statusId);
    const regionIds = new Map(orders.map(({ id, regionId }) => [id, regionId]));
    for (const [regionId, ofRegion] of groupBy(moving, ({ orderId }) => regionIds.get(orderId)!)) {
      const leaving = leavingOf(directory.get(replacementId), snapshot.get(REGIONS).get(regionId), at);
      await tx.manager.update(OrderItem, { id: In(idsOf(ofRegion)) }, { statusId: replacementId, ...leaving });
    }
    for (const item of moving) item.statusId = replacementId;
    await tx.insertMany(
      OrderHistoryEntry,
      moving.map((item) => ({
        orderId: item.orderId,
        itemId: item.id,
        kind: 'status_replaced' as const,
        fromStatus: left.name,
        toStatus: directory.get(replacementId)?.name ?? '',
        comment: '',
        actor: '',
        at,
      })),
    );
    for (const order of orders) {
      const before = order.statusId === statusId ? replacementId : order.statusId;
      const after = statusOfItems(items.get(order.id) ?? [], directory, before);
      if (after !== order.statusId) await tx.manager.update(Order, { id: order.id }, { statusId: after });
    }
    await tx.updateByIds(Order, idsOf(orders), { updatedAt: at });
    const changed = orders.map(({ id, regionId }) => ({ id, regionId }));
    await tx.publish(new OrdersChanged(changed, changesDelivery(directory, statusId, replacementId)));
  }
}
