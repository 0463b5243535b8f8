import { MAX_TRIES, parseRetryAfter, retryDelayMs } from './retry-schedule.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the pause before the next try', () => {
  it.each([
    [1, 5 * SECOND],
    [2, 30 * SECOND],
    [3, 2 * MINUTE],
    [4, 10 * MINUTE],
    [5, 30 * MINUTE],
    [6, 2 * HOUR],
    [7, 6 * HOUR],
    [8, 12 * HOUR],
    [9, DAY],
  ])('after try %i is %i ms, spread over 20 %% to both sides', (step, delay) => {
    expect(retryDelayMs(step, 0)).toBe(delay * 0.8);
    expect(retryDelayMs(step, 0.5)).toBe(delay);
    expect(retryDelayMs(step, 1)).toBe(delay * 1.2);
  });

  it('does not exist after the tenth try', () => {
    expect(MAX_TRIES).toBe(10);
    expect(retryDelayMs(10, 0.5)).toBeUndefined();
  });
});

describe('Retry-After', () => {
  const NOW = new Date('2026-11-24T06:15:00.000Z');

  it.each([
    ['seconds', '7', 7 * SECOND],
    ['seconds between spaces', ' 120 ', 2 * MINUTE],
    ['a whole day of seconds', '86400', DAY],
    ['a date', 'Tue, 24 Nov 2026 06:15:30 GMT', 30 * SECOND],
    ['a date in the style of RFC 850', 'Tuesday, 24-Nov-26 06:16:00 GMT', MINUTE],
    ['a date in the style of asctime, which is UTC', 'Tue Nov 24 06:17:00 2026', 2 * MINUTE],
  ])('given as %s is taken as it stands', (_, header, expected) => {
    expect(parseRetryAfter(header, NOW)).toBe(expected);
  });

  it.each([
    ['0 seconds', '0'],
    ['a date in the past', 'Mon, 23 Nov 2026 06:15:00 GMT'],
    ['this very moment', 'Tue, 24 Nov 2026 06:15:00 GMT'],
  ])('of %s means one second', (_, header) => {
    expect(parseRetryAfter(header, NOW)).toBe(SECOND);
  });

  it.each([
    ['ten years of seconds', '315360000'],
    ['a number without end', '9'.repeat(400)],
    ['a date in ten years', 'Tue, 24 Nov 2036 06:15:00 GMT'],
  ])('of %s means one day', (_, header) => {
    expect(parseRetryAfter(header, NOW)).toBe(DAY);
  });

  it.each([[undefined], [''], ['  '], ['soon'], ['-5'], ['+5'], ['7.5'], ['1e3'], ['7s'], ['Tue, soon'], ['7, 8']])(
    'that says %j is no wish at all',
    (header) => {
      expect(parseRetryAfter(header, NOW)).toBeUndefined();
    },
  );
});
