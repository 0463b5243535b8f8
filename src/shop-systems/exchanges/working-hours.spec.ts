import { workingHoursBetween } from './working-hours.js';

const MOSCOW = 'Europe/Moscow';
const hours = (from: string, to: string) => workingHoursBetween(new Date(from), new Date(to), MOSCOW, 1_000);

describe('workingHoursBetween', () => {
  it('counts hours of the working day by the clock of the zone', () => {
    expect(hours('2026-11-24T06:00:00Z', '2026-11-24T10:00:00Z')).toBe(4);
    expect(hours('2026-11-24T04:00:00Z', '2026-11-24T08:00:00Z')).toBe(2);
  });

  it('counts nothing of a night and of a weekend', () => {
    expect(hours('2026-11-24T15:00:00Z', '2026-11-25T06:00:00Z')).toBe(0);
    expect(hours('2026-11-27T15:00:00Z', '2026-11-30T06:00:00Z')).toBe(0);
    expect(hours('2026-11-27T14:00:00Z', '2026-11-30T07:00:00Z')).toBe(2);
  });

  it('looks as far back as the longest silence that an exchange may be allowed', () => {
    expect(workingHoursBetween(new Date(0), new Date('2026-11-24T10:00:00Z'), MOSCOW, 720)).toBe(720);
  });

  it('stops counting at what is asked for', () => {
    expect(workingHoursBetween(new Date(0), new Date('2026-11-24T10:00:00Z'), MOSCOW, 5)).toBe(5);
  });
});
