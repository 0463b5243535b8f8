const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses between the attempts: ten attempts over about two days. */
const RETRY_DELAYS_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
];

export const MAX_TRIES = RETRY_DELAYS_MS.length + 1;

const JITTER = 0.2;

/**
 * @param step attempts spent so far, from 1
 * @param random 0 to 1, spreads the retries of an outage
 * @returns pause before the next attempt, or undefined when none is left
 */
export function retryDelayMs(step: number, random: number): number | undefined {
  const delay = RETRY_DELAYS_MS[step - 1];
  return delay === undefined ? undefined : Math.round(delay * (1 - JITTER + 2 * JITTER * random));
}

/** Ten minutes: a receiver that takes too much at once is not given up, and asked no more often than that after a while. */
const THROTTLED_STEP = 4;

/** @returns pause after an answer 429 without a Retry-After: it grows with the attempts that spent none, too */
export function throttledDelayMs(step: number, unspent: number, random: number): number {
  return retryDelayMs(Math.max(step, Math.min(unspent, THROTTLED_STEP), 1), random) ?? 0;
}

/** The longest pause that may lie before the next attempt of a message that has spent so many. */
export function longestDelayMs(step: number): number {
  return throttledDelayMs(step, THROTTLED_STEP, 1);
}

const MIN_RETRY_AFTER_MS = SECOND;
const MAX_RETRY_AFTER_MS = 24 * HOUR;

/** Reads a Retry-After header (RFC 9110: seconds or a date); undefined for anything else. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  const delay = /^\d+$/.test(text) ? Number(text) * SECOND : httpDate(text) - now.getTime();
  if (Number.isNaN(delay)) return undefined;
  return Math.min(Math.max(delay, MIN_RETRY_AFTER_MS), MAX_RETRY_AFTER_MS);
}

/** `Date.parse` alone would take any number for a year, and a date without a zone (the old asctime style) for local time. */
function httpDate(text: string): number {
  if (!/^[A-Za-z]{3,9},? /.test(text)) return NaN;
  return Date.parse(/ GMT$/.test(text) ? text : `${text} GMT`);
}
