import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Counting goes no further, so that it costs the same however much there is. */
export const MAX_COUNTED = 10_000;

/** How many rows a query has, up to `max`; its own columns, order and page are left as they are. */
export async function countUpTo<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  max = MAX_COUNTED,
): Promise<number> {
  const some = query.clone().select(`${query.alias}.id`, 'id').orderBy().offset(undefined).limit(max);
  const row = await query
    .createQueryBuilder()
    .select('COUNT(*)', 'count')
    .from(`(${some.getQuery()})`, 'some')
    .setParameters(some.getParameters())
    .getRawOne<{ count: string | number }>();
  return Number(row?.count ?? 0);
}

/**
 * How many rows a query has for each value of a column, each up to `MAX_COUNTED`; a value that has none is left out.
 * @param isChosen the rows were found by their ids and are few: they are counted in one go
 */
export async function countByValue<T extends ObjectLiteral, V extends string | number | null>(
  query: SelectQueryBuilder<T>,
  column: string,
  values: readonly V[],
  isChosen: boolean,
): Promise<Map<V, number>> {
  const counts = new Map<V, number>();
  if (isChosen) {
    const rows = await query
      .clone()
      .select(column, 'value')
      .addSelect('COUNT(*)', 'count')
      .groupBy(column)
      .getRawMany<{ value: V; count: string | number }>();
    for (const { value, count } of rows) if (values.includes(value)) counts.set(value, Number(count));
    return counts;
  }
  const found = await Promise.all(
    values.map((value) => {
      const ofValue = value === null ? `${column} IS NULL` : `${column} = :counted`;
      return countUpTo(query.clone().andWhere(ofValue, { counted: value }));
    }),
  );
  values.forEach((value, index) => {
    if (found[index]! > 0) counts.set(value, found[index]!);
  });
  return counts;
}
