import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { BuyerDataErased } from '../../orders/external-orders/external-orders.events.js';
import { Clock } from '../../platform/clock.js';
import { groupBy, idsOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { NotFoundError } from '../../platform/errors.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { withdrawBatches } from './batches.service.js';
import { EXCHANGES, isPushed } from './exchange.entity.js';
import { ExchangeSession, FileOrder, FilePart, ReturnedFile, SessionStep } from './exchange-session.entity.js';
import type { ExchangedRawView } from './exchange-session.dto.js';
import { bytesOf } from './returned-files.service.js';
import { BatchEntry, EXCHANGE_DELETED, failureOf, GIVEN_UP, HandOver, HandOverBatch } from './hand-over.entity.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const WINDOWS_1251 = new TextDecoder('windows-1251');
const NOTHING = Buffer.alloc(0);
/** Failures that hold words which are not ours. */
const QUOTING = new Set(['other_side_said', 'not_handed_over']);

/** What was exchanged, as it was sent: shown, kept for a while, and forgotten where a buyer asks for it. */
@Injectable()
export class ExchangeArchive {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundError */
  async batch(exchangeId: number, id: number): Promise<ExchangedRawView> {
    const batch = await this.transactions.read((manager) => manager.findOneBy(HandOverBatch, { id, exchangeId }));
    if (!batch) throw new NotFoundError(`Batch ${id}`);
    return { body: textOf(batch.body), isRemoved: batch.body.length === 0 };
  }

  /** @throws NotFoundError */
  async file(exchangeId: number, id: number): Promise<ExchangedRawView> {
    const [file, bytes] = await this.transactions.read((manager) =>
      Promise.all([manager.findOneBy(ReturnedFile, { id, exchangeId }), bytesOf(manager, id)]),
    );
    if (!file) throw new NotFoundError(`File ${id}`);
    return { body: textOf(bytes), isRemoved: file.bodyRemovedAt !== null };
  }

  /** Removes the oldest bodies and calls that are older; batches that are not confirmed stay. @returns how many were removed, at most `limit` of each */
  async removeOld(before: Date, limit: number): Promise<number> {
    const find = { where: {}, order: { id: 'ASC' as const }, take: limit };
    const select = { id: true, createdAt: true };
    const isOld = ({ createdAt }: { createdAt: Date }) => createdAt < before;
    // By the primary key from the oldest on, so that nothing is gone through in vain.
    const [batches, files, steps, sessions] = await this.transactions.read((manager) =>
      Promise.all([
        manager.find(HandOverBatch, { ...find, where: { confirmedAt: Not(IsNull()) }, select }),
        manager.find(ReturnedFile, { ...find, select }),
        manager.find(SessionStep, { ...find, select }),
        manager.find(ExchangeSession, { ...find, select: { id: true, createdAt: true, lastAt: true } }),
      ]),
    );
    const ended = sessions.filter(({ lastAt }) => lastAt < before);
    const old = { batches: batches.filter(isOld), files: files.filter(isOld), steps: steps.filter(isOld) };
    const found = Math.max(...[...Object.values(old), ended].map(({ length }) => length));
    if (found === 0) return 0;
    await this.transactions.run(async (tx) => {
      await removeBatches(tx, idsOf(old.batches));
      await removeFiles(tx, idsOf(old.files));
      await tx.manager.delete(SessionStep, { id: In(idsOf(old.steps)) });
      await tx.manager.delete(ExchangeSession, { id: In(idsOf(ended)) });
    });
    return found;
  }

  /**
   * What was exchanged about the order is no longer readable; a batch that waits is formed anew, without the buyer. A file that could not
   * be read or is not carried out yet may be about anybody.
   */
  @OnDomainEvent(BuyerDataErased)
  async onErased({ externalOrderId }: BuyerDataErased, tx: Transaction): Promise<void> {
    // Held, so that no batch is being formed of what is erased.
    const query = tx.manager.createQueryBuilder(HandOver, 'handOver').where({ externalOrderId }).orderBy('handOver.id');
    const handOvers = await tx.lockForUpdate(query).getMany();
    if (handOvers.length === 0) return;
    const orderId = handOvers[0]!.orderId;
    const exchangeId = In(handOvers.map((row) => row.exchangeId));
    const entries = await tx.manager.findBy(BatchEntry, { orderId });
    const batchIds = entries.map(({ batchId }) => batchId);
    const open = await tx.manager.find(HandOverBatch, {
      select: { id: true },
      where: { id: In(batchIds), confirmedAt: IsNull() },
    });
    await withdrawBatches(tx, idsOf(open), this.clock.now());
    await tx.updateByIds(HandOverBatch, batchIds, { body: NOTHING });
    const about = await tx.manager.findBy(FileOrder, { orderId });
    const unread = { exchangeId, state: Not('applied' as const), bodyRemovedAt: IsNull() };
    const files = await tx.manager.find(ReturnedFile, { select: { id: true }, where: unread });
    await this.emptyFiles(tx, [...about.map(({ fileId }) => fileId), ...idsOf(files)]);
    await tx.updateByIds(HandOver, idsOf(handOvers), { returned: null });
    const exchanges = (await this.configuration.of(tx)).get(EXCHANGES);
    const isOver = (row: HandOver) => exchanges.get(row.exchangeId)!.deletedAt !== null;
    const failed = handOvers.filter((row) => isOver(row) && row.error !== '');
    await tx.updateByIds(HandOver, idsOf(failed), failureOf(EXCHANGE_DELETED));
    const alive = handOvers.filter((row) => !isOver(row));
    // What was refused where orders are pushed may have been made there by hand since: it stays given up, but for words of the other side's.
    const isGivenUp = (row: HandOver) =>
      row.isLeftOut || (row.state === 'failed' && isPushed(exchanges.get(row.exchangeId)!));
    const quoting = alive.filter((row) => isGivenUp(row) && (!row.problem || QUOTING.has(row.problem.code)));
    await tx.updateByIds(HandOver, idsOf(quoting), failureOf(GIVEN_UP));
    const again = alive.filter((row) => !isGivenUp(row));
    await tx.updateByIds(HandOver, idsOf(again), { error: '', problem: null, isWaiting: true });
  }

  private async emptyFiles(tx: Transaction, ids: number[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.manager.delete(FilePart, { fileId: In(ids) });
    await tx.updateByIds(ReturnedFile, ids, { bodyRemovedAt: this.clock.now() });
  }
}

/** Which statuses the other side was told of stays known: it may give one back as late as it likes. */
async function removeBatches(tx: Transaction, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  const select = { id: true, knownContent: true } as const;
  const entries = await tx.manager.find(BatchEntry, { select, where: { batchId: In(ids) } });
  for (const [statusId, alike] of groupBy(entries, ({ knownContent }) => knownContent.statusId))
    await tx.updateByIds(BatchEntry, idsOf(alike), { knownContent: { statusId, lines: [] } });
  await tx.manager.delete(HandOverBatch, { id: In(ids) });
}

async function removeFiles(tx: Transaction, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.manager.delete(FilePart, { fileId: In(ids) });
  await tx.manager.delete(FileOrder, { fileId: In(ids) });
  await tx.manager.delete(ReturnedFile, { id: In(ids) });
}

/** Whatever encoding it is in, or the beginning of a packed file. */
function textOf(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return WINDOWS_1251.decode(bytes);
  }
}
