const HOUR_MS = 3_600_000;
const WORKDAY = { from: 9, to: 18 };
const WEEKEND = new Set(['Sat', 'Sun']);

/** Whole hours of work (Monday to Friday, 9 to 18 by the clock of the zone) between two instants, up to `most`. */
export function workingHoursBetween(from: Date, to: Date, timeZone: string, most: number): number {
  const clock = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: 'numeric', hourCycle: 'h23' });
  let hours = 0;
  for (let at = to.getTime() - HOUR_MS; at >= from.getTime() && hours < most; at -= HOUR_MS) {
    const parts = clock.formatToParts(at);
    const valueOf = (type: string) => parts.find((part) => part.type === type)!.value;
    const hour = Number(valueOf('hour'));
    if (!WEEKEND.has(valueOf('weekday')) && hour >= WORKDAY.from && hour < WORKDAY.to) hours += 1;
  }
  return hours;
}
