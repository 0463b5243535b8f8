import type { OrderItem } from './order.entity.js';

/** Pieces of an item that go on as an item of their own. */
export interface Division {
  part: OrderItem;
  from: OrderItem;
  /** Pieces that it left there; another division may take more since. */
  left: number;
}

/** Parts of one position: more would make an order that nobody can work with. */
export const MOST_PARTS = 100;

/**
 * Divides pieces off an item, in the objects only; the part has no id before it is written.
 * @param items all of the order, in item order; the part is put behind what was divided off before
 * @param quantity fewer than the item has, at least 1
 */
export function divide(items: OrderItem[], from: OrderItem, quantity: number): Division {
  const ofPosition = items.filter(({ positionId }) => positionId === from.positionId);
  const number = Math.max(...ofPosition.map(({ part }) => part)) + 1;
  const part = { ...from, id: 0, part: number, dividedFromId: from.id, quantity };
  from.quantity -= quantity;
  items.splice(items.indexOf(ofPosition.at(-1)!) + 1, 0, part);
  return { part, from, left: from.quantity };
}

/** How many pieces the two items have, as the audit says it: before they were divided, and after. */
export function auditedPieces(fromId: number, left: number, partId: number, pieces: number) {
  const [from, part] = [`item ${fromId} quantity`, `item ${partId} quantity`];
  return { whole: { [from]: left + pieces }, divided: { [from]: left, [part]: pieces } };
}

/** Pieces that have to be named, since the buyer ordered more of the position; undefined = all are meant. */
export function namedQuantity({ quantity, orderedQuantity }: Pick<OrderItem, 'quantity' | 'orderedQuantity'>) {
  return quantity < orderedQuantity ? quantity : undefined;
}
