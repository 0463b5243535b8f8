interface Position {
  id: string;
}

interface Offer {
  id: string;
  free: number;
  isStale: boolean;
}

/**
 * The offer that each position is to be accepted with: the one that was chosen for it, else the best that has all its pieces. What one
 * position takes is not there for those behind it.
 * @param offersOf of a position, best first
 * @param chosen ids by position; null = it is accepted without one
 */
export function offersOfDraft<P extends Position, O extends Offer>(
  positions: P[],
  offersOf: ReadonlyMap<string, O[]>,
  chosen: Record<string, string | null>,
  quantityOf: (position: P) => number,
): Map<string, O> {
  const result = new Map<string, O>();
  const taken = new Map<string, number>();
  const take = (position: P, offer: O | undefined) => {
    if (!offer) return;
    result.set(position.id, offer);
    taken.set(offer.id, (taken.get(offer.id) ?? 0) + quantityOf(position));
  };
  const of = ({ id }: P) => offersOf.get(id) ?? [];
  const chosenFor = (position: P) => of(position).find(({ id }) => id === chosen[position.id]);
  for (const position of positions) take(position, chosenFor(position));
  const left = ({ id, free }: O) => free - (taken.get(id) ?? 0);
  const bestFor = (position: P) => of(position).find((offer) => !offer.isStale && left(offer) >= quantityOf(position));
  for (const position of positions) {
    if (!result.has(position.id) && chosen[position.id] !== null) take(position, bestFor(position));
  }
  return result;
}
