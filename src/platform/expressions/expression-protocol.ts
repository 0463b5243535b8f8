import type { StoredError } from '../error-texts.js';

/** What the child process is asked: to evaluate an expression on a JSON text, or only to check it. */
export interface ExpressionRequest {
  expression: string;
  /** JSON; undefined = check the expression and evaluate nothing. */
  input: string | undefined;
  /** Whose expression it is: it shares no object with anybody else's; undefined = nobody's, and nothing of it stays. */
  owner: string | undefined;
}

/** Where and why an expression failed; `position` counts characters of the expression from 1. */
export interface ExpressionFault extends StoredError {
  position?: number;
  /** It was stopped for what it used: time, memory, depth or the size of its result. */
  isLimit?: boolean;
}

/** `json` undefined: the expression gave nothing. */
export type ExpressionAnswer = { json: string | undefined } | { fault: ExpressionFault };

/** Sent once by a process that has loaded everything. */
export const READY = 'ready';

/** What one evaluation may use; handed to the process as its argument. */
export const LIMITS = {
  timeMs: 1_000,
  /** Of nested calls: what recurses for ever ends here, with its place. */
  stack: 500,
  /** Of the entries of one sequence. */
  sequence: 100_000,
  /** JSON of a result, in characters. */
  resultLength: 2 * 1024 * 1024,
};
export type Limits = typeof LIMITS;
