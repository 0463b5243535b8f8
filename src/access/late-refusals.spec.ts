import { LateRefusals } from './late-refusals.js';

describe('who was told to wait a moment ago', () => {
  let now: jest.SpyInstance<number>;
  beforeEach(() => {
    now = jest.spyOn(performance, 'now').mockReturnValue(1_000);
  });
  afterEach(() => now.mockRestore());

  it('is told so again for half a second without being looked up', () => {
    const refusals = new LateRefusals();
    refusals.keep('one', 60_000);
    expect([refusals.waitOf('one'), refusals.waitOf('other')]).toEqual([60_000, 0]);
    now.mockReturnValue(1_499);
    expect(refusals.waitOf('one')).toBe(60_000);
    now.mockReturnValue(1_500);
    expect(refusals.waitOf('one')).toBe(0);
  });

  it('who was let through is not kept', () => {
    const refusals = new LateRefusals();
    refusals.keep('one', 0);
    expect(refusals.waitOf('one')).toBe(0);
  });

  it('is forgotten once a new password was set', () => {
    const refusals = new LateRefusals();
    refusals.keep('one', 60_000);
    refusals.forget();
    expect(refusals.waitOf('one')).toBe(0);
  });
});
