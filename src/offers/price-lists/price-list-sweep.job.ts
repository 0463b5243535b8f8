import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan, LessThanOrEqual } from 'typeorm';
import { Clock, earlier } from '../../platform/clock.js';
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
    while (!signal?.aborted && (await this.transactions.run((tx) => deleteSome(tx, importId))));
  }

  /** @returns whether there may be more */
  private forgetOld(): Promise<boolean> {
    const createdAt = LessThan(earlier(this.clock.now(), KEPT_MS));
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

/** In the order in which they lie, so that they are found by their key alone. @returns whether there are more */
async function deleteSome({ manager }: Transaction, importId: number): Promise<boolean> {
  const rows = 'FROM price_list_rows WHERE import_id = ?';
  const [last] = await manager.query<Array<{ articleKey: string; line: number }>>(
    `SELECT article_key AS articleKey, line ${rows} ORDER BY article_key, line LIMIT 1 OFFSET ${ROWS_AT_ONCE}`,
    [importId],
  );
  if (!last) {
    await manager.query(`DELETE ${rows}`, [importId]);
    await manager.update(PriceListImport, { id: importId }, { sweepAfter: null });
    return false;
  }
  await manager.query(`DELETE ${rows} AND article_key < ?`, [importId, last.articleKey]);
  await manager.query(`DELETE ${rows} AND article_key = ? AND line <= ?`, [importId, last.articleKey, last.line]);
  return true;
}
