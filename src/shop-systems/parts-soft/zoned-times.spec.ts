import { ZonedTimes } from './zoned-times.js';

describe('times of a zone', () => {
  const moscow = new ZonedTimes('Europe/Moscow');
  const instant = new Date('2026-11-24T06:15:00.123Z');

  it.each([
    ['Europe/Moscow', '2026-11-24T09:15:00.123+03:00'],
    ['Asia/Vladivostok', '2026-11-24T16:15:00.123+10:00'],
    ['America/St_Johns', '2026-11-24T02:45:00.123-03:30'],
    ['UTC', '2026-11-24T06:15:00.123+00:00'],
  ])('are written with the offset of %s', (zone, written) => {
    const times = new ZonedTimes(zone);
    expect(times.write(instant)).toBe(written);
    expect(times.read(written)).toEqual(instant);
  });

  it('follow the clocks that are put back', () => {
    const berlin = new ZonedTimes('Europe/Berlin');
    expect(berlin.write(new Date('2026-10-25T00:59:59Z'))).toBe('2026-10-25T02:59:59.000+02:00');
    expect(berlin.write(new Date('2026-10-25T01:00:00Z'))).toBe('2026-10-25T02:00:00.000+01:00');
    expect(berlin.read('2026-10-26')).toEqual(new Date('2026-10-25T23:00:00Z'));
    expect(berlin.read('2026-10-24')).toEqual(new Date('2026-10-23T22:00:00Z'));
  });

  it.each([
    ['2026-11-24', '2026-11-23T21:00:00.000Z'],
    ['2026-11-24 09:15', '2026-11-24T06:15:00.000Z'],
    ['2026-11-24T09:15:01', '2026-11-24T06:15:01.000Z'],
    ['2026-11-24T09:15:00.123456', '2026-11-24T06:15:00.123Z'],
    ['2026-11-24T06:15:00Z', '2026-11-24T06:15:00.000Z'],
    ['2026-11-24T09:15:00+03:00', '2026-11-24T06:15:00.000Z'],
    ['2026-11-24T09:15:00 03:00', '2026-11-24T06:15:00.000Z'],
    ['2026-11-24 09:15:00 +0300', '2026-11-24T06:15:00.000Z'],
    ['2026-11-24T02:15:00-04:00', '2026-11-24T06:15:00.000Z'],
  ])('are read from %s', (text, expected) => {
    expect(moscow.read(text)?.toISOString()).toBe(expected);
  });

  it.each([
    ...[
      '',
      'yesterday',
      '24.11.2026',
      '1795500900',
      '2026-13-01',
      '2026-02-29',
      '2026-11-31',
      '0050-01-01',
      '0050-01-01Z',
    ],
    ...[
      '2026-11-24T25:00',
      '2026-11-24T24:01',
      '2026-11-24T09:15:00+3',
      '2026-11-24T09:15+15:00',
      '2026-11-24T09:15+03:60',
    ],
  ])('are not %j', (text) => {
    expect(moscow.read(text)).toBeUndefined();
  });
});
