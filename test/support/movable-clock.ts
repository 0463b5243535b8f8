import { Clock } from '../../src/shared/clock.js';

/** The machine's time, moved on by as much as a test wants. */
export class MovableClock extends Clock {
  private offset = 0;

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  advance(ms: number): void {
    this.offset += ms;
  }
}
