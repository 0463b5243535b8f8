import { zoneOffset } from '../../platform/local-time.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Five years; the days before are gone through one by one. */
const FARTHEST_MS = 1_827 * DAY_MS;

/** Of a day by the clock of the region, `HH:MM`; `to` may be `24:00`. */
export interface OpeningHours {
  from: string;
  to: string;
}

/** When a region works. */
export interface WorkCalendar {
  /** From Monday on; null = a day off. */
  days: Array<OpeningHours | null>;
  /** `YYYY-MM-DD`, on which nobody works whatever the weekday. */
  daysOff: string[];
}

const NINE_TO_SIX = { from: '09:00', to: '18:00' };
/** Monday to Friday, 9 to 18. */
export const OFFICE_HOURS: WorkCalendar = {
  days: [...Array.from({ length: 5 }, () => NINE_TO_SIX), null, null],
  daysOff: [],
};

/** What of a region says when it works. */
export interface WorkingRegion {
  /** IANA name. */
  timeZone: string;
  /** null = around the clock. */
  workingHours: WorkCalendar | null;
}

/** Instants in ms, `end` not included. */
interface Span {
  start: number;
  end: number;
}

/** Without one no minute would ever be worked. */
export function hasWorkingDay({ days }: WorkCalendar): boolean {
  return days.some((day) => day !== null);
}

export function isWorkingAt(region: WorkingRegion, instant: Date): boolean {
  const at = instant.getTime();
  const { value: span } = workingSpans(region, at, at + 1).next();
  return span !== undefined;
}

/**
 * The first instant before which the region has worked so many minutes since `from`: `from` itself for none, five years later at most.
 * @param minutes from 0, may have a fraction
 */
export function addWorkingMinutes(region: WorkingRegion, from: Date, minutes: number): Date {
  const start = from.getTime();
  let left = Math.round(minutes * MINUTE_MS);
  if (left <= 0) return from;
  if (region.workingHours && !hasWorkingDay(region.workingHours))
    throw new RangeError('The calendar has no working day');
  const farthest = start + FARTHEST_MS;
  for (const span of workingSpans(region, start, farthest)) {
    const length = span.end - span.start;
    if (length >= left) return new Date(span.start + left);
    left -= length;
  }
  return new Date(farthest);
}

/** How long the region works between two instants, in minutes with a fraction; negative when `to` comes first. */
export function workingMinutesBetween(region: WorkingRegion, from: Date, to: Date): number {
  const [start, end] = [from.getTime(), to.getTime()];
  if (end < start) return -workingMinutesBetween(region, to, from);
  let total = 0;
  for (const span of workingSpans(region, start, end)) total += span.end - span.start;
  return total / MINUTE_MS;
}

/** When the region works between two instants, in order. A day whose clocks are changed comes as the parts before and after. */
function* workingSpans({ timeZone, workingHours }: WorkingRegion, start: number, end: number): Generator<Span, void> {
  if (!workingHours) {
    if (start < end) yield { start, end };
    return;
  }
  if (!hasWorkingDay(workingHours)) return;
  const daysOff = new Set(workingHours.daysOff);
  for (let at = start; at < end;) {
    const offset = zoneOffset(at, timeZone);
    const local = at + offset;
    const midnight = Math.floor(local / DAY_MS) * DAY_MS;
    const next = endOfOffset(at, midnight + DAY_MS - offset, offset, timeZone);
    const hours = hoursOf(workingHours, daysOff, midnight);
    if (hours) {
      const from = Math.max(midnight - offset + minutesOf(hours.from) * MINUTE_MS, at);
      const to = Math.min(midnight - offset + minutesOf(hours.to) * MINUTE_MS, next, end);
      if (from < to) yield { start: from, end: to };
    }
    at = next;
  }
}

function hoursOf({ days }: WorkCalendar, daysOff: Set<string>, midnight: number): OpeningHours | null {
  const date = new Date(midnight);
  if (daysOff.has(date.toISOString().slice(0, 10))) return null;
  return days[(date.getUTCDay() + 6) % 7] ?? null;
}

/** The end of the local day, or the second at which its clocks are changed. */
function endOfOffset(start: number, end: number, offset: number, timeZone: string): number {
  if (zoneOffset(end - SECOND_MS, timeZone) === offset) return end;
  let [same, other] = [Math.floor(start / SECOND_MS), Math.ceil(end / SECOND_MS)];
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (zoneOffset(middle * SECOND_MS, timeZone) === offset) same = middle;
    else other = middle;
  }
  return other * SECOND_MS;
}

/** Of the day. */
export function minutesOf(time: string): number {
  const [hours = '', minutes = ''] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
