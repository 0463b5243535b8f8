import { EntityManager, In } from 'typeorm';
import type { StatusDirectory } from '../order-statuses/order-status.entity.js';
import { groupBy } from '../../platform/collections.js';
import { OrderItem } from './order.entity.js';
import { wholeOrderStatus } from './whole-order-status.js';

/** The items of orders, by order, in item order: as they were made, what was divided off one behind it. */
export async function itemsOf(manager: EntityManager, orderIds: number[]): Promise<Map<number, OrderItem[]>> {
  if (orderIds.length === 0) return new Map();
  const found = await manager.find(OrderItem, { where: { orderId: In(orderIds) }, order: { id: 'ASC' } });
  // The first item of a position is the one that it was made into.
  const items = [...groupBy(found, ({ positionId }) => positionId).values()].flat();
  return groupBy(items, ({ orderId }) => orderId);
}

/** The whole-order rule over stored items. */
export function statusOfItems(
  items: Array<Pick<OrderItem, 'statusId'>>,
  directory: StatusDirectory,
  changedLast: number | null,
): number | null {
  const statuses = items.map(({ statusId }) => ({ statusId, group: directory.get(statusId)!.group }));
  return wholeOrderStatus(statuses, changedLast);
}

/** What items cost together, in minor units. */
export function totalOf(items: Array<Pick<OrderItem, 'priceMinor' | 'quantity'>>): number {
  return items.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * quantity, 0);
}
