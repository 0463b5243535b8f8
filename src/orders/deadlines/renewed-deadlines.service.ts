import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { REGIONS } from '../../access/regions/regions.service.js';
import { Clock } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { eachByItself } from '../../platform/transactions/each-by-itself.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { ExternalOrder } from '../external-orders/external-order.entity.js';
import { ExternalOrderStore } from '../external-orders/external-order-store.service.js';
import { STATUS_DIRECTORY } from '../order-statuses/order-status.entity.js';
import { renewedLeaving } from '../orders/item-leaving.js';
import { OrderItem } from '../orders/order.entity.js';
import { OrderStore } from '../orders/order-store.service.js';

const ROWS_A_STEP = 200;

/** How far it came: what lies behind this was not reckoned anew yet. */
export type Place = Pick<OrderItem, 'createdAt' | 'id'>;

/** Reckons deadlines anew, one order a transaction, a step at a time. */
@Injectable()
export class RenewedDeadlines {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly externalOrders: ExternalOrderStore,
    private readonly orders: OrderStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Of the next orders of a connection that wait for their first decision.
   * @returns where to go on; undefined = it was all
   */
  async ofConnection(connectionId: number, last?: Place, signal?: AbortSignal): Promise<Place | undefined> {
    const renew = async (tx: Transaction, id: number) => {
      const order = await this.externalOrders.lock(tx, id);
      if (order) await this.externalOrders.renewDeadline(tx, order);
    };
    const step = await this.waitingAfter(connectionId, last);
    await eachByItself(
      this.transactions,
      idsOf(step),
      { work: renew, what: 'reckoning the deadline of external order' },
      signal,
    );
    return nextOf(step);
  }

  /** In the order of the index of states, which holds few that wait. */
  private waitingAfter(connectionId: number, last: Place | undefined) {
    return this.transactions.read((manager) => {
      const query = manager.createQueryBuilder(ExternalOrder, 'externalOrder');
      query.select(['externalOrder.id', 'externalOrder.createdAt']).where({ state: 'new' });
      query.andWhere('externalOrder.connectionId = :connectionId', { connectionId });
      if (last) {
        query.andWhere('externalOrder.createdAt >= :at', { at: last.createdAt });
        query.andWhere('(externalOrder.createdAt > :at OR externalOrder.id > :id)', { id: last.id });
      }
      query.orderBy('externalOrder.createdAt').addOrderBy('externalOrder.id').limit(ROWS_A_STEP);
      return query.getMany();
    });
  }

  /** Of the next items that are in a status. @returns where to go on; undefined = it was all */
  async ofStatus(statusId: number, last?: Place, signal?: AbortSignal): Promise<Place | undefined> {
    const renew = (tx: Transaction, orderId: number) => this.renewItems(tx, statusId, orderId);
    const step = await this.transactions.read((manager) =>
      manager.find(OrderItem, {
        select: { id: true, orderId: true, createdAt: true },
        where: { statusId, id: MoreThan(last?.id ?? 0) },
        order: { id: 'ASC' },
        take: ROWS_A_STEP,
      }),
    );
    const orderIds = [...new Set(step.map(({ orderId }) => orderId))];
    await eachByItself(this.transactions, orderIds, { work: renew, what: 'reckoning the deadlines of order' }, signal);
    return nextOf(step);
  }

  private async renewItems(tx: Transaction, statusId: number, orderId: number): Promise<void> {
    const snapshot = await this.configuration.of(tx);
    const status = snapshot.get(STATUS_DIRECTORY).get(statusId);
    const [order] = await this.orders.lockAll(tx, [orderId]);
    if (!order) return;
    const region = snapshot.get(REGIONS).get(order.regionId);
    const items = await tx.manager.findBy(OrderItem, { orderId, statusId });
    const now = this.clock.now();
    for (const item of items) {
      const renewed = renewedLeaving(item, status, region, now);
      if (renewed) await tx.updateByIds(OrderItem, [item.id], renewed);
    }
  }
}

function nextOf(step: Place[]): Place | undefined {
  return step.length < ROWS_A_STEP ? undefined : step.at(-1);
}
