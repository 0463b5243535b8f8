import { later } from '../../platform/clock.js';

const TRIED_AGAIN_AFTER_MS = 5 * 60_000;

/** When a deadline that failed is looked at next. */
export function postponedFrom(now: Date): Date {
  return later(now, TRIED_AGAIN_AFTER_MS);
}
