const TICK_MS = 50;
const LONGEST_TICK_MS = 2 * TICK_MS;

/**
 * Time as this process had it, for limits that the service promises: how long a machine that is busy with something else let it wait
 * between two ticks does not count. To be stopped.
 */
export class OwnTime {
  private sum = 0;
  private tickedAt = performance.now();
  private readonly ticking = setInterval(() => this.tick(), TICK_MS);

  get ms(): number {
    this.tick();
    return this.sum;
  }

  stop(): void {
    clearInterval(this.ticking);
  }

  private tick(): void {
    const now = performance.now();
    this.sum += Math.min(now - this.tickedAt, LONGEST_TICK_MS);
    this.tickedAt = now;
  }
}

/** How long something takes, in time of this process. */
export async function ownTimeOf(work: () => Promise<unknown>): Promise<number> {
  const time = new OwnTime();
  try {
    await work();
    return time.ms;
  } finally {
    time.stop();
  }
}
