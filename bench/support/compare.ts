import type { Line } from './row.js';
import { figure, ratioOf, spreadOf, withSpread } from './statistics.js';

export interface Goal {
  /** The ratio to reach. */
  ratio: number;
  /** Whether less is better: times. */
  atMost?: boolean;
}

/** Puts the figures of the rounds beside those of the ceiling. @param unit e.g. `/s`, `ms` */
export function compare(what: string, ours: number[], ceiling: number[], unit: string, goal?: Goal): Line {
  const ratio = ratioOf(ours, ceiling);
  const reached = goal && (goal.atMost ? ratio.median <= goal.ratio : ratio.median >= goal.ratio);
  return {
    what,
    ours: `${figure(spreadOf(ours).median)} ${unit}`,
    ceiling: `${figure(spreadOf(ceiling).median)} ${unit}`,
    ratio: withSpread(ratio),
    goal: goal ? `${goal.atMost ? '≤' : '≥'} ${goal.ratio}` : '',
    ...(reached !== undefined && { reached }),
  };
}

/** A figure that has no ceiling. */
export function told(what: string, ours: number[], unit: string): Line {
  return { what, ours: `${withSpread(spreadOf(ours))} ${unit}`, ceiling: '', ratio: '', goal: '' };
}

/** A figure that must stay below a limit of its own. */
export function limited(what: string, ours: number[], unit: string, limit: number): Line {
  const reached = spreadOf(ours).median <= limit;
  return { ...told(what, ours, unit), goal: `≤ ${limit} ${unit}`, reached };
}
