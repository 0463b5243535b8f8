/** An instant as the day of the reader's clock that a date field takes: 2026-11-24. */
export function dayOf(iso: string): string {
  const date = new Date(iso);
  if (!iso || Number.isNaN(date.getTime())) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The last day of a period, whose end is exclusive. */
export function lastDayOf(end: string): string {
  const time = new Date(end).getTime();
  return Number.isNaN(time) ? '' : dayOf(new Date(time - 1).toISOString());
}

/** The beginning of a day, or of the next one; "" for an empty field. */
export function instantOf(day: string, daysLater = 0): string {
  if (!day) return '';
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}
