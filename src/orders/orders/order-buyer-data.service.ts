import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { OrderHistoryEntry, OrderItem } from './order.entity.js';
import { OrdersService } from './orders.service.js';

/** Erases the comments of an order, which may be about its buyer. */
@Injectable()
export class OrderBuyerData {
  constructor(private readonly orders: OrdersService) {}

  /** The caller holds the external order's row. */
  async erase(tx: Transaction, externalOrderId: number): Promise<void> {
    const order = await this.orders.hold(tx, externalOrderId);
    if (!order) return;
    await tx.manager.update(OrderItem, { orderId: order.id }, { comment: '' });
    await tx.manager.update(OrderHistoryEntry, { orderId: order.id }, { comment: '' });
  }
}
