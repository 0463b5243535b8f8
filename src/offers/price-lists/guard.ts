import type { GuardRule, HeldLimitView, PriceListGuard } from './list-settings.dto.js';

/** A list as a whole. */
export interface ListFigures {
  rows: number;
  /** Different articles with their brands. */
  keys: number;
  /** Kopecks. */
  medianPrice: number;
}

/** A new list beside the one in force. */
export interface Comparison {
  before: ListFigures;
  after: ListFigures;
  /** Keys that are in both. */
  common: number;
  /** Of those, whose price differs by more than a tenth. */
  moved: number;
  /** Keys in both of which there were pieces. */
  stocked: number;
  /** Of those, of which there still are. */
  stillStocked: number;
}

/** Of these at least as much as the limit is wanted, of the others at most. */
const LEAST = new Set<GuardRule>(['overlap', 'stock']);

/** By more than this part of its former price a position has moved. */
const MOVED = 0.1;

export function hasMoved(before: number, after: number): boolean {
  return Math.abs(after - before) > before * MOVED;
}

/** Which limits a new list breaks beside the one in force; none = it may replace it. */
export function brokenLimits(
  { before, after, common, moved, stocked, stillStocked }: Comparison,
  limits: PriceListGuard,
): HeldLimitView[] {
  const measured: HeldLimitView[] = [
    { rule: 'rows', ...change(before.rows, after.rows), limit: limits.rows },
    {
      rule: 'overlap',
      value: percent(common, Math.max(before.keys, after.keys)),
      limit: limits.overlap,
      before: before.keys,
      after: common,
    },
    { rule: 'median', ...change(before.medianPrice, after.medianPrice), limit: limits.median },
    { rule: 'moved', value: percent(moved, common), limit: limits.moved, before: common, after: moved },
    // A file without its quantities is like the former one in all else, and would say that nothing is there.
    {
      rule: 'stock',
      value: stocked === 0 ? 100 : percent(stillStocked, stocked),
      limit: limits.overlap,
      before: stocked,
      after: stillStocked,
    },
  ];
  return measured
    .filter(({ rule, value, limit }) => limit > 0 && (LEAST.has(rule) ? value < limit : value > limit))
    .map((broken) => ({ ...broken, value: Math.round(broken.value * 10) / 10 }));
}

function change(before: number, after: number): Pick<HeldLimitView, 'value' | 'before' | 'after'> {
  return { value: percent(Math.abs(after - before), before), before, after };
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100;
}
