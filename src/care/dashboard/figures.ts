import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { countRows } from './countable.js';
import type { Day } from './days.js';
import { CountedKind, FiguresByRegion, QuarterCount } from './quarter-count.entity.js';
import { quarterOf, Span, spansWithout } from './quarters.js';
import { Sums } from './sums.js';

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

export interface DaySums {
  day: string;
  sums: Sums;
}

/** The figures of each day: what was counted of it before, and what was not is counted now. */
export async function sumsByDay(
  manager: EntityManager,
  kind: CountedKind,
  regionIds: RegionIds,
  days: Day[],
): Promise<DaySums[]> {
  const all = { from: days[0]!.from, to: days.at(-1)!.to };
  const counted = await countedBefore(manager, kind, all);
  const spans = uncounted(all, counted);
  const now = await countNow(manager, kind, regionIds, days, spans);
  return days.map(({ day, from, to }, index) => {
    const sums = new Sums();
    for (let quarter = quarterOf(from); quarter < quarterOf(to); quarter++) {
      for (const [region, figures] of Object.entries(counted.get(quarter) ?? {})) {
        if (!regionIds || regionIds.includes(Number(region))) sums.add(figures);
      }
    }
    for (const { figures } of now.filter(({ place }) => place === String(index))) sums.add(figures);
    return { day, sums };
  });
}

/** Of many short spans the whole is counted anew, with what was counted between them: a statement takes no thousand conditions. */
function uncounted(all: Span, counted: Map<number, FiguresByRegion>): Span[] {
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
): Promise<Map<number, FiguresByRegion>> {
  const found = await manager
    .createQueryBuilder(QuarterCount, 'counted')
    .select('counted.quarter', 'quarter')
    .addSelect('counted.counts', 'counts')
    .where('counted.kind = :kind AND counted.counts IS NOT NULL', { kind })
    .andWhere('counted.quarter >= :from AND counted.quarter < :to', { from: quarterOf(from), to: quarterOf(to) })
    .getRawMany<{ quarter: number; counts: string }>();
  return new Map(found.map(({ quarter, counts }) => [quarter, JSON.parse(counts) as FiguresByRegion]));
}

/** All spans at once, by the number of the day. */
async function countNow(manager: EntityManager, kind: CountedKind, regionIds: RegionIds, days: Day[], spans: Span[]) {
  if (spans.length === 0) return [];
  const ends = Object.fromEntries(days.map(({ to }, index) => [`end${index}`, to]));
  const numbers = days.map((_, index) => `WHEN row.createdAt < :end${index} THEN ${index}`);
  return countRows(manager, kind, spans, `CASE ${numbers.join(' ')} END`, (rows) =>
    limitTo(rows, 'row.regionId', regionIds).setParameters(ends),
  );
}
