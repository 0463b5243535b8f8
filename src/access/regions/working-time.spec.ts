import fc from 'fast-check';
import { wallClock } from '../../platform/local-time.js';
import {
  addWorkingMinutes,
  isWorkingAt,
  minutesOf,
  OFFICE_HOURS,
  type WorkCalendar,
  workingMinutesBetween,
  type WorkingRegion,
} from './working-time.js';

const MINUTE_MS = 60_000;
const moscow: WorkingRegion = { timeZone: 'Europe/Moscow', workingHours: OFFICE_HOURS };
const everyDay = (from: string, to: string, timeZone = 'Europe/Berlin'): WorkingRegion => ({
  timeZone,
  workingHours: { days: Array.from({ length: 7 }, () => ({ from, to })), daysOff: [] },
});

describe('working time of a region', () => {
  const added = (region: WorkingRegion, from: string, minutes: number) =>
    addWorkingMinutes(region, new Date(from), minutes).toISOString();
  const between = (region: WorkingRegion, from: string, to: string) =>
    workingMinutesBetween(region, new Date(from), new Date(to));

  it('passes by the clock of the region, from Monday to Friday', () => {
    expect(added(moscow, '2026-11-24T06:00:00.000Z', 30)).toBe('2026-11-24T06:30:00.000Z');
    expect(added(moscow, '2026-11-24T03:00:00.000Z', 30)).toBe('2026-11-24T06:30:00.000Z');
    expect(added(moscow, '2026-11-27T14:45:00.000Z', 30)).toBe('2026-11-30T06:15:00.000Z');
    expect(added(moscow, '2026-11-28T09:00:00.000Z', 540)).toBe('2026-11-30T15:00:00.000Z');
    expect(between(moscow, '2026-11-27T14:45:00Z', '2026-11-30T06:15:00Z')).toBe(30);
    expect(between(moscow, '2026-11-30T06:15:00Z', '2026-11-27T14:45:00Z')).toBe(-30);
  });

  it.each([
    ['2026-11-24T05:59:59.999Z', false],
    ['2026-11-24T06:00:00.000Z', true],
    ['2026-11-24T14:59:59.999Z', true],
    ['2026-11-24T15:00:00.000Z', false],
    ['2026-11-28T10:00:00.000Z', false],
  ])('%s is working: %s', (instant, expected) => {
    expect(isWorkingAt(moscow, new Date(instant))).toBe(expected);
  });

  it('is reckoned no farther than five years ahead, however rarely the region works', () => {
    const days = [{ from: '09:00', to: '09:01' }, null, null, null, null, null, null];
    const seldom: WorkingRegion = { ...moscow, workingHours: { days, daysOff: [] } };
    expect(added(seldom, '2026-11-23T06:00:00.000Z', 53)).toBe('2027-11-22T06:01:00.000Z');
    expect(added(seldom, '2026-11-24T00:00:00.000Z', 120_000)).toBe('2031-11-25T00:00:00.000Z');
  });

  it('asks for the clocks of a day once, however many deadlines are reckoned', () => {
    const reckon = (from: string) => added(everyDay('10:00', '11:00', 'Asia/Omsk'), from, 6_000);
    const asked = jest.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
    reckon('2026-11-24T06:00:01.000Z');
    asked.mockClear();
    reckon('2026-11-24T06:00:02.000Z');
    expect(asked.mock.calls.length).toBeLessThan(3);
    asked.mockRestore();
  });

  it('does not pass on days off', () => {
    const holidays: WorkingRegion = { ...moscow, workingHours: { ...OFFICE_HOURS, daysOff: ['2026-11-24'] } };
    expect(isWorkingAt(holidays, new Date('2026-11-24T10:00:00Z'))).toBe(false);
    expect(added(holidays, '2026-11-23T14:59:00.000Z', 2)).toBe('2026-11-25T06:01:00.000Z');
  });

  it('always passes where there is no calendar', () => {
    const always: WorkingRegion = { timeZone: 'Europe/Moscow', workingHours: null };
    expect(isWorkingAt(always, new Date('2026-11-28T00:00:00Z'))).toBe(true);
    expect(added(always, '2026-11-28T00:00:00.000Z', 61)).toBe('2026-11-28T01:01:00.000Z');
    expect(between(always, '2026-11-28T00:00:00Z', '2026-11-29T00:00:00Z')).toBe(1440);
  });

  it('goes on over midnight until 24:00', () => {
    const berlin = everyDay('00:00', '24:00');
    expect(added(berlin, '2026-11-24T22:59:00.000Z', 2)).toBe('2026-11-24T23:01:00.000Z');
  });

  it('is an hour shorter or longer on the days whose clocks are changed', () => {
    const nights = everyDay('00:00', '06:00');
    expect(between(nights, '2026-03-27T22:00:00Z', '2026-03-28T22:00:00Z')).toBe(360);
    expect(between(nights, '2026-03-28T22:00:00Z', '2026-03-29T22:00:00Z')).toBe(300);
    expect(between(nights, '2026-10-24T21:00:00Z', '2026-10-25T22:00:00Z')).toBe(420);
    expect(added(nights, '2026-03-28T23:00:00.000Z', 240)).toBe('2026-03-29T03:00:00.000Z');
  });

  it('is worked twice in an hour that comes twice, and not at all in one that is left out', () => {
    const twice = everyDay('02:00', '02:30');
    expect(between(twice, '2026-10-24T21:00:00Z', '2026-10-25T22:00:00Z')).toBe(60);
    expect(added(twice, '2026-10-25T00:00:00.000Z', 45)).toBe('2026-10-25T01:15:00.000Z');
    expect(between(twice, '2026-03-28T22:00:00Z', '2026-03-29T21:00:00Z')).toBe(0);
  });

  it('refuses to wait for a day that never comes', () => {
    const never: WorkingRegion = {
      ...moscow,
      workingHours: { days: Array.from({ length: 7 }, () => null), daysOff: [] },
    };
    expect(() => added(never, '2026-11-24T06:00:00Z', 1)).toThrow('no working day');
    expect(between(never, '2026-11-24T06:00:00Z', '2027-11-24T06:00:00Z')).toBe(0);
  });
});

