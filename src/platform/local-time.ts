const SECOND_MS = 1_000;
const formats = new Map<string, Intl.DateTimeFormat>();
/** By zone and second; working time goes by the same midnights again and again. */
const offsets = new Map<string, number>();
const MOST_OFFSETS = 20_000;

/**
 * The wall clock of a time zone at an instant, to the second, as the UTC fields of a Date: spreadsheets know no zones.
 * @param timeZone IANA name
 */
export function wallClock(instant: Date, timeZone: string): Date {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, second } = parts;
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)));
}

/** How far the clocks of a time zone are before UTC at an instant, in ms. */
export function zoneOffset(instant: number, timeZone: string): number {
  const second = Math.floor(instant / SECOND_MS) * SECOND_MS;
  const key = `${timeZone} ${second}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    if (offsets.size >= MOST_OFFSETS) offsets.clear();
    offset = wallClock(new Date(second), timeZone).getTime() - second;
    offsets.set(key, offset);
  }
  return offset;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const number = { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', ...number });
    formats.set(timeZone, format);
  }
  return format;
}
