import { currentTime } from '../api/clock';
import { language } from './language';

const LOCALES = { ru: 'ru-RU', en: 'en-GB' };

const dates = kept((locale, style?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, style));
const numbers = kept((locale, style?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, style));
const relativeTimes = kept(
  (locale, style?: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, style),
);

/** One for each language and style, since making one takes many times as long as using it. */
function kept<Style, Format>(make: (locale: string, style?: Style) => Format): (style?: Style) => Format {
  const formats = new Map<string, Format>();
  return (style) => {
    const locale = LOCALES[language()];
    const key = `${locale} ${JSON.stringify(style)}`;
    const format = formats.get(key) ?? make(locale, style);
    formats.set(key, format);
    return format;
  };
}

/** An ISO time as date and time: 24.11.2026, 14:32. @param timeZone by whose clock; the reader's without it */
export function dateTime(iso: string, timeZone?: string): string {
  return dates({ dateStyle: 'short', timeStyle: 'short', timeZone }).format(new Date(iso));
}

/** An ISO time to the second. */
export function exactTime(iso: string): string {
  return dates({ dateStyle: 'short', timeStyle: 'medium' }).format(new Date(iso));
}

/** The day alone: 24.11.2026. @param timeZone by whose clock; the reader's without it */
export function dateOnly(iso: string, timeZone?: string): string {
  return dates({ dateStyle: 'short', timeZone }).format(new Date(iso));
}

/** The time of day alone: 14:32. */
export function timeOfDay(iso: string): string {
  return dates({ timeStyle: 'short' }).format(new Date(iso));
}

/** Since or until when: the time of day alone where it is of today. */
export function shortTime(iso: string, now = currentTime()): string {
  const isToday = new Date(iso).toDateString() === new Date(now).toDateString();
  return isToday ? timeOfDay(iso) : dateTime(iso);
}

/** A day of a calendar, `YYYY-MM-DD`, without its year: 24.11. */
export function dayAndMonth(day: string): string {
  return dates({ day: '2-digit', month: '2-digit', timeZone: 'UTC' }).format(new Date(day));
}

/** The weekdays from Monday on: Понедельник …, Пн … */
export function weekdays(width: 'long' | 'short'): string[] {
  const format = dates({ weekday: width, timeZone: 'UTC' });
  const monday = Date.UTC(2026, 0, 5);
  return Array.from({ length: 7 }, (_, day) => capitalized(format.format(monday + day * 86_400_000)));
}

function capitalized(word: string): string {
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}

/** A decimal string in roubles: 3 450,00 ₽. */
export function money(amount: string, maximumFractionDigits?: number): string {
  const style = { style: 'currency', currency: 'RUB', currencyDisplay: 'narrowSymbol', maximumFractionDigits } as const;
  return numbers(style).format(Number(amount));
}

/** From here on roubles say enough. */
const WITHOUT_KOPECKS = 1_000_000;

/** The same where there is little room: 1 234 568 ₽. */
export function shortMoney(amount: string): string {
  return money(amount, Number(amount) < WITHOUT_KOPECKS ? undefined : 0);
}

/** 83,4 % */
export function percent(value: number): string {
  return numbers({ style: 'percent', maximumFractionDigits: 1 }).format(value / 100);
}

export function number(value: number): string {
  return numbers().format(value);
}

/** Where the service stops counting the rows of a list. */
const MAX_COUNTED = 10_000;

/** How many rows a list has: 1 234, or 10 000+. */
export function rowCount(value: number): string {
  return value < MAX_COUNTED ? number(value) : `${number(MAX_COUNTED)}+`;
}

/** The same for a text, whose plural form goes by what was counted. */
export function countedRows(value: number): { count: number; shownCount: string } {
  return { count: value, shownCount: rowCount(value) };
}

export function bytes(count: number): string {
  const [value, unit] = count < 1_024 ? [count, 'byte'] : [count / 1_024, 'kilobyte'];
  // The short form of English has no plural.
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  return numbers({ style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 }).format(value);
}

const STEPS: Array<[limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number]> = [
  [60, 'second', 1],
  [3_600, 'minute', 60],
  [86_400, 'hour', 3_600],
  [Infinity, 'day', 86_400],
];

/** How long ago or until: 12 с назад, сейчас, через 3 мин. @param now when it was last looked at, perhaps some seconds ago */
export function ago(iso: string, now = currentTime()): string {
  const time = new Date(iso).getTime();
  // What happened since then is not to come.
  const from = time > now && time <= currentTime() ? time : now;
  const seconds = Math.round((time - from) / 1_000);
  const [, unit, size] = STEPS.find(([limit]) => Math.abs(seconds) < limit)!;
  const numeric = seconds === 0 ? 'auto' : 'always';
  return relativeTimes({ style: 'short', numeric }).format(Math.trunc(seconds / size), unit);
}

/** A length of time in its greatest unit, as much of it as is over: 45 с, 12 мин, 3 ч. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [, unit, size] = STEPS.find(([limit]) => whole < limit)!;
  return numbers({ style: 'unit', unit, unitDisplay: 'short' }).format(Math.floor(whole / size));
}

/** A length of time that is compared with others, to the minute from one on: 45 с, 34 мин, 1 ч 30 мин. */
export function exactDuration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? duration(seconds) : hoursAndMinutes(minutes);
}

/** 34 мин, 2 ч 15 мин. @param minutes whole */
export function hoursAndMinutes(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [hours > 0 && inUnit(hours, 'hour'), (rest > 0 || hours === 0) && inUnit(rest, 'minute')];
  return parts.filter(Boolean).join(' ');
}

function inUnit(value: number, unit: 'hour' | 'minute'): string {
  return numbers({ style: 'unit', unit, unitDisplay: 'short' }).format(value);
}
