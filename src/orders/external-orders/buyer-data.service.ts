import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { AuditService } from '../../access/audit.service.js';
import { OrdersService } from '../orders/orders.service.js';
import { NotFoundError } from '../../platform/errors.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { BuyerDataErased } from './external-orders.events.js';
import { ExternalOrder, ExternalOrderPosition, ExternalOrderHistoryEntry } from './external-order.entity.js';
import { ExternalOrderStore } from './external-order-store.service.js';

const SEARCHED_AT_ONCE = 200;
const SEARCHED_TEXTS = {
  customerName: true,
  customerPhone: true,
  customerEmail: true,
  deliveryAddress: true,
  comment: true,
} as const;

/** What a part of a search came to. */
export interface SearchedOrders {
  found: number[];
  /** That were looked through. */
  bytes: number;
  /** Where to go on; null = that was the last part. */
  lastId: number | null;
  /** How much of all was looked through, about: from 0 to 1. */
  share: number;
}

/** Finds and erases what external orders say of their buyers; parts, prices, states and times stay. */
@Injectable()
export class BuyerData {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: ExternalOrderStore,
    private readonly orders: OrdersService,
    private readonly audit: AuditService,
  ) {}

  /** Looks through what the next external orders say of their buyers. @param afterId goes on behind this one */
  async search(matches: (text: string) => boolean, afterId: number): Promise<SearchedOrders> {
    const { orders, newestId } = await this.transactions.read(async (manager) => ({
      newestId: (await manager.maximum(ExternalOrder, 'id', {})) ?? 0,
      orders: await manager.find(ExternalOrder, {
        select: { id: true, ...SEARCHED_TEXTS },
        where: { id: MoreThan(afterId) },
        order: { id: 'ASC' },
        take: SEARCHED_AT_ONCE,
      }),
    }));
    const found: number[] = [];
    let bytes = 0;
    for (const order of orders) {
      const { id, customerName, customerPhone, customerEmail, deliveryAddress, comment } = order;
      const text = [customerName, customerPhone, customerEmail, deliveryAddress, comment].join('\n');
      bytes += Buffer.byteLength(text);
      if (matches(text)) found.push(id);
    }
    const lastId = orders.length < SEARCHED_AT_ONCE ? null : orders.at(-1)!.id;
    return { found, bytes, lastId, share: lastId === null ? 1 : lastId / newestId };
  }

  /** Those of the ids that there are. */
  find(ids: number[]): Promise<ExternalOrder[]> {
    return this.transactions.read((manager) =>
      manager.find(ExternalOrder, { where: { id: In(ids) }, order: { id: 'ASC' } }),
    );
  }

  /**
   * @param actor name of the user
   * @throws NotFoundError; ConflictError `being_sent` while a message about the order is on its way
   */
  erase(id: number, actor: string): Promise<void> {
    return this.transactions.run(async (tx) => {
      const order = await this.store.lock(tx, id);
      if (!order) throw new NotFoundError(`External order ${id}`);
      const blank = { customerName: '', customerPhone: '', customerEmail: '', deliveryAddress: '', comment: '' };
      await tx.manager.update(ExternalOrder, { id }, blank);
      await tx.manager.update(ExternalOrderPosition, { externalOrderId: id }, { comment: '' });
      await tx.manager.update(ExternalOrderHistoryEntry, { externalOrderId: id }, { comment: '' });
      await this.store.writeHistory(tx, order, { kind: 'personal_data_deleted', actor });
      await this.audit.record(tx, 'delete_personal_data', 'external_order', id);
      await this.eraseElsewhere(tx, id);
    });
  }

  /** Once more everywhere but in the external order: for what was on its way when it was erased. */
  eraseLateArrivals(id: number): Promise<void> {
    return this.transactions.run(async (tx) => {
      await this.store.lock(tx, id);
      await this.eraseElsewhere(tx, id);
    });
  }

  private async eraseElsewhere(tx: Transaction, id: number): Promise<void> {
    await this.orders.eraseComments(tx, id);
    await tx.publish(new BuyerDataErased(id));
  }
}