const time = fc.integer({ min: 0, max: 1440 });
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const hours = fc
  .tuple(time, time)
  .filter(([one, other]) => one !== other)
  .map(([one, other]) => ({ from: clock(Math.min(one, other)), to: clock(Math.max(one, other)) }));
/** Around changes of clocks, at midnight too. */
const instants = fc.oneof(
  ...[
    '2026-03-08',
    '2026-03-29',
    '2026-10-25',
    '2026-11-01',
    '2026-04-05',
    '2026-09-06',
    '2026-04-24',
    '2026-11-24',
  ].map((day) =>
    fc.integer({ min: -3 * 1440, max: 3 * 1440 }).map((minutes) => new Date(Date.parse(day) + minutes * MINUTE_MS)),
  ),
);
const minutesAWeek = (days: WorkCalendar['days']) =>
  days.reduce((sum, day) => sum + (day ? minutesOf(day.to) - minutesOf(day.from) : 0), 0);
const calendars: fc.Arbitrary<WorkCalendar> = fc.record({
  days: fc
    .array(fc.option(hours, { nil: null }), { minLength: 7, maxLength: 7 })
    // So much that the longest time that is added here ends within five years, behind which none is reckoned.
    .filter((days) => minutesAWeek(days) >= 60),
  daysOff: fc.uniqueArray(fc.constantFrom('2026-03-29', '2026-10-25', '2026-11-24', '2026-11-25'), { maxLength: 2 }),
});
const regions: fc.Arbitrary<WorkingRegion> = fc.record({
  timeZone: fc.constantFrom(
    ...[
      'Europe/Moscow',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Cairo',
      'America/Santiago',
    ],
  ),
  workingHours: fc.option(calendars, { nil: null, freq: 10 }),
});

/** By the wall clock alone, minute by minute. */
function isOpen({ timeZone, workingHours }: WorkingRegion, instant: Date): boolean {
  if (!workingHours) return true;
  const wall = wallClock(instant, timeZone);
  if (workingHours.daysOff.includes(wall.toISOString().slice(0, 10))) return false;
  const day = workingHours.days[(wall.getUTCDay() + 6) % 7];
  const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes();
  return !!day && minute >= minutesOf(day.from) && minute < minutesOf(day.to);
}

describe('working time of any region', () => {
  it('is what the wall clock says, minute by minute', () => {
    fc.assert(
      fc.property(regions, instants, fc.integer({ min: 0, max: 600 }), (region, from, length) => {
        const minutes = Array.from({ length }, (_, index) => new Date(from.getTime() + index * MINUTE_MS));
        for (const minute of minutes.slice(0, 20)) expect(isWorkingAt(region, minute)).toBe(isOpen(region, minute));
        const open = minutes.filter((minute) => isOpen(region, minute)).length;
        expect(workingMinutesBetween(region, from, new Date(from.getTime() + length * MINUTE_MS))).toBe(open);
      }),
    );
  });

  it('is additive', () => {
    const amounts = fc.integer({ min: 0, max: 3_000 });
    fc.assert(
      fc.property(regions, instants, amounts, amounts, (region, from, first, second) => {
        const inSteps = addWorkingMinutes(region, addWorkingMinutes(region, from, first), second);
        expect(inSteps).toEqual(addWorkingMinutes(region, from, first + second));
      }),
    );
    fc.assert(
      fc.property(regions, instants, instants, instants, (region, one, two, three) => {
        const sum = workingMinutesBetween(region, one, two) + workingMinutesBetween(region, two, three);
        expect(sum).toBeCloseTo(workingMinutesBetween(region, one, three), 6);
      }),
    );
  });

  it('is counted back to what was added, and never ends in closed time', () => {
    fc.assert(
      fc.property(regions, instants, fc.integer({ min: 1, max: 5_000 }), (region, from, minutes) => {
        const until = addWorkingMinutes(region, from, minutes);
        expect(workingMinutesBetween(region, from, until)).toBe(minutes);
        expect(isOpen(region, new Date(until.getTime() - 1))).toBe(true);
      }),
    );
  });

  it('is monotone: who comes later is due later or at once with the former', () => {
    fc.assert(
      fc.property(regions, instants, instants, fc.integer({ min: 0, max: 3_000 }), (region, one, other, minutes) => {
        const [earlier, later] = one <= other ? [one, other] : [other, one];
        const due = addWorkingMinutes(region, earlier, minutes);
        expect(due.getTime()).toBeLessThanOrEqual(addWorkingMinutes(region, later, minutes).getTime());
        expect(addWorkingMinutes(region, one, minutes + 1).getTime()).toBeGreaterThan(
          addWorkingMinutes(region, one, minutes).getTime(),
        );
      }),
    );
  });
});
