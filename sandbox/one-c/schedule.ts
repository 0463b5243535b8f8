/** Does something again and again, the next time so long after the last has ended. */
export class Schedule {
  private every: number | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly work: () => Promise<unknown>) {}

  seconds(): number | null {
    return this.every;
  }

  /** @param seconds null = no longer */
  set(seconds: number | null): void {
    this.stop();
    this.every = seconds;
    if (seconds !== null) this.next(0);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.every = null;
  }

  private next(seconds: number): void {
    this.timer = setTimeout(() => {
      void this.work()
        // What went wrong is in the log of sessions.
        .catch(() => undefined)
        .then(() => {
          if (this.every !== null) this.next(this.every);
        });
    }, seconds * 1000);
    this.timer.unref();
  }
}
