import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/** Of the time that is not our own, in which the process does something else. */
const BUSY = 0.6;
/** Beside that a piece of a thousand rows comes so often: it takes a tenth of it, and a million rows about a minute. */
const EVERY_MS = 50;

/**
 * Leaves room for what else the process does. Alone it waits for nothing where a server does the work; on the embedded database it takes
 * its own reading and committing for somebody else's.
 */
export class Pace {
  private before = performance.eventLoopUtilization();
  private startedAt = performance.now();

  /** Before the next piece. @param ownMs so long the last one kept the process busy by itself */
  async wait(ownMs: number): Promise<void> {
    const { active, idle } = performance.eventLoopUtilization(this.before);
    const others = (active - ownMs) / Math.max(1, active + idle - ownMs);
    if (others > BUSY) await pause(Math.max(0, EVERY_MS - (performance.now() - this.startedAt)));
    this.before = performance.eventLoopUtilization();
    this.startedAt = performance.now();
  }
}
