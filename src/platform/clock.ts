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

/** A clock that was set once, by the database it serves, and then goes by the monotonic counter of the machine. */
export class SynchronizedClock extends Clock {
  private base = Date.now();
  private takenAt = performance.now();

  now(): Date {
    return new Date(this.base + (performance.now() - this.takenAt));
  }

  /** @param instant what the database's clock showed at the monotonic time `takenAt` (ms) */
  set(instant: number, takenAt = performance.now()): void {
    this.base = instant;
    this.takenAt = takenAt;
  }
}
