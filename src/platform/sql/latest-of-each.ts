import type { EntityManager, EntityTarget, ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** The embedded database puts up to 500 together. */
const AT_ONCE = 100;

/**
 * The latest instant among some rows of each thing, in one statement for all of them; what has no such rows is not named.
 * @param instant the property that is looked at
 * @param rowsOf those of one thing, as many as are to be looked into; values stand in their text, since they are ids and words of ours
 */
export async function latestOfEach<T extends ObjectLiteral>(
  manager: EntityManager,
  target: EntityTarget<T>,
  instant: keyof T & string,
  ids: number[],
  rowsOf: (rows: SelectQueryBuilder<T>, id: number) => SelectQueryBuilder<T>,
): Promise<Map<number, Date>> {
  const { driver } = manager.connection;
  const column = manager.connection.getMetadata(target).findColumnWithPropertyName(instant)!;
  const latest = new Map<number, Date>();
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const each = ids.slice(start, start + AT_ONCE).map((id) => {
      const rows = manager.createQueryBuilder(target, 'row').select(`row.${instant}`, 'at');
      return `SELECT ${id} AS id, MAX(some.at) AS at FROM (${rowsOf(rows, id).getQuery()}) some`;
    });
    const found = await manager.query<Array<{ id: number; at: unknown }>>(each.join(' UNION ALL '));
    for (const { id, at } of found) if (at !== null) latest.set(Number(id), driver.prepareHydratedValue(at, column));
  }
  return latest;
}
