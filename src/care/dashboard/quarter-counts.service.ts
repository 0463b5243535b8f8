import { Injectable } from '@nestjs/common';
import { Between, EntityManager, In, IsNull, LessThanOrEqual, Not } from 'typeorm';
import { GETTZAP_CHANNEL } from '../../marketplaces/gettzap-notifications/gettzap-notification.js';
import { BuyerDataErased, ExternalOrderChanged } from '../../orders/external-orders/external-orders.events.js';
import { MessageRequeued } from '../../outbox/outbox.events.js';
import { Clock, earlier } from '../../platform/clock.js';
import { Job } from '../../platform/jobs/job.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { COUNTABLE, countRows } from './countable.js';
import { CountedKind, FiguresByRegion, QuarterCount } from './quarter-count.entity.js';
import { beginOfQuarter, QUARTER_MS, quarterOf, spansWithout } from './quarters.js';
import { Sums } from './sums.js';

const EVERY_MS = 60_000;
/** The dashboard shows 31 days of any time zone. */
const KEPT_QUARTERS = 33 * 96;
const QUARTERS_AT_ONCE = 96;
/** A quarter is counted this long after its end … */
const COUNTED_AFTER_MS = 60 * 60_000;
/** … and a row as old as that is told of when it changes: no transaction lasts as long as what lies between. */
const TOLD_AFTER_MS = 45 * 60_000;
/** A transaction that did not find the quarter's row yet is over by then. */
const FOUND_AFTER_MS = 30_000;

/**
 * Counts what came in by the quarter of an hour, once nothing of a quarter is open any more: what is worked on all the time is never
 * waited for nor told of here, and the days of the dashboard are sums of few rows.
 */
@Injectable()
export class QuarterCounts {
  private readonly changed = new WeakMap<Transaction, Record<CountedKind, Set<number>>>();

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  @OnDomainEvent(ExternalOrderChanged)
  async onExternalOrderChanged(
    { createdAt, from, state, isSumOther }: ExternalOrderChanged,
    tx: Transaction,
  ): Promise<void> {
    if ((from !== state || isSumOther) && !COUNTABLE.external_orders.openStates.includes(from)) {
      this.countAnew(tx, 'external_orders', createdAt);
    }
  }

  /** The reason of a refusal is among it. */
  @OnDomainEvent(BuyerDataErased)
  async onBuyerDataErased({ createdAt }: BuyerDataErased, tx: Transaction): Promise<void> {
    this.countAnew(tx, 'external_orders', createdAt);
  }

  @OnDomainEvent(MessageRequeued)
  async onMessageRequeued({ channel, createdAt, from }: MessageRequeued, tx: Transaction): Promise<void> {
    if (channel === GETTZAP_CHANNEL && !COUNTABLE.deliveries.openStates.includes(from)) {
      this.countAnew(tx, 'deliveries', createdAt);
    }
  }

  @Job({ name: 'quarter-counts', everyMs: EVERY_MS })
  async count(signal: AbortSignal): Promise<void> {
    const end = quarterOf(earlier(this.clock.now(), COUNTED_AFTER_MS));
    const begin = end - KEPT_QUARTERS;
    for (const kind of Object.keys(COUNTABLE) as CountedKind[]) {
      await this.keepQuarters(kind, begin, end);
      for (let from = end - QUARTERS_AT_ONCE; from >= begin && !signal.aborted; from -= QUARTERS_AT_ONCE) {
        await this.countFrom(kind, from);
      }
    }
  }

  /** Those that are over by now, to be counted by a later run. Others go: no longer shown, or to come once more since the clock was put back. */
  private async keepQuarters(kind: CountedKind, begin: number, end: number): Promise<void> {
    const known = await this.transactions.read((manager) =>
      manager.find(QuarterCount, { select: { kind: true, quarter: true }, where: { kind } }),
    );
    const quarters = new Set(known.map(({ quarter }) => quarter));
    const since = this.clock.now();
    const added = Array.from({ length: KEPT_QUARTERS }, (_, index) => begin + index)
      .filter((quarter) => !quarters.has(quarter))
      .map((quarter) => ({ kind, quarter, counts: null, changes: 0, since }));
    const hasOthers = known.length + added.length > KEPT_QUARTERS;
    if (added.length === 0 && !hasOthers) return;
    await this.transactions.run(async (tx) => {
      // Another replica may add them at the same time.
      if (added.length > 0) {
        await tx.manager.createQueryBuilder().insert().into(QuarterCount).values(added).orIgnore().execute();
      }
      await tx.manager.delete(QuarterCount, { kind, quarter: Not(Between(begin, end - 1)) });
    });
  }

