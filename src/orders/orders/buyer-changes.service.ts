import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Order, OrderHistoryEntry } from './order.entity.js';
import { BesideOrdersChanged } from './orders.events.js';
import { OrderStore } from './order-store.service.js';

/** Lets orders say that their buyer changed them after the decision. The caller holds the external order's row. */
@Injectable()
export class BuyerChanges {
  constructor(
    private readonly orders: OrderStore,
    private readonly clock: Clock,
  ) {}

  /** @returns the id of the order made of it; null = there is none */
  came(tx: Transaction, externalOrderId: number): Promise<number | null> {
    return this.flag(tx, externalOrderId, true, '');
  }

  /** @param actor name of who has seen them */
  async wereSeen(tx: Transaction, externalOrderId: number, actor: string): Promise<void> {
    await this.flag(tx, externalOrderId, false, actor);
  }

  private async flag(
    tx: Transaction,
    externalOrderId: number,
    isUnseen: boolean,
    actor: string,
  ): Promise<number | null> {
    const order = await this.orders.lock(tx, externalOrderId);
    if (!order) return null;
    const at = this.clock.now();
    await tx.updateByIds(Order, [order.id], { changedAfterDecision: isUnseen, updatedAt: at });
    const kind = isUnseen ? 'changed_by_buyer' : 'change_seen';
    const entry = { orderId: order.id, itemId: null, fromStatus: '', toStatus: '', comment: '' };
    await tx.insertMany(OrderHistoryEntry, [{ ...entry, kind, actor, at }]);
    await tx.publish(new BesideOrdersChanged([{ id: order.id, regionId: order.regionId }]));
    return order.id;
  }
}
