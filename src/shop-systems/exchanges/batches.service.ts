import { Injectable } from '@nestjs/common';
import { In, IsNull, MoreThan, Not } from 'typeorm';
import { OrderHandOversChanged } from '../../orders/orders/orders.events.js';
import { Clock, earlier } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { Configuration, type ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { Exchange, EXCHANGES } from './exchange.entity.js';
import { HandOversRefused, HandOversUnconfirmed } from './exchanges.events.js';
import { ExchangeKinds, type Revision } from './exchange-kinds.service.js';
import { ExchangeSession, REFUSED } from './exchange-session.entity.js';
import {
  BatchEntry,
  type BatchFormat,
  dueBy,
  failureOf,
  HandOver,
  HandOverBatch,
  IS_DUE,
  REGION_TAKEN,
} from './hand-over.entity.js';
import { contentHashOf, knownContentOf, needsHandingOver, readHandedOver } from './handed-over-orders.js';
import type { HandedOverOrder } from './handed-over-order.js';

/** Orders that the other side can save at once; 1C saves each in a transaction of its own. */
export const MOST_IN_A_BATCH = 100;
/** Of the orders of a batch together, as `weightOf` counts: its body stays below what a server takes in one statement. */
const MOST_WEIGHT = 1_000_000;
/** What is written of a line besides its texts. */
const LINE_WEIGHT = 600;
/** Since somebody asked last by a way that is used. */
const IN_USE_MS = 3_600_000;
/** Times that a batch is handed out before people are told that nothing behind it goes. */
const TOLD_AFTER = 10;
/** Orders that were looked at and need not be handed over; others wait for the transaction. */
const MOST_LOOKED_AT = 1_000;

/** What came of one order of a batch over there. */
export interface EntryResult {
  handOverId: number;
  /** Why it was not taken; "" = it was. */
  error: string;
  /** What it is called there; undefined = it was not said. */
  number?: string | undefined;
}

interface Formed {
  batch: HandOverBatch | undefined;
  /** There was more to look at than one transaction does. */
  isUnfinished: boolean;
}

/** Hands orders out in batches: the same bytes again and again, until the other side has confirmed them. */
@Injectable()
export class HandOverBatches {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly kinds: ExchangeKinds,
    private readonly clock: Clock,
  ) {}

  /** @returns what is to be handed out now; undefined = nothing waits */
  async next(exchangeId: number, format: BatchFormat, limit = MOST_IN_A_BATCH): Promise<HandOverBatch | undefined> {
    for (;;) {
      const { batch, isUnfinished } = await this.transactions.run((tx) => this.open(tx, exchangeId, format, limit));
      if (batch || !isUnfinished) return batch;
    }
  }

  /**
   * The other side has saved a batch; once more changes nothing.
   * @param results undefined = all of it was taken
   * @returns how many orders were confirmed by it
   */
  confirm(exchangeId: number, batchId: number, results?: EntryResult[]): Promise<number> {
    return this.transactions.run(async (tx) => {
      const exchange = (await this.configuration.of(tx)).get(EXCHANGES).get(exchangeId)!;
      await lockExchange(tx, exchangeId);
      const batch = await tx.manager.findOneBy(HandOverBatch, { id: batchId, exchangeId });
      if (!batch) return 0;
      const entries = await tx.manager.find(BatchEntry, { select: ENTRY_COLUMNS, where: { batchId } });
      if (batch.confirmedAt) {
        await this.markOvertaken(tx, entries);
        return 0;
      }
      const confirmedAt = this.clock.now();
      for (const { handOverId, error, number } of results ?? []) {
        // Whatever the service said of it before, that it was left out above all, is over.
        if (error !== '') await tx.updateByIds(HandOver, [handOverId], { batchId: null, error, problem: null });
        else if (number) await tx.updateByIds(HandOver, [handOverId], { number });
      }
      await takeAsConfirmed(tx, batchId, confirmedAt);
      await tx.updateByIds(HandOverBatch, [batchId], { confirmedAt });
      return entries.length - (await this.publishResults(tx, exchange, entries, results ?? []));
    });
  }

  /** A batch that is confirmed once more was saved once more: over a newer revision, where there was one by then. */
  private async markOvertaken(tx: Transaction, entries: BatchEntry[]): Promise<void> {
    const revisionOf = new Map(entries.map(({ handOverId, revision }) => [handOverId, revision]));
    const rows = await tx.manager.findBy(HandOver, { id: In([...revisionOf.keys()]) });
    const overtaken = rows.filter(({ id, revision, isLeftOut }) => !isLeftOut && revision > revisionOf.get(id)!);
    await tx.updateByIds(HandOver, idsOf(overtaken), { isWaiting: true, confirmedHash: '' });
  }

  /** @returns how many were refused */
  private async publishResults(
    tx: Transaction,
    exchange: Exchange,
    entries: BatchEntry[],
    results: EntryResult[],
  ): Promise<number> {
    const resultOf = new Map(results.map((result) => [result.handOverId, result]));
    const rows = await tx.manager.find(HandOver, {
      select: { id: true, orderId: true, regionId: true },
      where: { id: In(entries.map(({ handOverId }) => handOverId)) },
    });
    const orders = rows.map(({ id, orderId, regionId }) => {
      return { id: orderId, regionId, error: resultOf.get(id)?.error ?? '' };
    });
    await tx.publish(new OrderHandOversChanged(orders));
    const refused = orders.filter(({ error }) => error !== '');
    if (refused.length > 0) await tx.publish(new HandOversRefused(exchange, refused));
    return refused.length;
  }

  /** Orders of a batch; undefined = there is no such batch of the format. */
  entriesOf(exchangeId: number, format: BatchFormat, batchId: number): Promise<BatchEntry[] | undefined> {
    return this.transactions.read(async (manager) => {
      const isThere = await manager.existsBy(HandOverBatch, { id: batchId, exchangeId, format });
      return isThere
        ? manager.find(BatchEntry, { select: ENTRY_COLUMNS, where: { batchId }, order: { id: 'ASC' } })
        : undefined;
    });
  }

  private async open(tx: Transaction, exchangeId: number, format: BatchFormat, limit: number): Promise<Formed> {
    const snapshot = await this.configuration.of(tx);
    const exchange = snapshot.get(EXCHANGES).get(exchangeId)!;
    await lockExchange(tx, exchangeId);
    const open = await tx.manager.findOneBy(HandOverBatch, { exchangeId, format, confirmedAt: IsNull() });
    if (!open) {
      await this.freeOtherWay(tx, exchangeId, format);
      return this.form(tx, snapshot, exchange, format, limit);
    }
    open.attempts += 1;
    open.body = Buffer.from(open.body); // the embedded database has bytes of another class
    await tx.updateByIds(HandOverBatch, [open.id], { attempts: open.attempts });
    if (open.attempts === TOLD_AFTER) await tx.publish(new HandOversUnconfirmed(exchange, open.attempts));
    return { batch: open, isUnfinished: false };
  }

  /** Who tried the other way once, or used it before, never confirms what was handed out by it. */
  private async freeOtherWay(tx: Transaction, exchangeId: number, format: BatchFormat): Promise<void> {
    const ofOthers = { exchangeId, format: Not(format) };
    const where = { ...ofOthers, confirmedAt: IsNull() };
    const open = await tx.manager.find(HandOverBatch, { select: { id: true }, where });
    if (open.length === 0) return;
    const now = this.clock.now();
    const lastAt = MoreThan(earlier(now, IN_USE_MS));
    const isInUse = await tx.manager.existsBy(ExchangeSession, { ...ofOthers, tokenHash: Not(REFUSED), lastAt });
    if (!isInUse) await withdrawBatches(tx, idsOf(open), now);
  }

  private async form(
    tx: Transaction,
    snapshot: ConfigurationSnapshot,
    exchange: Exchange,
    format: BatchFormat,
    limit: number,
  ): Promise<Formed> {
    const chosen: Array<Revision & { row: HandOver }> = [];
    const left: HandOver[] = [];
    let lookedAt = 0;
    let weight = 0;
    let isLast = false;
    while (!isLast && left.length === 0 && chosen.length < limit && lookedAt < MOST_LOOKED_AT) {
      const rows = await this.takeWaiting(tx, exchange.id, limit - chosen.length);
      isLast = rows.length < limit - chosen.length;
      lookedAt += rows.length;
      const orderIds = rows.map(({ orderId }) => orderId);
      const orders = await readHandedOver(tx.manager, snapshot, exchange, orderIds);
      for (const row of rows) {
        const order = orders.get(row.orderId);
        if (needsHandingOver(exchange, row, order)) {
          weight += weightOf(order);
          const isTooMuch = left.length > 0 || (chosen.length > 0 && weight > MOST_WEIGHT);
          if (isTooMuch) left.push(row);
          else chosen.push({ row, order, revision: row.revision + 1 });
        } else if (row.revision === 0) await tx.manager.delete(HandOver, { id: row.id });
        // It was handed out, and nobody said what became of it.
        else if (row.confirmedAt === null) await tx.updateByIds(HandOver, [row.id], failureOf(REGION_TAKEN));
      }
    }
    await tx.updateByIds(HandOver, idsOf(left), { isWaiting: true });
    const batch = chosen.length > 0 ? await this.store(tx, exchange, format, chosen) : undefined;
    return { batch, isUnfinished: !isLast };
  }

  /** From then on whoever changes one of the orders marks it once more. */
  private async takeWaiting(tx: Transaction, exchangeId: number, limit: number): Promise<HandOver[]> {
    const waiting = tx.manager
      .createQueryBuilder(HandOver, 'handOver')
      .where('handOver.exchangeId = :exchangeId AND handOver.isWaiting = 1 AND handOver.batchId IS NULL', {
        exchangeId,
      })
      .andWhere(IS_DUE, dueBy(this.clock.now()))
      .orderBy('handOver.id')
      .limit(limit);
    const rows = await tx.lockForUpdate(waiting, { skipLocked: true }).getMany();
    await tx.updateByIds(HandOver, idsOf(rows), { isWaiting: false, notBefore: null });
    return rows;
  }

  private async store(
    tx: Transaction,
    exchange: Exchange,
    format: BatchFormat,
    chosen: Array<Revision & { row: HandOver }>,
  ): Promise<HandOverBatch> {
    const createdAt = this.clock.now();
    const body = this.kinds.of(exchange).write!(format, chosen, exchange.settings, createdAt);
    const row = { exchangeId: exchange.id, format, body, contentHash: sha256(body), attempts: 1, confirmedAt: null };
    const batchId = await tx.insert(HandOverBatch, { ...row, createdAt });
    await tx.insertMany(
      BatchEntry,
      chosen.map(({ row: { id, orderId }, order, revision }) => {
        const content = { contentHash: contentHashOf(exchange, order), knownContent: knownContentOf(order) };
        return { batchId, handOverId: id, orderId, revision, ...content };
      }),
    );
    const ids = chosen.map(({ row: { id } }) => id);
    await tx.manager.update(HandOver, { id: In(ids) }, { batchId, error: '', revision: () => 'revision + 1' });
    return Object.assign(new HandOverBatch(), { ...row, id: batchId, createdAt });
  }
}

