import { LateRefusals } from './sign-in-throttle.service.js';

const NOW = 1_000_000;

describe('who was told to wait a moment ago', () => {
  let refusals: LateRefusals;
  beforeEach(() => {
    refusals = new LateRefusals();
    refusals.keep('one', 60_000, NOW);
    refusals.keep('other', 60_000, NOW);
  });
  const waits = (now = NOW) => ['one', 'other'].map((key) => refusals.waitOf(key, now));

  it('is told so again for half a second without being looked up', () => {
    expect(waits(NOW + 499)).toEqual([60_000, 60_000]);
    expect(waits(NOW + 500)).toEqual([0, 0]);
  });

  it('is looked up when the clock was set back', () => {
    expect(waits(NOW - 3_600_000)).toEqual([0, 0]);
  });

  it('who was let through is not kept', () => {
    refusals.keep('third', 0, NOW);
    expect(refusals.waitOf('third', NOW)).toBe(0);
  });

  it('is forgotten with the right password, and all are with a new one', () => {
    refusals.forget('one');
    expect(waits()).toEqual([0, 60_000]);
    refusals.forget();
    expect(waits()).toEqual([0, 0]);
  });
});
