import { TokenBuckets } from './token-buckets.js';

const takeMany = (buckets: TokenBuckets, key: number, count: number, now: number) =>
  Array.from({ length: count }, () => buckets.take(key, now)).filter(Boolean).length;

describe('so many calls a second for each key', () => {
  it('lets through as many at once as a second allows, and no more', () => {
    expect(takeMany(new TokenBuckets(3), 1, 10, 0)).toBe(3);
  });

  it('fills up evenly as time passes', () => {
    const buckets = new TokenBuckets(2);
    takeMany(buckets, 1, 2, 0);
    expect(buckets.take(1, 499)).toBe(false);
    expect(buckets.take(1, 500)).toBe(true);
    expect(buckets.take(1, 501)).toBe(false);
    expect(takeMany(buckets, 1, 10, 1_500)).toBe(2);
  });

  it('saves up no more than one second', () => {
    const buckets = new TokenBuckets(3);
    takeMany(buckets, 1, 3, 0);
    expect(takeMany(buckets, 1, 10, 3_600_000)).toBe(3);
  });

  it('a call that was refused costs nothing', () => {
    const buckets = new TokenBuckets(1);
    takeMany(buckets, 1, 100, 0);
    expect(buckets.take(1, 1_000)).toBe(true);
  });

  it('over many seconds as many pass as were allowed', () => {
    const buckets = new TokenBuckets(5);
    let passed = 0;
    for (let now = 0; now <= 10_000; now += 10) passed += takeMany(buckets, 1, 2, now);
    expect(passed).toBe(5 + 10 * 5);
  });

  it('one key does not use up what belongs to another', () => {
    const buckets = new TokenBuckets(1);
    expect([buckets.take(1, 0), buckets.take(1, 0), buckets.take(2, 0)]).toEqual([true, false, true]);
  });

  it('0 is no limit', () => {
    expect(takeMany(new TokenBuckets(0), 1, 1_000, 0)).toBe(1_000);
  });

  it('keys without number do not fill the memory', () => {
    const buckets = new TokenBuckets(1);
    for (let key = 0; key < 25_000; key++) buckets.take(key, 0);
    expect((buckets as unknown as { buckets: Map<number, unknown> }).buckets.size).toBeLessThanOrEqual(10_000);
  });
});
