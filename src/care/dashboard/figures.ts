import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Day } from './days.js';

/** Undefined = all. */
export type RegionIds = number[] | undefined;

export function limitTo<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  column: string,
  regionIds: RegionIds,
): SelectQueryBuilder<T> {
  return regionIds ? query.andWhere(`${column} IN (:...regionIds)`, { regionIds }) : query;
}

/**
 * Counts the rows of each day by their state: a short range of an index for each.
 * @param rows makes the query of all rows
 * @param alias of the rows, which have `state` and `createdAt`
 */
export function byDay<S extends string, T>(
  days: Day[],
  rows: () => SelectQueryBuilder<ObjectLiteral>,
  alias: string,
  present: (day: string, sum: (...states: readonly S[]) => number) => T,
): Promise<T[]> {
  const figuresOf = async ({ day, from, to }: Day): Promise<T> => {
    const counts = await rows()
      .andWhere(`${alias}.createdAt >= :from AND ${alias}.createdAt < :to`, { from, to })
      .select(`${alias}.state`, 'state')
      .addSelect('COUNT(*)', 'count')
      .groupBy(`${alias}.state`)
      .getRawMany<{ state: S; count: string | number }>();
    const sum = (...states: readonly S[]) =>
      counts.filter(({ state }) => states.includes(state)).reduce((total, { count }) => total + Number(count), 0);
    return present(day, sum);
  };
  return Promise.all(days.map(figuresOf));
}
