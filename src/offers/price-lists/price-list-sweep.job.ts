import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, LessThan, LessThanOrEqual } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { Job } from '../../platform/jobs/job.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { ListFiles } from './list-files.service.js';
import { PriceListImport, RejectedLine } from './price-list-import.entity.js';

const EVERY_MS = 60_000;
/** A transaction: others wait for it no longer than for any change of theirs. */
const ROWS_AT_ONCE = 1_000;
const IMPORTS_AT_ONCE = 20;
const KEPT_MS = 90 * 24 * 3_600_000;

/** Deletes the rows of imports that nobody needs any more, imports that are long over, and files of killed processes. Replicas may do it at once. */
@Injectable()
export class PriceListSweep {
  constructor(
    private readonly transactions: Transactions,
    private readonly files: ListFiles,
    private readonly clock: Clock,
  ) {}

  @Job({ name: 'price-list-sweep', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<void> {
    const where = { sweepAfter: LessThanOrEqual(this.clock.now()) };
    const order = { sweepAfter: 'ASC' as const, id: 'ASC' as const };
    const due = await this.transactions.read((manager) => manager.find(PriceListImport, { where, order }));
    for (const { id } of due) await this.sweep(id, signal);
    while (!signal?.aborted && (await this.forgetOld()));
    await this.files.tidy();
  }

  private async sweep(importId: number, signal: AbortSignal | undefined): Promise<void> {
    while (!signal?.aborted) {
      const isDone = await this.transactions.run(async (tx) => {
        const last = await lastOfNext(tx.manager, importId);
        await deleteUpTo(tx, importId, last);
        if (!last) await tx.updateByIds(PriceListImport, [importId], { sweepAfter: null });
        return !last;
      });
      if (isDone) return;
    }
  }

  /** @returns whether there may be more */
  private forgetOld(): Promise<boolean> {
    const createdAt = LessThan(new Date(this.clock.now().getTime() - KEPT_MS));
    return this.transactions.run(async (tx) => {
      const state = In(['failed', 'discarded', 'superseded'] as const);
      const where = { createdAt, state, sweepAfter: IsNull() };
      const order = { id: 'ASC' as const };
      const ids = idsOf(await tx.manager.find(PriceListImport, { where, order, take: IMPORTS_AT_ONCE }));
      if (ids.length === 0) return false;
      await tx.manager.delete(RejectedLine, { importId: In(ids) });
      await tx.manager.delete(PriceListImport, { id: In(ids) });
      return ids.length === IMPORTS_AT_ONCE;
    });
  }
}

interface RowKey {
  articleKey: string;
  line: number;
}

/** @returns undefined where no more than one piece is left */
async function lastOfNext(manager: EntityManager, importId: number): Promise<RowKey | undefined> {
  const [row] = await manager.query<RowKey[]>(
    'SELECT article_key AS articleKey, line FROM price_list_rows WHERE import_id = ? ' +
      `ORDER BY article_key, line LIMIT 1 OFFSET ${ROWS_AT_ONCE}`,
    [importId],
  );
  return row;
}

/** In the order in which they lie: so it finds them by their key alone. @param last undefined = all that is left */
async function deleteUpTo({ manager }: Transaction, importId: number, last: RowKey | undefined): Promise<void> {
  const table = 'DELETE FROM price_list_rows WHERE import_id = ?';
  if (!last) await manager.query(table, [importId]);
  else {
    await manager.query(`${table} AND article_key < ?`, [importId, last.articleKey]);
    await manager.query(`${table} AND article_key = ? AND line <= ?`, [importId, last.articleKey, last.line]);
  }
}
