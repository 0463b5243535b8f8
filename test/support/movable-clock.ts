import { Clock } from '../../src/platform/clock.js';

const AHEAD_MS = 60_000;

/**
 * Time that stands still until a test moves it on, so that nothing becomes due because a machine paused. It begins a little ahead of
 * the machine's, after all that migrations write. What happens without a move of it happens at the same instant.
 */
export class MovableClock extends Clock {
  private instant = Date.now() + AHEAD_MS;

  now(): Date {
    return new Date(this.instant);
  }

  advance(ms: number): void {
    this.instant += ms;
  }
}
