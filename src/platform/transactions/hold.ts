import { ConflictError } from '../errors.js';

export const LONGEST_HOLD_MS = 3_600_000;

/** Nobody is told of a change before `until`, so that it can be undone. */
export interface Hold {
  /** UUID of the change. */
  id: string;
  until: Date;
}

/**
 * Changes were undone before anybody was told: whoever holds something back by these drops it, in this transaction.
 * A handler that has told of one throws ConflictError `too_late`.
 */
export class HoldsUndone {
  constructor(
    readonly holdIds: string[],
    /** Nothing of them was written before that. */
    readonly since: Date,
  ) {}
}

export function tooLateToUndo(): ConflictError {
  return new ConflictError('too_late', 'It is too late to undo this: it was told, or is being told.');
}
