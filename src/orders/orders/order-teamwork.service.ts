import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Order } from './order.entity.js';
import { BesideOrdersChanged } from './orders.events.js';
import { OrderStore } from './order-store.service.js';

/** Lets orders follow what people do together about their external orders. The caller holds the external order's row. */
@Injectable()
export class OrderTeamwork {
  constructor(
    private readonly orders: OrderStore,
    private readonly clock: Clock,
  ) {}

  /** @returns the order's id; null = none was made yet */
  async assign(tx: Transaction, externalOrderId: number, assigneeId: number | null): Promise<number | null> {
    const order = await this.orders.lock(tx, externalOrderId);
    if (!order) return null;
    await tx.updateByIds(Order, [order.id], { assigneeId, updatedAt: this.clock.now() });
    await tx.publish(new BesideOrdersChanged([order]));
    return order.id;
  }

  /** Something beside the order is other than it was. @returns the order's id; null = none was made yet */
  async tellChange(tx: Transaction, externalOrderId: number): Promise<number | null> {
    const order = await tx.manager.findOneBy(Order, { externalOrderId });
    if (!order) return null;
    await tx.publish(new BesideOrdersChanged([order]));
    return order.id;
  }
}
