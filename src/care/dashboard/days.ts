/** One calendar day of a time zone. */
export interface Day {
  /** `YYYY-MM-DD`. */
  day: string;
  /** Its first instant. */
  from: Date;
  /** The first instant of the next day. */
  to: Date;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** No place on Earth is further from UTC. */
const FURTHEST_MS = 15 * 3_600_000;

/** The last `count` days of a time zone, oldest first; the last one holds `now`. */
export function lastDays(now: Date, count: number, timeZone: string): Day[] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const today = Date.parse(format.format(now));
  const dates = Array.from({ length: count + 1 }, (_, index) => isoDay(today + (index + 1 - count) * DAY_MS));
  const begins = dates.map((date) => beginOf(date, format));
  return begins.slice(0, count).map((from, index) => ({ day: dates[index]!, from, to: begins[index + 1]! }));
}

/**
 * The first minute whose date in the zone is the day or a later one. It is searched for, since a day may begin at 01:00 where
 * the clocks are put forward at midnight.
 */
function beginOf(date: string, format: Intl.DateTimeFormat): Date {
  const midnight = Date.parse(date);
  let before = (midnight - FURTHEST_MS) / MINUTE_MS;
  let reached = (midnight + FURTHEST_MS) / MINUTE_MS;
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (format.format(middle * MINUTE_MS) >= date) reached = middle;
    else before = middle;
  }
  return new Date(reached * MINUTE_MS);
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
