import { Logger } from '@nestjs/common';
import { eventually } from '../../../test/support/eventually.js';
import { SynchronizedClock } from '../clock.js';
import { ClockSynchronization } from './clock-synchronization.service.js';

const HOUR = 3_600_000;

describe('the clock of a process', () => {
  let synchronization: ClockSynchronization;
  let clock: SynchronizedClock;
  let mended: number;
  let machine: jest.SpyInstance;
  beforeEach(async () => {
    Logger.overrideLogger(false);
    mended = 0;
    clock = new SynchronizedClock();
    machine = jest.spyOn(Date, 'now');
    const schema = { isCurrent: async () => true } as never;
    synchronization = new ClockSynchronization(clock, {} as never, schema, {} as never);
    synchronization.afterStep(async () => void mended++);
    await synchronization.onModuleInit();
  });
  afterEach(() => machine.mockRestore());

  const put = (ms: number) => machine.mockReturnValue(Date.now() + ms);

  it('mends once after the start, since it may have been put back while nothing ran, and not again while it goes right', async () => {
    for (let times = 0; times < 3; times++) await synchronization.resynchronize();
    expect([mended, synchronization.hasSteppedLately]).toEqual([1, false]);
  });

  it.each([HOUR, -HOUR])('a step of %d ms is followed, known as such, and mended after', async (ms) => {
    await synchronization.resynchronize();
    const before = clock.now().getTime();
    put(ms);
    await synchronization.resynchronize();
    expect(Math.abs(clock.now().getTime() - before - ms)).toBeLessThan(60_000);
    expect([mended, synchronization.hasSteppedLately]).toEqual([2, true]);
  });

  it('a second that it went wrong by is no step', async () => {
    await synchronization.resynchronize();
    put(-1_000);
    await synchronization.resynchronize();
    expect([mended, synchronization.hasSteppedLately]).toEqual([1, false]);
  });

  it('what comes after a look is never earlier than what came before it', async () => {
    for (const ms of [-20, 5, -200, -1, 40, -1_000]) {
      const before = clock.now();
      put(ms);
      await synchronization.resynchronize();
      expect(clock.now().getTime()).toBeGreaterThanOrEqual(before.getTime());
    }
  });

  it('goes on once the time that it was ahead by is over', async () => {
    const before = clock.now();
    put(-20);
    await synchronization.resynchronize();
    await eventually(async () => expect(clock.now().getTime()).toBeGreaterThan(before.getTime()));
  });
});
