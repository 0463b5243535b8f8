const MINUTE_MS = 60_000;
/** No zone changes its clocks between two of these. */
const STEP_MS = 15 * MINUTE_MS;

/** By time zone, since making one takes longer than writing an order. */
const formats = new Map<string, Intl.DateTimeFormat>();

const WRITTEN =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s?(?:(Z)|([+\- ]?)(\d\d):?(\d\d))?$/i;

/** Times as the clocks of a time zone show them, written with its offset. */
export class ZonedTimes {
  private readonly offsets = new Map<number, number>();

  /** @param timeZone IANA name */
  constructor(private readonly timeZone: string) {}

  /** E.g. `2026-11-24T09:15:00.000+03:00`. */
  write(instant: Date): string {
    const offset = this.offsetAt(instant.getTime());
    const local = new Date(instant.getTime() + offset * MINUTE_MS).toISOString().slice(0, -1);
    const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
    return `${local}${offset < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes)}`;
  }

  /**
   * A day or a time, with an offset (whose `+` may have become a blank on its way in an address) or by the zone's clocks.
   * @returns undefined for what is none
   */
  read(text: string): Date | undefined {
    const match = WRITTEN.exec(text.trim());
    if (!match) return undefined;
    const [, day, time = '00:00', seconds = '00', fraction = '', isUtc, sign, hours, minutes] = match;
    const local = Date.parse(`${day}T${time}:${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
    if (Number.isNaN(local)) return undefined;
    if (isUtc) return new Date(local);
    if (hours === undefined) return new Date(this.instantOf(local));
    const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
    return new Date(local - offset * MINUTE_MS);
  }

  /** The offset that holds at the instant is not known before the instant is. */
  private instantOf(local: number): number {
    const about = local - this.offsetAt(local) * MINUTE_MS;
    return local - this.offsetAt(about) * MINUTE_MS;
  }

  /** Minutes. */
  private offsetAt(instant: number): number {
    const step = Math.floor(instant / STEP_MS);
    let offset = this.offsets.get(step);
    if (offset === undefined) {
      offset = offsetOf(formatOf(this.timeZone), instant);
      this.offsets.set(step, offset);
    }
    return offset;
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  return format;
}

function offsetOf(format: Intl.DateTimeFormat, instant: number): number {
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')!.value;
  const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