/** All but what the order was like, which is most of it. */
const ENTRY_COLUMNS = { id: true, handOverId: true, orderId: true, revision: true } as const;

/** One statement for all orders of a batch, which a hundred would be otherwise. */
async function takeAsConfirmed({ manager }: Transaction, batchId: number, at: Date): Promise<void> {
  const ofEntry = (column: string) =>
    `(SELECT e.${column} FROM exchange_batch_entries e WHERE e.batch_id = ? AND e.hand_over_id = exchange_hand_overs.id)`;
  const instant = manager.connection.getMetadata(HandOver).findColumnWithPropertyName('confirmedAt')!;
  await manager.query(
    'UPDATE exchange_hand_overs SET ' +
      `confirmed_hash = ${ofEntry('content_hash')}, confirmed_content = ${ofEntry('known_content')}, ` +
      "confirmed_at = ?, error = '', batch_id = NULL WHERE batch_id = ?",
    [batchId, batchId, manager.connection.driver.preparePersistentValue(at, instant), batchId],
  );
}

/** Sessions of an exchange, wherever they come in, do one thing after the other. */
export async function lockExchange(tx: Transaction, id: number): Promise<void> {
  await tx.lockOne(Exchange, { id });
}

/** The orders of batches wait again; whoever was handed them out confirms nothing by them any more. */
export async function withdrawBatches(tx: Transaction, ids: number[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.manager.update(HandOver, { batchId: In(ids) }, { batchId: null, isWaiting: true });
  await tx.updateByIds(HandOverBatch, ids, { confirmedAt: at });
}

function weightOf(order: HandedOverOrder): number {
  return JSON.stringify(order).length + order.lines.length * LINE_WEIGHT;
}
