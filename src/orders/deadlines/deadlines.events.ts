import type { ExternalOrderSummary } from '../external-orders/external-orders.events.js';
import type { OrderStatus } from '../order-statuses/order-status.entity.js';
import type { Order, OrderItem } from '../orders/order.entity.js';

/** The first decision on an external order is due soon, or should have been made. */
export class DecisionDue {
  constructor(
    readonly externalOrder: ExternalOrderSummary,
    readonly by: Date,
    readonly isOverdue: boolean,
    /** The service refuses it by itself, in the same transaction. */
    readonly isRefused: boolean,
  ) {}
}

/** Items of an order are to leave their status soon, or should have left it. */
export class ItemsDue {
  constructor(
    readonly order: Order,
    readonly status: OrderStatus,
    /** At least one, in item order. */
    readonly items: OrderItem[],
    /** Of the first of them. */
    readonly by: Date,
    readonly isOverdue: boolean,
    /** The service puts them into this status by itself, in the same transaction; null = it does nothing. */
    readonly movedTo: OrderStatus | null,
  ) {}
}
