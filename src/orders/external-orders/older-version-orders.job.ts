import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { Clock, later } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { Job } from '../../platform/jobs/job.js';
import { eachByItself } from '../../platform/transactions/each-by-itself.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { Order, OrderItem } from '../orders/order.entity.js';
import { OrderStore } from '../orders/order-store.service.js';
import { ExternalOrderPosition } from './external-order.entity.js';

const EVERY_MS = 60_000;
const AT_ONCE = 200;
/** What the column says of an order whose maker did not know it. */
const NEVER = new Date(0);

/** Newest items among which those of an older process are looked for at first; no upgrade takes so long that there are more. */
const NEWEST_ITEMS = 20_000;
/** For so long after a start, and after the last one, more may come: nobody leaves an older process beside newer ones for longer. */
const LOOKED_FOR_MS = 7 * 86_400_000;

/**
 * Completes orders that a process of version 0.2.0 made or extended after the tables were brought up to date and before it was replaced:
 * how many pieces were ordered of an item is not in them, so a part of a position would be told as the whole.
 */
@Injectable()
export class OlderVersionOrders {
  private lookedUntil: Date;
  /** The newest item as it was at the last look that found nothing, and at the one before: what had a lower id then is committed by now. */
  private newest = { last: 0, before: 0 };

  constructor(
    private readonly transactions: Transactions,
    private readonly orders: OrderStore,
    private readonly clock: Clock,
  ) {
    this.lookedUntil = later(clock.now(), LOOKED_FOR_MS);
  }

  @Job({ name: 'older-version-orders', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<void> {
    if (this.clock.now() > this.lookedUntil) return;
    const newest = await this.transactions.read((manager) => manager.maximum(OrderItem, 'id'));
    const after = Math.max((newest ?? 0) - NEWEST_ITEMS, this.newest.before);
    const found = await this.transactions.read((manager) =>
      Promise.all([ordersWithoutTime(manager), incompleteItems(manager, after)]),
    );
    const externalOrderIds = new Set(found.flat().map(({ externalOrderId }) => externalOrderId));
    // What cannot be completed now is looked for again.
    if (externalOrderIds.size === 0) this.newest = { last: newest ?? 0, before: this.newest.last };
    else this.lookedUntil = later(this.clock.now(), LOOKED_FOR_MS);
    await eachByItself(
      this.transactions,
      [...externalOrderIds],
      { work: (tx, id) => this.complete(tx, id), what: 'completing the order of external order' },
      signal,
    );
  }

  private async complete(tx: Transaction, externalOrderId: number): Promise<void> {
    const order = await this.orders.lock(tx, externalOrderId);
    if (!order) return;
    const items = await tx.manager.findBy(OrderItem, { orderId: order.id, orderedQuantity: 0 });
    const positionIds = items.map(({ positionId }) => positionId);
    for (const { id, quantity } of await tx.manager.findBy(ExternalOrderPosition, { id: In(positionIds) })) {
      const made = items.filter(({ positionId }) => positionId === id);
      await tx.updateByIds(OrderItem, idsOf(made), { orderedQuantity: quantity });
    }
    await tx.updateByIds(Order, [order.id], { updatedAt: this.clock.now() });
  }
}

function ordersWithoutTime(manager: EntityManager): Promise<Array<{ externalOrderId: number }>> {
  return manager.find(Order, {
    select: { id: true, externalOrderId: true },
    where: { updatedAt: NEVER },
    order: { id: 'ASC' },
    take: AT_ONCE,
  });
}

/** By the primary key: no index tells them, and making one for some minutes would be dearer than looking at the newest. */
function incompleteItems(manager: EntityManager, after: number): Promise<Array<{ externalOrderId: number }>> {
  return manager
    .createQueryBuilder(OrderItem, 'item')
    .innerJoin(ExternalOrderPosition, 'position', 'position.id = item.positionId AND position.quantity > 0')
    .select('position.externalOrderId', 'externalOrderId')
    .where('item.id > :after', { after })
    .andWhere('item.orderedQuantity = 0')
    .limit(AT_ONCE)
    .getRawMany();
}
