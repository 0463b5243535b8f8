import type { Figures } from './quarter-count.entity.js';

/** Adds figures up, exactly. */
export class Sums {
  private readonly counts = new Map<string, number>();
  private readonly amounts = new Map<string, bigint>();

  add(figures: Figures): void {
    for (const [key, value] of Object.entries(figures)) {
      if (typeof value === 'number') this.counts.set(key, (this.counts.get(key) ?? 0) + value);
      else this.amounts.set(key, (this.amounts.get(key) ?? 0n) + BigInt(value));
    }
  }

  count(...keys: readonly string[]): number {
    return keys.reduce((sum, key) => sum + (this.counts.get(key) ?? 0), 0);
  }

  /** In minor units. */
  amount(key: string): bigint {
    return this.amounts.get(key) ?? 0n;
  }

  /** What follows after this in the keys of counts. */
  namesAfter(start: string): string[] {
    return [...this.counts.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  }

  /** As they are stored. */
  get figures(): Figures {
    const amounts = [...this.amounts].map(([key, amount]) => [key, String(amount)] as const);
    return Object.fromEntries<number | string>([...this.counts, ...amounts]);
  }
}
