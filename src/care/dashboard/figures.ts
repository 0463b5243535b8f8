import { Brackets, EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { COUNTABLE } from './countable.js';
import type { Day } from './days.js';
import { CountedKind, QuarterCount, StatesByRegion } from './quarter-count.entity.js';
import { quarterOf, Span, spansWithout } from './quarters.js';

const MOST_SPANS = 50;

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
  const all = { from: days[0]!.from, to: days.at(-1)!.to };
  const counted = await countedBefore(manager, kind, all);
  const spans = uncounted(all, counted);
  const now = await countNow(manager, kind, regionIds, days, spans);
  return days.map(({ day, from, to }, index) => {
    const totals = new Map<string, number>();
    const add = (state: string, count: number) => totals.set(state, (totals.get(state) ?? 0) + count);
    for (let quarter = quarterOf(from); quarter < quarterOf(to); quarter++) {
      for (const [region, states] of Object.entries(counted.get(quarter) ?? {})) {
        if (regionIds && !regionIds.includes(Number(region))) continue;
        for (const [state, count] of Object.entries(states)) add(state, count);
      }
    }
    for (const { state, count } of now.filter((each) => Number(each.day) === index)) add(state, Number(count));
    return present(day, (...states) => states.reduce((sum, state) => sum + (totals.get(state) ?? 0), 0));
  });
}

/** Of many short spans the whole is counted anew, with what was counted between them: a statement takes no thousand conditions. */
function uncounted(all: Span, counted: Map<number, StatesByRegion>): Span[] {
  const spans = spansWithout(all, counted);
  if (spans.length <= MOST_SPANS) return spans;
  const whole = { from: spans[0]!.from, to: spans.at(-1)!.to };
  for (let quarter = quarterOf(whole.from); quarter < quarterOf(whole.to); quarter++) counted.delete(quarter);
  return [whole];
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

/** All spans in one statement, by the number of the day. */
async function countNow(
  manager: EntityManager,
  kind: CountedKind,
  regionIds: RegionIds,
  days: Day[],
  spans: Span[],
): Promise<Array<{ day: string | number; state: string; count: string | number }>> {
  if (spans.length === 0) return [];
  const ends = Object.fromEntries(days.map(({ to }, index) => [`end${index}`, to]));
  const numbers = days.map((_, index) => `WHEN row.createdAt < :end${index} THEN ${index}`);
  const inSpans = new Brackets((any) => {
    for (const [index, { from, to }] of spans.entries()) {
      const names = { [`from${index}`]: from, [`to${index}`]: to };
      any.orWhere(`row.createdAt >= :from${index} AND row.createdAt < :to${index}`, names);
    }
  });
  return (
    limitTo(COUNTABLE[kind].query(manager), 'row.regionId', regionIds)
      .andWhere(inSpans)
      // Said twice, since not every planner sees that the spans lie between.
      .andWhere('row.createdAt >= :first AND row.createdAt < :last', { first: spans[0]!.from, last: spans.at(-1)!.to })
      .select(`CASE ${numbers.join(' ')} END`, 'day')
      .setParameters(ends)
      .addSelect('row.state', 'state')
      .addSelect('COUNT(*)', 'count')
      .groupBy('day')
      .addGroupBy('row.state')
      .getRawMany()
  );
}
