import { isGivenUp, type StatusDirectory } from '../../orders/order-statuses/order-status.entity.js';
import type { OrderItem } from '../../orders/orders/order.entity.js';
import { foldedKey } from './folded-key.js';
import type { ReturnedLine } from './handed-over-order.js';

/** Pieces of an item, as they are set into a status. */
export interface Pieces {
  id: string;
  quantity: number;
}

interface Part {
  positionId: number;
  brand: string;
  /** The manufacturer's part number. */
  number: string;
  /** By which its line over there is told from others of the same part. */
  keyThere?: string;
}

/** What a part is called in documents that come back. */
export type PartKeyOf = (part: { brand: string; number: string }) => string;

export function sumOf(parts: Array<{ quantity: number }>): number {
  return parts.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** The items of an order that are still to be delivered. */
export function liveItems(items: OrderItem[], directory: StatusDirectory): OrderItem[] {
  return items.filter(({ statusId }) => !isGivenUp(directory.get(statusId)!.group));
}

/**
 * Finds so many pieces among items, whatever parts they are divided into: fewer where there are no more.
 * @param taken pieces by item that were found before; it is added to
 * @returns how many were found
 */
export function takePieces(items: OrderItem[], quantity: number, taken: Map<OrderItem, number>): number {
  let left = quantity;
  for (const item of items) {
    const before = taken.get(item) ?? 0;
    const more = Math.min(left, item.quantity - before);
    if (more <= 0) continue;
    taken.set(item, before + more);
    left -= more;
  }
  return quantity - left;
}

export function presentPieces(taken: Map<OrderItem, number>): Pieces[] {
  return [...taken].map(([{ id }, quantity]) => ({ id: String(id), quantity }));
}

/**
 * Finds which positions a returned line is about: by what the line is called there, else by the position's id, else by the part's key, else by its number.
 * @returns their ids, in the order of `parts`; none where it is none of them
 */
export function positionsByLine(parts: Part[], partKeyOf: PartKeyOf): (line: ReturnedLine) => number[] {
  const ids = (fitting: Part[]) => [...new Set(fitting.map(({ positionId }) => positionId))];
  return ({ key, number, handedOverAs = key, partKey = key }) => {
    const byLine = parts.filter(({ keyThere }) => keyThere !== undefined && keyThere === handedOverAs);
    const byPosition = parts.filter(({ positionId }) => String(positionId) === key);
    const byKey = parts.filter((part) => partKeyOf(part) === partKey);
    const folded = foldedKey(number);
    const byNumber = parts.filter((part) => folded !== '' && foldedKey(part.number) === folded);
    return ids([byLine, byPosition, byKey, byNumber].find(({ length }) => length > 0) ?? []);
  };
}
