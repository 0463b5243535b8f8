import { FAILURES_TO_OPEN, probeDelayMs } from './circuit-breaker.js';

describe('the circuit breaker', () => {
  it('opens after five outages in a row', () => {
    expect(FAILURES_TO_OPEN).toBe(5);
  });

  it('waits 30 s for the first probe, twice as long after each that failed, at most 5 min', () => {
    const seconds = [0, 1, 2, 3, 4, 5, 50, 5_000].map((probesFailed) => probeDelayMs(probesFailed) / 1_000);
    expect(seconds).toEqual([30, 60, 120, 240, 300, 300, 300, 300]);
  });
});
