import { Injectable, OnModuleInit } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { REGIONS } from '../../access/regions/regions.service.js';
import { Clock, CLOCKS_DIFFER_MS, later } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { ClockSynchronization } from '../../platform/database/clock-synchronization.service.js';
import { eachByItself } from '../../platform/transactions/each-by-itself.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { ExternalOrder } from '../external-orders/external-order.entity.js';
import { ExternalOrderStore } from '../external-orders/external-order-store.service.js';
import { STATUS_DIRECTORY } from '../order-statuses/order-status.entity.js';
import { leavingOf } from '../orders/item-leaving.js';
import { sinceOf } from '../orders/item-move.js';
import { OrderItem } from '../orders/order.entity.js';
import { OrderStore } from '../orders/order-store.service.js';
import { postponedFrom } from './postponed.js';

/**
 * Puts right what was written while the clock was ahead: nobody would be told of a deadline that began in that future, and nothing done,
 * before that time comes. It begins anew. Nothing that was written by a right clock is touched.
 */
@Injectable()
export class DeadlineTimes implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly externalOrders: ExternalOrderStore,
    private readonly orders: OrderStore,
    private readonly synchronization: ClockSynchronization,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.synchronization.afterStep(() => this.mend());
  }

  async mend(): Promise<void> {
    await this.configuration.refresh();
    const now = this.clock.now();
    const ahead = later(now, CLOCKS_DIFFER_MS);
    await this.mendPostponed(now);
    await eachByItself(
      this.transactions,
      await this.decisionsSince(ahead),
      { work: (tx, id) => this.waitAnew(tx, id, ahead), what: 'mending the deadline of external order' },
      undefined,
    );
    await eachByItself(
      this.transactions,
      await this.ordersSince(ahead),
      { work: (tx, id) => this.leaveAnew(tx, id, ahead), what: 'mending the deadlines of order' },
      undefined,
    );
  }

  /** What failed in that future is tried again once its deadline has ended. */
  private async mendPostponed(now: Date): Promise<void> {
    const latest = later(postponedFrom(now), CLOCKS_DIFFER_MS);
    await this.transactions.change(async (manager) => {
      await manager
        .createQueryBuilder()
        .update(ExternalOrder)
        .set({ decideNoticeAt: () => 'decide_by' })
        .where({ decideNoticeAt: MoreThan(latest) })
        .andWhere('decideNoticeAt > decideBy')
        .execute();
      await manager
        .createQueryBuilder()
        .update(OrderItem)
        .set({ leaveNoticeAt: () => 'leave_by' })
        .where({ leaveNoticeAt: MoreThan(latest) })
        .andWhere('leaveNoticeAt > leaveBy')
        .execute();
    });
  }

  private async decisionsSince(ahead: Date): Promise<number[]> {
    const waiting = await this.transactions.read((manager) =>
      manager
        .createQueryBuilder(ExternalOrder, 'externalOrder')
        .select('externalOrder.id')
        .where({ state: 'new', decidedAt: IsNull() })
        .andWhere('COALESCE(externalOrder.waitsSince, externalOrder.createdAt) > :ahead', { ahead })
        .getMany(),
    );
    return idsOf(waiting);
  }

  private async waitAnew(tx: Transaction, id: number, ahead: Date): Promise<void> {
    await this.configuration.of(tx);
    const order = await this.externalOrders.lock(tx, id);
    if (order?.state !== 'new' || order.decidedAt || (order.waitsSince ?? order.createdAt) <= ahead) return;
    this.externalOrders.beginWait(order);
    await this.externalOrders.update(tx, order);
  }

  /** Of those that have items with a deadline. */
  private async ordersSince(ahead: Date): Promise<number[]> {
    const items = await this.transactions.read((manager) =>
      manager
        .createQueryBuilder(OrderItem, 'item')
        .select(['item.id', 'item.orderId'])
        .where({ leaveBy: MoreThan(ahead) })
        .andWhere('COALESCE(item.inStatusSince, item.createdAt) > :ahead', { ahead })
        .getMany(),
    );
    return [...new Set(items.map(({ orderId }) => orderId))];
  }

  private async leaveAnew(tx: Transaction, orderId: number, ahead: Date): Promise<void> {
    const snapshot = await this.configuration.of(tx);
    const [order] = await this.orders.lockAll(tx, [orderId]);
    if (!order) return;
    const region = snapshot.get(REGIONS).get(order.regionId);
    const items = await tx.manager.findBy(OrderItem, { orderId });
    const now = this.clock.now();
    for (const item of items.filter((each) => each.leaveBy && sinceOf(each) > ahead)) {
      const leaving = leavingOf(snapshot.get(STATUS_DIRECTORY).get(item.statusId), region, now);
      await tx.updateByIds(OrderItem, [item.id], leaving);
    }
  }
}
