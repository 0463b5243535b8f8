import type { OrderStatus } from '../order-statuses/order-status.entity.js';
import type { Order } from './order.entity.js';
import type { OrderChange } from './order-items-status-changed.event.js';
import type { OrderItem } from './order-item.entity.js';
import { statusOfItems } from './order-items.js';
import { partLineOf } from './part-line.js';

/** What moving items into a status means for one order. */
export interface OrderMove {
  order: Order;
  /** Those that move, in item order. */
  items: OrderItem[];
  /** The status that the order is in then, by the whole-order rule; null = no single one. */
  statusId: number | null;
  /** The order was not in it before. */
  isChanged: boolean;
}

/**
 * Works out what moving items into a status means for their orders; orders of which nothing moves are left out.
 * @param items all of these orders, by order, in item order
 */
export function planMove(
  orders: Iterable<Order>,
  items: Map<number, OrderItem[]>,
  moving: OrderItem[],
  intoStatusId: number,
  directory: Map<number, OrderStatus>,
): OrderMove[] {
  const moves = new Set(moving);
  return [...orders].flatMap((order) => {
    const ofOrder = items.get(order.id) ?? [];
    const moved = ofOrder.filter((item) => moves.has(item));
    if (moved.length === 0) return [];
    const after = ofOrder.map((item) => ({ statusId: moves.has(item) ? intoStatusId : item.statusId }));
    const statusId = statusOfItems(after, directory, intoStatusId);
    return [{ order, items: moved, statusId, isChanged: statusId !== order.statusId }];
  });
}

/** The move as it is told. */
export function orderChangeOf({ order, items, statusId, isChanged }: OrderMove): OrderChange {
  const { id, externalOrderId, externalId, connectionId, regionId } = order;
  return {
    order: { id, externalOrderId, externalId, connectionId, regionId },
    items: items.map((item) => {
      const { id, positionId, positionExternalId } = item;
      return { id, positionId, positionExternalId, ...partLineOf(item) };
    }),
    reachedStatusId: isChanged ? statusId : null,
  };
}
