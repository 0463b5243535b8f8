import type { Schemas } from '../api/client';
import { text } from './texts';

export type OrderSummary = Schemas['OrderSummary'];
export type OrderItem = Schemas['OrderItemView'];

/** In «Отказ» or «Снято»: such an item does not count while there are others. */
export function isGivenUp({ status }: { status: Pick<OrderItem['status'], 'group'> }): boolean {
  return status.group === 'refused' || status.group === 'removed';
}

/** BOSCH 0 986 494 019 */
export function partName({ brand, number }: Pick<OrderItem, 'brand' | 'number'>): string {
  return [brand, number].filter(Boolean).join(' ');
}

/** With its pieces, where they are not all that the buyer ordered: parts of one position are told apart by them. */
export function itemName({ quantity, orderedQuantity, ...part }: OrderItem): string {
  return partWithPieces(part, quantity < orderedQuantity ? quantity : null);
}

/** «BOSCH 0 986 494 019, 2 шт.» @param quantity null = all are meant */
export function partWithPieces(part: Pick<OrderItem, 'brand' | 'number'>, quantity: number | null): string {
  return quantity === null ? partName(part) : `${partName(part)}, ${text('pieces', { quantity })}`;
}

/** What was divided, as one line again: a buyer's paper has each position once. */
export function joined(items: OrderItem[]): OrderItem[] {
  const lines = new Map<string, OrderItem>();
  for (const item of items) {
    const line = lines.get(item.positionId);
    lines.set(item.positionId, line ? { ...line, quantity: line.quantity + item.quantity } : item);
  }
  return [...lines.values()];
}

/** What the part of a position is called, by its id at the marketplace; undefined = the order has no such position. */
export function partsOf(items: OrderItem[]): (positionExternalId: string) => string | undefined {
  return (positionExternalId) => {
    const item = items.find((each) => each.positionExternalId === positionExternalId);
    return item && partName(item);
  };
}

/** A decimal string, by whole kopecks. */
export function sumOf(items: Array<Pick<OrderItem, 'price' | 'quantity'>>): string {
  const kopecks = items.reduce((sum, { price, quantity }) => sum + Math.round(Number(price) * 100) * quantity, 0);
  return (kopecks / 100).toFixed(2);
}

/** How many items are in each of their statuses: «2 — В работе, 1 — Пришло». */
function inEachStatus(items: OrderItem[]): string {
  const counts = new Map<string, number>();
  for (const { status } of items) counts.set(status.name, (counts.get(status.name) ?? 0) + 1);
  return [...counts].map(([name, count]) => text('countInStatus', { count, name })).join(', ');
}

/** Why the order is in its status, or in none: the whole-order rule in words. */
export function statusReason({ status, items }: Pick<OrderSummary, 'status' | 'items'>): string {
  const live = items.filter((item) => !isGivenUp(item));
  const refused = items.filter((item) => item.status.group === 'refused').length;
  const removed = items.filter((item) => item.status.group === 'removed').length;
  const apart = [
    refused > 0 && text('refusedItems', { count: refused }),
    removed > 0 && text('removedItems', { count: removed }),
  ].filter((words) => words !== false);
  if (!status) return [text('inDifferent', { counts: inEachStatus(live) }), ...apart].join(', ');
  if (live.length > 0) return [status.name, ...apart].join(', ');
  if (items.every((item) => item.status.id === status.id))
    return text('allIn', { count: items.length, name: status.name });
  return text('lastChanged', { counts: inEachStatus(items), name: status.name });
}
