import { later } from '../../platform/clock.js';

const MOSCOW_MS = 3 * 3_600_000;
const FORM = /^(?!0000)\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** As ABCP writes times: to the second, by the clock of Moscow. */
export function moscowText(at: Date): string {
  return later(at, MOSCOW_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** @returns undefined for `0000-00-00 00:00:00`, which is no time, and for whatever is none either */
export function parseMoscow(text: string): Date | undefined {
  if (!FORM.test(text)) return undefined;
  const at = Date.parse(`${text.replace(' ', 'T')}+03:00`);
  return Number.isNaN(at) ? undefined : new Date(at);
}
