import { UnavailableError } from '../errors.js';

/** Lets one transaction at a time through, in the order of asking: the embedded database has one writing connection. */
export class WriterLock {
  private readonly waiting: Array<{ enter: () => void }> = [];
  private held = false;

  constructor(private readonly timeoutMs: number) {}

  get queueLength(): number {
    return this.waiting.length;
  }

  /** @throws UnavailableError `database_busy` after the timeout */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private enter(): Promise<void> {
    if (!this.held) {
      this.held = true;
      return Promise.resolve();
    }
    return new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(new UnavailableError('database_busy', 'The database is busy; please repeat.', 1));
      }, this.timeoutMs);
      const entry = {
        enter: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.waiting.push(entry);
    });
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next.enter();
    else this.held = false;
  }
}
