import { NoticedVersions } from './noticed-versions';

const A_MOMENT_MS = 999;

describe('NoticedVersions', () => {
  let noticed: NoticedVersions;
  beforeEach(() => {
    jest.useFakeTimers();
    noticed = new NoticedVersions();
    noticed.show([order(1)]);
  });
  afterEach(() => void jest.useRealTimers());
  const order = (version: number, id = '7') => ({ id, version });

  it('has a press be about what is shown, also at once where it is shown for the first time', () => {
    expect(noticed.of(order(1))).toBe(1);
  });

  it('has a press be about the former version while a new one has just come up', () => {
    noticed.show([order(2)]);
    jest.advanceTimersByTime(A_MOMENT_MS);
    noticed.show([order(2)]);
    expect(noticed.of(order(2))).toBe(1);
    jest.advanceTimersByTime(1);
    expect(noticed.of(order(2))).toBe(2);
  });

  it('has a press be about no version that is there where several come one after the other', () => {
    noticed.show([order(2)]);
    jest.advanceTimersByTime(A_MOMENT_MS);
    noticed.show([order(3)]);
    expect(noticed.of(order(3))).toBe(2);
  });

  it('has a press be about the former version, too, while nothing was told of the new one', () => {
    expect(noticed.of(order(2))).toBe(1);
  });

  it('takes what it was never shown as it is', () => {
    noticed.show([order(2)]);
    expect(noticed.of(order(4, '8'))).toBe(4);
  });
});