  private async countFrom(kind: CountedKind, from: number): Promise<void> {
    const since = LessThanOrEqual(earlier(this.clock.now(), FOUND_AFTER_MS));
    const where = { kind, quarter: Between(from, from + QUARTERS_AT_ONCE - 1), counts: IsNull(), since };
    if (!(await this.transactions.read((manager) => manager.existsBy(QuarterCount, where)))) return;
    await this.transactions.run(async (tx) => {
      // Held while it is counted, so that whoever changes one of the rows comes before or after.
      const quarters = await tx
        .lockForUpdate(tx.manager.createQueryBuilder(QuarterCount, 'counted').where(where))
        .getMany();
      if (quarters.length === 0) return;
      const found = await figuresByQuarter(tx.manager, kind, quarters);
      const { openStates } = COUNTABLE[kind];
      const isOver = (counts: FiguresByRegion) =>
        Object.values(counts).every((figures) => openStates.every((state) => !figures[state]));
      await Promise.all(
        quarters.map(async ({ quarter, changes }) => {
          const counts = found.get(quarter) ?? {};
          if (isOver(counts))
            await tx.manager.update(QuarterCount, { kind, quarter }, { counts, changes: changes + 1 });
        }),
      );
    });
  }

  /** As the last thing before the commit, and in one order, so that nobody waits for it long and no two for one another. */
  private countAnew(tx: Transaction, kind: CountedKind, createdAt: Date): void {
    if (this.clock.now().getTime() - createdAt.getTime() < TOLD_AFTER_MS) return;
    let changed = this.changed.get(tx);
    if (!changed) {
      changed = { external_orders: new Set(), deliveries: new Set() };
      this.changed.set(tx, changed);
      tx.beforeCommit(() => writeChanged(tx, changed!));
    }
    changed[kind].add(quarterOf(createdAt));
  }
}

async function writeChanged(tx: Transaction, changed: Record<CountedKind, Set<number>>): Promise<void> {
  for (const [kind, quarters] of Object.entries(changed) as Array<[CountedKind, Set<number>]>) {
    if (quarters.size === 0) continue;
    const query = tx.manager.createQueryBuilder().update(QuarterCount);
    query.set({ counts: null, changes: () => 'changes + 1' });
    await query.where({ kind, quarter: In([...quarters].sort((a, b) => a - b)) }).execute();
  }
}

async function figuresByQuarter(
  manager: EntityManager,
  kind: CountedKind,
  quarters: QuarterCount[],
): Promise<Map<number, FiguresByRegion>> {
  const numbers = new Set(quarters.map(({ quarter }) => quarter));
  const all = { from: beginOfQuarter(Math.min(...numbers)), to: beginOfQuarter(Math.max(...numbers) + 1) };
  const spans = spansWithout(all, { has: (quarter) => !numbers.has(quarter) });
  const minute = 'SUBSTR(row.createdAt, 1, 16)'; // both engines write an instant as 2026-11-24 09:15…
  const counted = await countRows(manager, kind, spans, minute);
  const byQuarter = new Map<number, Map<number, Sums>>();
  for (const { place, region, figures } of counted) {
    const quarter = Math.floor(Date.parse(`${place.replace(' ', 'T')}Z`) / QUARTER_MS);
    if (!byQuarter.has(quarter)) byQuarter.set(quarter, new Map());
    const byRegion = byQuarter.get(quarter)!;
    if (!byRegion.has(region)) byRegion.set(region, new Sums());
    byRegion.get(region)!.add(figures);
  }
  const stored = (byRegion: Map<number, Sums>) =>
    Object.fromEntries([...byRegion].map(([region, sums]) => [region, sums.figures]));
  return new Map([...byQuarter].map(([quarter, byRegion]) => [quarter, stored(byRegion)]));
}
