import { later } from '../../platform/clock.js';
import { zoneOffset } from '../../platform/local-time.js';

const MINUTE_MS = 60_000;
/** No zone changes its clocks between two of these. */
const STEP_MS = 15 * MINUTE_MS;

/** No zone is further from UTC. */
const FURTHEST_HOURS = 14;
/** What databases take for a time. */
const FIRST_YEAR = 1000;
const LAST_YEAR = 9999;

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
    const local = later(instant, offset * MINUTE_MS)
      .toISOString()
      .slice(0, -1);
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
    const local = localOf(day!, `${time}:${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}`);
    if (local === undefined) return undefined;
    if (isUtc) return known(local);
    if (hours === undefined) return known(this.instantOf(local));
    if (Number(hours) > FURTHEST_HOURS || Number(minutes) > 59) return undefined;
    const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
    return known(local - offset * MINUTE_MS);
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
      offset = Math.round(zoneOffset(step * STEP_MS, this.timeZone) / MINUTE_MS);
      this.offsets.set(step, offset);
    }
    return offset;
  }
}

/** @returns undefined for a day that the calendar has not */
function localOf(day: string, time: string): number | undefined {
  const midnight = Date.parse(`${day}T00:00Z`);
  const local = Date.parse(`${day}T${time}Z`);
  const isDay = !Number.isNaN(local) && new Date(midnight).toISOString().startsWith(day);
  return isDay ? local : undefined;
}

function known(instant: number): Date | undefined {
  const date = new Date(instant);
  const year = date.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR ? date : undefined;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
