import { Brackets, EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { COUNTABLE } from './countable.js';
import type { Day } from './days.js';
import { CountedKind, QuarterCount, StatesByRegion } from './quarter-count.entity.js';
import { quarterOf, Span, spansWithout } from './quarters.js';

/** Undefined = all. */
export type RegionIds = number[] | undefined;

export function limitTo<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  column: string,
  regionIds: RegionIds,
): SelectQueryBuilder<T> {
  return regionIds ? query.andWhere(`${column} IN (:...regionIds)`, { regionIds }) : query;
}

/** How many rows of each day there are in which state: what was counted of it before, and what was not is counted now. */
export async function byDay<S extends string, T>(
  manager: EntityManager,
  kind: CountedKind,
  regionIds: RegionIds,
  days: Day[],
  present: (day: string, sum: (...states: readonly S[]) => number) => T,
): Promise<T[]> {
  const counted = await countedBefore(manager, kind, { from: days[0]!.from, to: days.at(-1)!.to });
  const figuresOf = async ({ day, from, to }: Day): Promise<T> => {
    const totals = new Map<string, number>();
    const add = (state: string, count: number) => totals.set(state, (totals.get(state) ?? 0) + count);
    for (let quarter = quarterOf(from); quarter < quarterOf(to); quarter++) {
      for (const [region, states] of Object.entries(counted.get(quarter) ?? {})) {
        if (regionIds && !regionIds.includes(Number(region))) continue;
        for (const [state, count] of Object.entries(states)) add(state, count);
      }
    }
    const rest = spansWithout({ from, to }, counted);
    for (const { state, count } of await countNow(manager, kind, regionIds, rest)) add(state, Number(count));
    return present(day, (...states) => states.reduce((sum, state) => sum + (totals.get(state) ?? 0), 0));
  };
  return Promise.all(days.map(figuresOf));
}

/** By quarter. */
async function countedBefore(
  manager: EntityManager,
  kind: CountedKind,
  { from, to }: Span,
): Promise<Map<number, StatesByRegion>> {
  const found = await manager
    .createQueryBuilder(QuarterCount, 'counted')
    .select('counted.quarter', 'quarter')
    .addSelect('counted.counts', 'counts')
    .where('counted.kind = :kind AND counted.counts IS NOT NULL', { kind })
    .andWhere('counted.quarter >= :from AND counted.quarter < :to', { from: quarterOf(from), to: quarterOf(to) })
    .getRawMany<{ quarter: number; counts: string }>();
  return new Map(found.map(({ quarter, counts }) => [quarter, JSON.parse(counts) as StatesByRegion]));
}

async function countNow(
  manager: EntityManager,
  kind: CountedKind,
  regionIds: RegionIds,
  spans: Span[],
): Promise<Array<{ state: string; count: string | number }>> {
  if (spans.length === 0) return [];
  const inSpans = new Brackets((any) => {
    for (const [index, { from, to }] of spans.entries()) {
      const names = { [`from${index}`]: from, [`to${index}`]: to };
      any.orWhere(`row.createdAt >= :from${index} AND row.createdAt < :to${index}`, names);
    }
  });
  return limitTo(COUNTABLE[kind].query(manager), 'row.regionId', regionIds)
    .andWhere(inSpans)
    .select('row.state', 'state')
    .addSelect('COUNT(*)', 'count')
    .groupBy('row.state')
    .getRawMany();
}
