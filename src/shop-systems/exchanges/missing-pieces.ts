import type { OrderItem } from '../../orders/orders/order.entity.js';
import type { KnownLine, ReturnedLine } from './handed-over-order.js';
import { type PartKeyOf, positionsByLine, sumOf } from './position-pieces.js';

/** Pieces of a position that the other side knew of and no longer has. */
export interface MissingPieces {
  positionId: number;
  /** 0 = nothing is missing. */
  quantity: number;
  /** Pieces that are left of it over there. */
  leftQuantity: number;
  /** Some of them the buyer asks to take out; nobody over there did it. */
  isAskedByClient: boolean;
}

/**
 * Compares what came back with what the other side had and we still have: what it was never told of cannot be missing.
 * @param live items that are still to be delivered
 * @returns every known position
 */
export function missingPieces(
  known: KnownLine[],
  live: OrderItem[],
  returned: ReturnedLine[],
  partKeyOf: PartKeyOf,
): MissingPieces[] {
  const positionsOf = positionsByLine(known, partKeyOf);
  const piecesOf = (id: number) => sumOf(live.filter(({ positionId }) => positionId === id));
  const wanted = new Map(
    known.map(({ positionId, quantity }) => [positionId, Math.min(quantity, piecesOf(positionId))]),
  );
  const there = new Map<number, number>();
  const asked = new Set<number>();
  for (const line of returned) {
    let left = line.isCancelAsked ? 0 : line.quantity;
    for (const positionId of positionsOf(line)) {
      if (line.isCancelAsked) asked.add(positionId);
      const before = there.get(positionId) ?? 0;
      const more = Math.min(left, wanted.get(positionId)! - before);
      there.set(positionId, before + more);
      left -= more;
    }
  }
  return known.map(({ positionId }) => {
    const leftQuantity = there.get(positionId) ?? 0;
    const quantity = wanted.get(positionId)! - leftQuantity;
    return { positionId, quantity, leftQuantity, isAskedByClient: asked.has(positionId) };
  });
}
