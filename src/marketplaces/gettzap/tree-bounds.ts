import { ErrorDetail, errorDetail } from '../../platform/error-texts.js';

/** Deeper bodies are refused: what recurses over them would run out of stack. */
export const MAX_DEPTH = 64;
/** Values of a body; a thousand positions with fifty fields each. */
export const MAX_VALUES = 50_000;

/** Is what it says it is, as far as it was looked at, and nothing is made of it: a person has to see it. */
export class NotReadError extends Error {
  constructor(readonly detail: ErrorDetail) {
    super(detail.message);
  }
}

/** Is not what it says it is. */
export class InvalidBodyError extends Error {
  constructor(readonly detail: ErrorDetail) {
    super(detail.message);
  }
}

/** Counts what a tree is made of while it grows. */
export class TreeBounds {
  private values = 0;

  /** @throws NotReadError */
  countValue(): void {
    this.values += 1;
    if (this.values > MAX_VALUES) throw new NotReadError(errorDetail('too_many_values', { max: MAX_VALUES }));
  }

  /** @throws NotReadError */
  checkDepth(depth: number): void {
    if (depth > MAX_DEPTH) throw new NotReadError(errorDetail('too_deep', { max: MAX_DEPTH }));
  }
}

/** An object without a prototype: names that come from outside are names and nothing else. */
export function emptyTree(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}
