import type { Transaction } from '../../platform/transactions/transaction.js';
import { ExchangeStatus } from './exchange.entity.js';
import { LONGEST_VALUE, type StatusMapping, valueHashOf } from './status-mapping.js';

const LONGEST_SAMPLE = 255;

interface Seen {
  value: string;
  count: number;
  sample: string;
}

/** Counts the values of statuses that came, so that people see which are still to be given a meaning. */
export class SeenStatuses {
  private readonly seen = new Map<string, Seen>();

  /** @param counts false: they were counted when they came */
  constructor(
    private readonly exchangeId: number,
    private readonly mapping: StatusMapping,
    private readonly counts: boolean,
  ) {}

  note(value: string, sample: string): void {
    const hash = valueHashOf(value);
    const known = this.seen.get(hash) ?? { value, count: 0, sample };
    this.seen.set(hash, { value: known.value, count: known.count + 1, sample });
  }

  async write(tx: Transaction, at: Date): Promise<void> {
    if (!this.counts) return;
    for (const [valueHash, { value, count, sample }] of this.seen) {
      const row = this.mapping.rowOf(value);
      const latest = { lastSeenAt: at, sample: sample.slice(0, LONGEST_SAMPLE) };
      if (row) await tx.updateByIds(ExchangeStatus, [row.id], { ...latest, seen: row.seen + count });
      else {
        const named = { exchangeId: this.exchangeId, value: value.slice(0, LONGEST_VALUE), name: '', valueHash };
        await tx.insertMany(ExchangeStatus, [{ ...named, statusId: null, seen: count, ...latest }]);
      }
    }
  }
}
