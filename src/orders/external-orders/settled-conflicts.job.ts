import { Injectable } from '@nestjs/common';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Job } from '../../platform/jobs/job.js';
import { eachByItself } from '../../platform/transactions/each-by-itself.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { isGivenUp, OrderStatus, STATUS_GROUPS } from '../order-statuses/order-status.entity.js';
import { ClientCancellations } from '../orders/client-cancellations.service.js';
import { Order, OrderItem } from '../orders/order.entity.js';
import { OrderStore } from '../orders/order-store.service.js';
import { UndoStep } from '../undo/undo-step.entity.js';
import { ExternalOrderStore } from './external-order-store.service.js';
import { ExternalOrderPosition } from './external-order.entity.js';

const EVERY_MS = 15_000;
const AT_ONCE = 200;

/** Ends the conflict of a cancellation once nothing that the client cancelled is left with the shop. */
@Injectable()
export class SettledConflicts {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: ExternalOrderStore,
    private readonly orders: OrderStore,
    private readonly cancellations: ClientCancellations,
    private readonly clock: Clock,
  ) {}

  @Job({ name: 'settled-conflicts', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<void> {
    const settled = await this.transactions.read((manager) =>
      this.settled(manager)
        .select('order.externalOrderId', 'id')
        .orderBy('order.id')
        .limit(AT_ONCE)
        .getRawMany<{ id: number }>(),
    );
    await eachByItself(
      this.transactions,
      settled.map(({ id }) => id),
      { work: (tx, id) => this.settle(tx, id), what: 'ending the conflict of external order' },
      signal,
    );
  }

  private async settle(tx: Transaction, externalOrderId: number): Promise<void> {
    const externalOrder = await this.store.lock(tx, externalOrderId);
    const order = await this.orders.lock(tx, externalOrderId);
    const isSettled = await this.settled(tx.manager)
      .andWhere('order.externalOrderId = :externalOrderId', { externalOrderId })
      .getExists();
    if (!externalOrder || !order || !isSettled) return;
    externalOrder.cancelConflict = false;
    await this.store.update(tx, externalOrder);
    await this.cancellations.settle(tx, order);
  }

  /** Orders whose conflict is over; not while it could come back by undoing. */
  private settled(manager: EntityManager): SelectQueryBuilder<Order> {
    const left = manager
      .createQueryBuilder(OrderItem, 'item')
      .select('1')
      .innerJoin(ExternalOrderPosition, 'position', `position.id = item.positionId AND position.state = 'cancelled'`)
      .innerJoin(OrderStatus, 'status', 'status.id = item.statusId AND status.group NOT IN (:...givenUp)')
      .where('item.orderId = order.id');
    const undoable = manager
      .createQueryBuilder(UndoStep, 'step')
      .select('1')
      .where(`step.subjectId = order.id AND step.kind = 'item_status' AND step.until > :now`);
    return manager
      .createQueryBuilder(Order, 'order')
      .where('order.cancelConflict = 1')
      .andWhere(`NOT EXISTS (${left.getQuery()})`, { givenUp: STATUS_GROUPS.filter(isGivenUp) })
      .andWhere(`NOT EXISTS (${undoable.getQuery()})`, { now: this.clock.now() });
  }
}
