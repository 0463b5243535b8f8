import type { OrderItem } from '../../orders/orders/order.entity.js';
import { groupBy } from '../../platform/collections.js';
import { sumOf, takePieces } from './position-pieces.js';

/** A line over there of one position here, with what its status means. */
export interface StatusLine {
  /** Whole pieces of it. */
  quantity: number;
  statusId: number;
  /** What its status meant before; undefined = it had none that is known. */
  beforeId: number | undefined;
  /** It is in another status than before. */
  isChanged: boolean;
}

/**
 * Finds which pieces of a position go into which status, where it may have several lines over there: those that were in the line's former
 * status first, and none that belong to another line.
 * @param items of the position that are still to be delivered
 * @returns by status
 */
export function piecesOfLines(items: OrderItem[], lines: StatusLine[]): Map<number, Map<OrderItem, number>> {
  const byStatus = new Map<number, Map<OrderItem, number>>();
  const taken = new Map<OrderItem, number>();
  for (const line of lines.filter(({ isChanged }) => isChanged)) {
    const { statusId, beforeId } = line;
    const others = lines.filter((each) => each !== line);
    const ofOthers = (id: number) => sumOf(others.filter((each) => !each.isChanged && each.statusId === id));
    const there = sumOf(items.filter((item) => item.statusId === statusId)) - ofOthers(statusId);
    const movable = items.filter((item) => item.statusId !== statusId);
    const former = movable.filter((item) => item.statusId === beforeId);
    const rest = movable.filter((item) => item.statusId !== beforeId);
    const before = new Map(taken);
    let left = line.quantity - Math.max(there, 0);
    left -= takePieces(former, left, taken);
    // Of what was split off over there the other line has but the rest.
    for (const [id, alike] of groupBy(rest, (item) => item.statusId)) {
      const free = sumOf(alike) - sumOf(alike.map((item) => ({ quantity: taken.get(item) ?? 0 }))) - ofOthers(id);
      left -= takePieces(alike, Math.min(left, free), taken);
    }
    const ofStatus = byStatus.get(statusId) ?? new Map<OrderItem, number>();
    for (const [item, quantity] of taken) {
      const more = quantity - (before.get(item) ?? 0);
      if (more > 0) ofStatus.set(item, (ofStatus.get(item) ?? 0) + more);
    }
    if (ofStatus.size > 0) byStatus.set(statusId, ofStatus);
  }
  return byStatus;
}
