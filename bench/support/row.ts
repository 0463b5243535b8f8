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

/** Said below a row that measures `ceilings/libraries.ts`, too. */
export const LIBRARIES_ALONE =
  'The libraries alone: Nest’s pipeline and the ceiling’s statements one by one through TypeORM, in a transaction where they write; ' +
  'nothing is looked up first, nobody is told. A service with these libraries cannot be faster without putting work together.';
