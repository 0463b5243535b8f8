import { LEASE_MS } from './claims.service.js';

/** All calls of a message end while its claim lasts for sure: whoever takes it over does not write at the same time. */
export const ENDS_WITHIN_MS = LEASE_MS - 3_000;
/** A call that is given less is not begun. */
const SHORTEST_CALL_MS = 2_000;

/** @returns what a call may last until then; undefined = it is not begun */
export function timeUntil(endsAt: number, longestMs = Infinity): number | undefined {
  const left = endsAt - performance.now();
  return left < SHORTEST_CALL_MS ? undefined : Math.min(left, longestMs);
}

/** To whole seconds, since people are told how long no answer came. */
export function inWholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
