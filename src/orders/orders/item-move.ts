import type { StatusDirectory } from '../order-statuses/order-status.entity.js';
import type { Order, OrderItem } from './order.entity.js';
import type { Hold } from '../../platform/transactions/hold.js';
import { statusOfItems } from './order-items.js';

export interface MovedItem {
  item: OrderItem;
  fromStatusId: number;
  /** When it had come into that one. */
  fromSince: Date;
  /** When it was to leave it; null = there was no limit. */
  fromLeaveBy: Date | null;
  quantity: number;
}

/** What passing into a status meant for the items of one order. */
export interface OrderMove {
  order: Order;
  /** In item order, with the pieces that moved: the item may be divided since. */
  items: MovedItem[];
  /** When they passed into it. */
  since: Date;
  /** The status that the order was in before; null = no single one. */
  fromStatusId: number | null;
  /** The status that it is in since, by the whole-order rule. */
  statusId: number | null;
  /** It can be undone until then. */
  hold?: Hold;
}

/**
 * Puts items into a status and their orders where the whole-order rule has them then, in the objects only: what is written follows
 * from the moves. Orders of which nothing moves are left out.
 * @param items all of these orders, by order, in item order
 * @param since when they pass into it: what moves once more in the same transaction came from there then
 */
export function moveItems(
  orders: Iterable<Order>,
  items: Map<number, OrderItem[]>,
  moving: OrderItem[],
  intoStatusId: number,
  directory: StatusDirectory,
  since: Date,
): OrderMove[] {
  const moves = new Set(moving);
  return [...orders].flatMap((order) => {
    const ofOrder = items.get(order.id) ?? [];
    const moved = ofOrder
      .filter((item) => moves.has(item))
      .map((item) => {
        const { statusId: fromStatusId, leaveBy: fromLeaveBy, quantity } = item;
        return { item, fromStatusId, fromSince: sinceOf(item), fromLeaveBy, quantity };
      });
    if (moved.length === 0) return [];
    for (const { item } of moved) Object.assign(item, { statusId: intoStatusId, inStatusSince: since });
    const fromStatusId = order.statusId;
    order.statusId = statusOfItems(ofOrder, directory, intoStatusId);
    return [{ order, items: moved, since, fromStatusId, statusId: order.statusId }];
  });
}

/** Has each order come into its last status by the last of its moves alone: what it would have been in between, it never was. */
export function inOneStep(moves: OrderMove[]): void {
  const last = new Map<number, OrderMove>();
  for (const move of moves) {
    const former = last.get(move.order.id);
    if (former) move.fromStatusId = former.statusId = former.fromStatusId;
    last.set(move.order.id, move);
  }
}

/** Whether the order was in another status before. */
export function isChanged({ fromStatusId, statusId }: OrderMove): boolean {
  return fromStatusId !== statusId;
}

/** When an item came into the status that it is in. */
export function sinceOf({ inStatusSince, createdAt }: OrderItem): Date {
  return inStatusSince ?? createdAt;
}
