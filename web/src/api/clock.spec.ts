import { currentTime, onClockSet, setClock } from './clock';

const HOUR_MS = 3_600_000;

describe('the clock of the panel', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    setClock(HOUR_MS);
    setClock(0);
    jest.useRealTimers();
  });

  it('goes by the service’s where the computer’s is wrong, and says when it was set', () => {
    const told = jest.fn();
    const stop = onClockSet(told);
    setClock(-HOUR_MS);
    expect(currentTime()).toBe(Date.now() - HOUR_MS);
    jest.advanceTimersByTime(60_000);
    expect(currentTime()).toBe(Date.now() - HOUR_MS);
    setClock(300);
    expect(currentTime()).toBe(Date.now() + 300);
    expect(told).toHaveBeenCalledTimes(2);
    stop();
    setClock(HOUR_MS);
    expect(told).toHaveBeenCalledTimes(2);
  });

  it.each([-4_999, 999])('is not set by %d ms, which the way from the service takes, or nobody sees', (ms) => {
    setClock(ms);
    expect(currentTime()).toBe(Date.now());
  });

  it('is set by a second that the service is ahead, so that nothing seems to be still to come', () => {
    setClock(1_000);
    expect(currentTime()).toBe(Date.now() + 1_000);
  });
});
