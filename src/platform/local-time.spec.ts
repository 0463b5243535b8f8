import { wallClock } from './local-time.js';

describe('wallClock', () => {
  it.each([
    ['2026-11-24T06:15:07.900Z', 'Europe/Moscow', '2026-11-24T09:15:07.000Z'],
    ['2026-11-24T21:30:00.000Z', 'Europe/Moscow', '2026-11-25T00:30:00.000Z'],
    ['2026-07-01T12:00:00.000Z', 'Europe/Berlin', '2026-07-01T14:00:00.000Z'],
    ['2026-12-01T12:00:00.000Z', 'Europe/Berlin', '2026-12-01T13:00:00.000Z'],
    ['2026-12-31T20:00:00.000Z', 'Asia/Kolkata', '2027-01-01T01:30:00.000Z'],
  ])('shows %s in %s', (instant, zone, expected) => {
    expect(wallClock(new Date(instant), zone).toISOString()).toBe(expected);
  });
});
