import { minutesOf, OFFICE_HOURS } from '../../../src/access/regions/working-time';
import type { Schemas } from '../api/client';

export type WorkingHours = Schemas['WorkingHours'];

/** A weekday of the form; its times stay while it is switched off. */
export interface DayValues {
  isWorked: boolean;
  from: string;
  to: string;
}

export interface CalendarValues {
  isAlways: boolean;
  /** From Monday on. */
  days: DayValues[];
  /** `YYYY-MM-DD` */
  daysOff: string[];
  /** One that was not added to them yet; "" = none. */
  typedDayOff: string;
}

export const OFFICE_DAYS = daysOf(OFFICE_HOURS);

export function calendarValues(hours: WorkingHours | null): CalendarValues {
  return {
    isAlways: hours === null,
    days: hours ? daysOf(hours) : OFFICE_DAYS,
    daysOff: hours?.daysOff ?? [],
    typedDayOff: '',
  };
}

/** What was typed counts, even though no other field was gone to and no button pressed after it. */
export function workingHoursOf({ isAlways, days, ...calendar }: CalendarValues): WorkingHours | null {
  if (isAlways) return null;
  return {
    days: days.map(({ isWorked, from, to }) => (isWorked ? { from: clockTime(from), to: clockTime(to) } : null)),
    daysOff: allDaysOff(calendar),
  };
}

/** In order. */
export function allDaysOff({ daysOff, typedDayOff }: Pick<CalendarValues, 'daysOff' | 'typedDayOff'>): string[] {
  return [...new Set([...daysOff, ...(typedDayOff ? [typedDayOff] : [])])].sort();
}

function daysOf({ days }: WorkingHours): DayValues[] {
  return days.map((day) => ({ from: '09:00', to: '18:00', ...day, isWorked: day !== null }));
}

/** `9`, `9.30` and `930` as `HH:MM`; what is no time of a day stays as it was typed. */
export function clockTime(typed: string): string {
  const [, hours = '', minutes = '00'] = /^\s*(\d{1,2})\s*(?:[:.,\s-]?\s*(\d\d))?\s*$/.exec(typed) ?? [];
  const time = `${hours.padStart(2, '0')}:${minutes}`;
  return hours && Number(minutes) < 60 && minutesOf(time) <= minutesOf('24:00') ? time : typed;
}

/** Days with the same hours together: «Пн–Пт 09:00–18:00, Сб 10:00–14:00». @param names of the weekdays from Monday on */
export function hoursInWords({ days }: WorkingHours, names: readonly string[]): string {
  const spans: Array<{ hours: string; first: number; last: number }> = [];
  days.forEach((day, index) => {
    if (!day) return;
    const hours = `${day.from}–${day.to}`;
    const former = spans.at(-1);
    if (former?.hours === hours && former.last === index - 1) former.last = index;
    else spans.push({ hours, first: index, last: index });
  });
  return spans
    .map(({ hours, first, last }) => `${names[first]}${first < last ? `–${names[last]}` : ''} ${hours}`)
    .join(', ');
}
