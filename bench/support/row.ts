import type { Lab } from './lab.js';

/** One measured figure beside its ceiling, as it is printed. */
export interface Line {
  what: string;
  /** With its unit; the ceiling too. */
  ours: string;
  ceiling: string;
  /** Median and spread over the rounds; "" = nothing to compare. */
  ratio: string;
  goal: string;
  /** Undefined = no goal was set. */
  reached?: boolean;
}

export interface RowResult {
  lines: Line[];
  /** What was left out, and what a reader must know. */
  notes: string[];
}

/** One row of the benchmark. */
export interface Row {
  id: string;
  title: string;
  ceiling: string;
  /** Where the rest goes, in one sentence. */
  rest: string;
  measure(lab: Lab): Promise<RowResult>;
}
