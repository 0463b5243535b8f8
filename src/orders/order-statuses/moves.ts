interface Move<T> {
  thing: T;
  /** Places, from 1. */
  from: number;
  to: number;
}

/** What somebody moved: as few things as make the new order of the old one. @param after the same things */
export function movesOf<T>(before: T[], after: T[]): Array<Move<T>> {
  const places = new Map(before.map((thing, index) => [thing, index + 1]));
  const all = after.map((thing, index) => ({ thing, from: places.get(thing)!, to: index + 1 }));
  const kept = longestRising(all);
  return all.filter((each) => !kept.has(each));
}

/** The most things that come after each other as they did before. */
function longestRising<T>(all: Array<Move<T>>): Set<Move<T>> {
  const best: Array<{ length: number; previous: number }> = [];
  let last = -1;
  for (const [index, { from }] of all.entries()) {
    let [length, previous] = [1, -1];
    for (const [earlier, { length: found }] of best.entries())
      if (all[earlier]!.from < from && found >= length) [length, previous] = [found + 1, earlier];
    best.push({ length, previous });
    if (last < 0 || length > best[last]!.length) last = index;
  }
  const kept = new Set<Move<T>>();
  for (let index = last; index >= 0; index = best[index]!.previous) kept.add(all[index]!);
  return kept;
}
