/** Outages in a row after which a target is cut off. */
export const FAILURES_TO_OPEN = 5;

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 300_000;

/** How long a target stays cut off before the next probe: doubling with each failed one. */
export function probeDelayMs(probesFailed: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** probesFailed, LONGEST_PAUSE_MS);
}
