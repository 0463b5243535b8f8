/** Lets those who wait take turns by key, so that a long queue of one does not hold up the others. */
export class FairQueue<T> {
  private readonly queues = new Map<string, T[]>();

  constructor(private readonly maxPerKey: number) {}

  /** @returns false when too many of this key wait already */
  add(key: string, item: T): boolean {
    const queue = this.queues.get(key);
    if (!queue) this.queues.set(key, [item]);
    else if (queue.length < this.maxPerKey) queue.push(item);
    else return false;
    return true;
  }

  take(): T | undefined {
    const [first] = this.queues;
    if (!first) return undefined;
    const [key, queue] = first;
    const item = queue.shift();
    this.queues.delete(key);
    if (queue.length > 0) this.queues.set(key, queue); // to the end of the line
    return item;
  }
}
