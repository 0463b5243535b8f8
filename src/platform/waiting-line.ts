interface Limits {
  /** Pieces of work under way at the same time. */
  atOnce: number;
  /** How many may wait for their turn; all unless told otherwise. */
  waiting?: number;
  /** How long (ms) one waits for its turn; for ever unless told otherwise. */
  waitMs?: number;
  /** What those beyond are told. */
  full: () => Error;
}

/** Lets so many pieces of work go on at once, in the order of asking; who waits in vain, or comes when the line is full, is sent away. */
export class WaitingLine {
  private readonly line: Array<() => void> = [];
  private running = 0;

  constructor(private readonly limits: Limits) {}

  get length(): number {
    return this.line.length;
  }

  /** @throws what `full` makes */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      const next = this.line.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private async enter(): Promise<void> {
    const { atOnce, waiting = Infinity, waitMs, full } = this.limits;
    if (this.running < atOnce) {
      this.running += 1;
      return;
    }
    if (this.line.length >= waiting) throw full();
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        this.line.splice(this.line.indexOf(enter), 1);
        reject(full());
      };
      const timer = waitMs === undefined ? undefined : setTimeout(giveUp, waitMs);
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      this.line.push(enter);
    });
  }
}
