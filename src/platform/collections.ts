/** `Map.groupBy`, which Node 20 does not have yet. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export function idsOf(rows: Iterable<{ id: number }>): number[] {
  return Array.from(rows, ({ id }) => id);
}

/** Whether two things say something else, by what they are written as. */
export function isOther(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

/** What of a change makes something else of a thing; the fields that are not given make nothing. */
export function changedOf<T extends object>(thing: T, change: Partial<T>): Partial<T> {
  const changed = Object.entries(change).filter(
    ([name, value]) => value !== undefined && isOther(value, thing[name as keyof T]),
  );
  return Object.fromEntries(changed) as Partial<T>;
}

/** Without the fields that are not given. */
export function definedOf<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
