import { lastDays } from './days.js';

const shown = (now: string, count: number, timeZone: string) =>
  lastDays(new Date(now), count, timeZone).map(({ day, from, to }) => [day, from.toISOString(), to.toISOString()]);

describe('the last days of a time zone', () => {
  it('end with the one that holds now, in the zone', () => {
    expect(shown('2026-11-24T20:59:59.999Z', 2, 'Europe/Moscow')).toEqual([
      ['2026-11-23', '2026-11-22T21:00:00.000Z', '2026-11-23T21:00:00.000Z'],
      ['2026-11-24', '2026-11-23T21:00:00.000Z', '2026-11-24T21:00:00.000Z'],
    ]);
    expect(shown('2026-11-24T21:00:00Z', 1, 'Europe/Moscow').map(([day]) => day)).toEqual(['2026-11-25']);
  });

  it.each([
    ['Asia/Kamchatka', '2026-11-24T12:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-24T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-11-24T11:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-24T18:15:00.000Z'],
    ['UTC', '2026-11-25T00:00:00.000Z'],
  ])('begin at midnight in %s', (timeZone, begin) => {
    expect(shown(begin, 1, timeZone)[0]![1]).toBe(begin);
  });

  it('have 23 and 25 hours where the clocks are put forward and back', () => {
    const hours = (now: string) =>
      lastDays(new Date(now), 1, 'Europe/Berlin').map(({ from, to }) => (to.getTime() - from.getTime()) / 3_600_000);
    expect([hours('2026-03-29T12:00:00Z'), hours('2026-10-25T12:00:00Z')]).toEqual([[23], [25]]);
  });

  it('begin at 01:00 where the clocks are put forward at midnight', () => {
    expect(shown('2026-04-24T12:00:00Z', 1, 'Africa/Cairo')).toEqual([
      ['2026-04-24', '2026-04-23T22:00:00.000Z', '2026-04-24T21:00:00.000Z'],
    ]);
  });

  it('lie end to end, over the turn of the year', () => {
    const days = lastDays(new Date('2027-01-03T12:00:00Z'), 90, 'Asia/Vladivostok');
    expect(days).toHaveLength(90);
    expect(days.at(-1)!.day).toBe('2027-01-03');
    for (const [index, { from }] of days.entries()) if (index > 0) expect(from).toEqual(days[index - 1]!.to);
  });
});
