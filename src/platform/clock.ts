/** The only source of time. Tests put a clock of their own in its place. */
export abstract class Clock {
  abstract now(): Date;
}

/** What clocks that are right may differ by, and what is not worth mending. */
export const CLOCKS_DIFFER_MS = 5_000;

/** The instant that lies so many milliseconds later. */
export function later(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}

/** The instant that lies so many milliseconds earlier. */
export function earlier(instant: Date, ms: number): Date {
  return later(instant, -ms);
}

/** The later one of those that there are. */
export function laterOf(one: Date, other: Date | null): Date;
export function laterOf(one: Date | null, other: Date | null): Date | null;
export function laterOf(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

/** More than a clock goes wrong by itself between two looks, and than a slow answer of the database hides. */
export const STEP_MS = 3_000;

/**
 * A clock that is set by the database it serves, and goes by the monotonic counter of the machine in between. Where it was ahead by less
 * than a step, it goes at half the speed until that is made up for: what comes later must not seem to have come earlier.
 */
export class SynchronizedClock extends Clock {
  private base = Date.now();
  private takenAt = performance.now();
  private ahead = 0;
  private aheadAt = this.takenAt;

  now(): Date {
    return new Date(this.base + (performance.now() - this.takenAt) + this.aheadStill());
  }

  /** @param instant what the database's clock showed at the monotonic time `takenAt` (ms) */
  set(instant: number, takenAt = performance.now()): void {
    const before = this.now().getTime();
    this.base = instant;
    this.takenAt = takenAt;
    this.ahead = 0;
    const ahead = before - this.now().getTime();
    if (ahead < STEP_MS) this.ahead = Math.max(0, ahead);
    this.aheadAt = performance.now();
  }

  private aheadStill(): number {
    return Math.max(0, this.ahead - (performance.now() - this.aheadAt) / 2);
  }
}
