interface Limits {
  /** Pieces of work under way at the same time. */
  atOnce: number;
  /** How many may wait for their turn. */
  waiting: number;
  /** What those beyond are told. */
  full: () => Error;
}

/** Lets so many pieces of work go on at once; a short line waits, and who comes when it is full is sent away at once. */
export class WaitingLine {
  private readonly line: Array<() => void> = [];
  private running = 0;

  constructor(private readonly limits: Limits) {}

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
    if (this.running < this.limits.atOnce) {
      this.running += 1;
      return;
    }
    if (this.line.length >= this.limits.waiting) throw this.limits.full();
    await new Promise<void>((resolve) => this.line.push(resolve));
  }
}
