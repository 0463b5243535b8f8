const MOSCOW_MS = 3 * 3_600_000;
const FORM = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

export const NO_DATE = '0000-00-00 00:00:00';

/** As ABCP writes times: to the second, by the clock of Moscow, without a zone. */
export function moscowText(at: Date): string {
  return new Date(at.getTime() + MOSCOW_MS).toISOString().slice(0, 19).replace('T', ' ');
}

export function isMoscowText(text: string): boolean {
  return FORM.test(text) && !Number.isNaN(Date.parse(`${text.replace(' ', 'T')}Z`));
}
