import { currentTime, onClockSet, setClock } from './clock';

const HOUR_MS = 3_600_000;

describe('the clock of the panel', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
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

  it('is not set by what the way from the service takes', () => {
    setClock(-4_999);
    expect(currentTime()).toBe(Date.now());
  });
});
