import { AsyncResource } from 'node:async_hooks';
import { UnavailableError } from '../errors.js';

/** What came in with its answer outstanding. */
interface Waiting<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
  timer: NodeJS.Timeout;
}

export interface RequestBatcherOptions<T> {
  /** Items done at once, at most. */
  size: number;
  /** Weights added up, at most; a heavier item goes by itself. */
  weight: number;
  weigh: (item: T) => number;
  /** Groups under way; while they are, the next ones gather. Two unless told otherwise: while one is committed the next is written. */
  groups?: number;
  /** Milliseconds. A group that takes longer, such as one that waits for a row, lets another one begin; 250 unless told otherwise. */
  longMs?: number;
  /**
   * Milliseconds. What could not be begun by then is refused: 1,500 unless told otherwise, which with the 3.5 s that a transaction
   * may hang on top of it lets a request end within 5 s.
   */
  waitMs?: number;
}

/** Groups that take long, at most, beside the others: each has a connection of its own. */
const MOST_ASIDE = 6;

/**
 * Does what comes in at the same time in one go, such as one transaction for many requests. Nothing waits for company: the first
 * goes at once, and those that come while it is under way go together after it.
 */
export class RequestBatcher<T, R> {
  private readonly options: Required<RequestBatcherOptions<T>>;
  private waiting: Array<Waiting<T, R>> = [];
  /** Without those that take long. */
  private underWay = 0;
  private aside = 0;
  /** A group is done in nobody's name: its work must not find the request that happened to come first. */
  private readonly nobody = new AsyncResource('RequestBatcher');

  /** @param work answers a result for each item, in their order; what it throws is thrown to all of them */
  constructor(
    private readonly work: (items: T[]) => Promise<R[]>,
    options: RequestBatcherOptions<T>,
  ) {
    this.options = { groups: 2, longMs: 250, waitMs: 1_500, ...options };
  }

  /** @throws UnavailableError `database_busy` when its turn did not come in time */
  do(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(new UnavailableError('database_busy', 'The database is busy; please repeat.', 1));
      }, this.options.waitMs);
      const entry = { item, resolve, reject, timer };
      this.waiting.push(entry);
      if (this.underWay < this.options.groups) setImmediate(() => void this.nobody.runInAsyncScope(() => this.begin()));
    });
  }

  private async begin(): Promise<void> {
    if (this.underWay >= this.options.groups || this.waiting.length === 0) return;
    const group = this.take();
    this.underWay += 1;
    let isAside = false;
    const timer = setTimeout(() => {
      if (this.aside >= MOST_ASIDE) return;
      isAside = true;
      this.underWay -= 1;
      this.aside += 1;
      void this.begin();
    }, this.options.longMs);
    try {
      const results = await this.work(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index]!));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    clearTimeout(timer);
    if (isAside) this.aside -= 1;
    else this.underWay -= 1;
    void this.begin();
  }

  private take(): Array<Waiting<T, R>> {
    const { size, weight, weigh } = this.options;
    let weighed = 0;
    const end = this.waiting.findIndex(({ item }, index) => {
      weighed += weigh(item);
      return index > 0 && (index >= size || weighed > weight);
    });
    const group = this.waiting.splice(0, end === -1 ? this.waiting.length : end);
    for (const { timer } of group) clearTimeout(timer);
    return group;
  }
}
