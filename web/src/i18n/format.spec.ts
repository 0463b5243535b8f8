import '../../../test/support/browserless';
import { ago, duration, exactDuration, money, shortMoney, shortTime } from './format';

describe('how long ago', () => {
  const LOOKED_AT = Date.parse('2026-11-30T12:00:00Z');
  const after = (seconds: number) => new Date(LOOKED_AT + seconds * 1_000).toISOString();

  beforeEach(() => {
    jest.useFakeTimers({ now: LOOKED_AT + 8_000 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('counts from when it was last looked', () => {
    expect(ago(after(-12), LOOKED_AT)).toBe('12 сек. назад');
    expect(ago(after(-150), LOOKED_AT)).toBe('2 мин. назад');
  });

  it('says of what happened since then that it is now', () => {
    expect(ago(after(2), LOOKED_AT)).toBe('сейчас');
    expect(ago(after(8), LOOKED_AT)).toBe('сейчас');
    expect(ago(after(0), LOOKED_AT)).toBe('сейчас');
  });

  it('says of what is to come when it will', () => {
    expect(ago(after(30), LOOKED_AT)).toBe('через 30\u00a0сек.');
  });
});

describe('a time that something holds since or until', () => {
  const NOW = new Date(2026, 11, 1, 9, 0).getTime();
  const at = (day: number) => new Date(2026, 11, day, 8, 5).toISOString();

  it('is of today where no day is said', () => {
    expect(shortTime(at(1), NOW)).toBe('08:05');
  });

  it('has its day where it is another one', () => {
    expect(shortTime(at(-1), NOW)).toBe('29.11.2026, 08:05');
    expect(shortTime(at(2), NOW)).toBe('02.12.2026, 08:05');
  });
});

describe('a length of time', () => {
  const words = (seconds: number) => duration(seconds).replace(/\s/g, ' ');

  it.each([
    [14.6, '15 с'],
    [59.7, '1 мин'],
    [119, '1 мин'],
    [3_599, '59 мин'],
    [90 * 60, '1 ч'],
    [86_399, '23 ч'],
    [86_400, '1 дн.'],
  ])('of %d s is no longer than it was: %s', (seconds, expected) => {
    expect(words(seconds)).toBe(expected);
  });

  it('is the same as how long ago it began', () => {
    const now = Date.parse('2026-11-30T12:00:00Z');
    for (const minutes of [1, 29, 59, 60, 89, 90, 119, 1_439, 1_440, 2_879]) {
      const since = ago(new Date(now - minutes * 60_000).toISOString(), now);
      expect(since.match(/\d+/)![0]).toBe(words(minutes * 60).match(/\d+/)![0]);
    }
  });
});

describe('a length of time that is compared', () => {
  it.each([
    [45, '45 с'],
    [34 * 60, '34 мин'],
    [3_580, '1 ч'],
    [90 * 60, '1 ч 30 мин'],
    [26 * 3_600 + 299, '26 ч 5 мин'],
  ])('of %d s is to the minute: %s', (seconds, words) => {
    expect(exactDuration(seconds).replace(/\s/g, ' ')).toBe(words);
  });
});

describe('a sum', () => {
  const plain = (words: string) => words.replace(/\s/g, ' ');

  it('has its kopecks', () => {
    expect(plain(money('3450'))).toBe('3 450,00 ₽');
    expect(plain(money('1234567.89'))).toBe('1 234 567,89 ₽');
  });

  it('has none of them in a list from a million on', () => {
    expect(plain(shortMoney('999999.99'))).toBe('999 999,99 ₽');
    expect(plain(shortMoney('1234567.89'))).toBe('1 234 568 ₽');
  });
});
