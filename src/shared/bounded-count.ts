import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Counting goes no further, so that it costs the same however much there is. */
export const MAX_COUNTED = 10_000;

/** How many rows a query has, up to `MAX_COUNTED`; its own columns, order and page are left as they are. */
export async function countUpTo<T extends ObjectLiteral>(query: SelectQueryBuilder<T>): Promise<number> {
  const some = query.clone().select(`${query.alias}.id`, 'id').orderBy().offset(undefined).limit(MAX_COUNTED);
  const row = await query
    .createQueryBuilder()
    .select('COUNT(*)', 'count')
    .from(`(${some.getQuery()})`, 'some')
    .setParameters(some.getParameters())
    .getRawOne<{ count: string | number }>();
  return Number(row?.count ?? 0);
}
