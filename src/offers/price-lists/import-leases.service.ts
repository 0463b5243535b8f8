import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, LessThanOrEqual } from 'typeorm';
import { Clock, later } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { ClockSynchronization } from '../../platform/database/clock-synchronization.service.js';
import { errorDetail, type StoredError, storedError } from '../../platform/error-texts.js';
import { NotFoundError } from '../../platform/errors.js';
import { Job } from '../../platform/jobs/job.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import type { SeenBrands } from '../brands/seen-brands.js';
import { UnknownBrandsService } from '../brands/unknown-brands.service.js';
import { brokenLimits } from './guard.js';
import {
  failedWith,
  fetchSoon,
  forgetSeen,
  isOwnFault,
  putInForce,
  readInto,
  requireIdle,
  supersede,
} from './import-states.js';
import type { ListComparison } from './list-comparison.js';
import { IMPORT_LEASE_MS, type ImportSource, PriceListImport } from './price-list-import.entity.js';
import { PRICE_LISTS, PriceList } from './price-list.entity.js';
import { PriceListFailed, PriceListHeld } from './price-lists.events.js';
import type { ReadFigures } from './reading/reading-protocol.js';

const EVERY_MS = 30_000;

/** An import that this process is reading. */
export type Lease = Pick<PriceListImport, 'id' | 'leaseToken'>;

/** Somebody else ended the import, or its lease ran out. */
export class LeaseLost extends Error {}

/** Gives each import to the process that reads it: when that dies, the import ends as failed, and what was in force stays. */
@Injectable()
export class ImportLeases {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly unknownBrands: UnknownBrandsService,
    private readonly clock: Clock,
    private readonly synchronization: ClockSynchronization,
  ) {}

  /** @throws NotFoundError; ConflictError `price_list_busy` */
  begin(
    priceListId: number,
    file: { name: string; bytes: number },
    source: ImportSource,
    author: string,
  ): Promise<Lease> {
    const leaseToken = randomUUID();
    return this.transactions.run(async (tx) => {
      if (!(await tx.lockOne(PriceList, { id: priceListId }))) throw new NotFoundError(`Price list ${priceListId}`);
      await requireIdle(tx, priceListId);
      const now = this.clock.now();
      const id = await tx.insert(PriceListImport, {
        createdAt: now,
        priceListId,
        state: 'running',
        source,
        fileName: file.name,
        fileBytes: file.bytes,
        author,
        leaseToken,
        leaseUntil: this.until(now),
        ...UNREAD,
      });
      return { id, leaseToken };
    });
  }

  /** Goes on. @throws LeaseLost */
  async renew(tx: Transaction, lease: Lease, change: Partial<PriceListImport>): Promise<void> {
    const leaseUntil = this.until(this.clock.now());
    const { affected } = await tx.manager.update(PriceListImport, lease, { ...change, leaseUntil });
    if (affected === 0) throw new LeaseLost();
  }

  /**
   * All its rows are written: in one transaction it takes the place of what is in force, or waits for a person.
   * @param base what it was compared with; null = it is the first
   * @throws LeaseLost
   */
  finish(
    lease: Lease,
    priceListId: number,
    { taken: rows, medianPrice }: ReadFigures,
    base: PriceListImport | null,
    comparison: ListComparison,
    brands: SeenBrands,
  ): Promise<'live' | 'held'> {
    return this.configuration.change(async (tx) => {
      const now = this.clock.now();
      const list = await tx.lockOne(PriceList, { id: priceListId });
      const row = await tx.lockOne(PriceListImport, lease);
      if (!list || !row) throw new LeaseLost();
      const before = base && { rows: base.taken, keys: base.keys, medianPrice: base.medianPrice };
      const held = before ? brokenLimits(comparison.with(before, { rows, medianPrice }), list.guard) : [];
      await tx.updateByIds(PriceListImport, [row.id], { keys: comparison.keys, held });
      if (held.length === 0) {
        await putInForce(tx, list, row, now);
        await this.unknownBrands.note(tx, brands);
        return 'live';
      }
      await supersede(tx, priceListId, ['held'], row.id, now);
      await tx.updateByIds(PriceListImport, [row.id], readInto('held', now));
      await tx.publish(new PriceListHeld(list));
      return 'held';
    });
  }

  /** Ends it; nothing happens where somebody did already. */
  fail(lease: Lease, error: StoredError): Promise<void> {
    return this.end(lease, error);
  }

  @Job({ name: 'price-list-imports', everyMs: EVERY_MS })
  async endInterrupted(): Promise<void> {
    const leaseUntil = LessThanOrEqual(this.clock.now());
    const where = { state: 'running' as const, leaseUntil };
    const found = await this.transactions.read((manager) => manager.findBy(PriceListImport, where));
    if (found.length === 0) return;
    // By a clock that was put forward the leases of what is being read would be over.
    await this.synchronization.resynchronize();
    if (this.synchronization.hasSteppedLately) return;
    for (const { id, leaseToken } of found)
      await this.end({ ...where, id, leaseToken }, storedError(errorDetail('import_interrupted')));
  }

  private end(where: FindOptionsWhere<PriceListImport>, error: StoredError): Promise<void> {
    return this.transactions.run(async (tx) => {
      const lists = (await this.configuration.of(tx)).get(PRICE_LISTS);
      const row = await tx.lockOne(PriceListImport, where);
      if (!row) return;
      const { id, priceListId, source } = row;
      const now = this.clock.now();
      await tx.updateByIds(PriceListImport, [id], failedWith(error, now));
      if (source === 'url') await forgetSeen(tx, priceListId);
      const list = lists.get(priceListId);
      if (list && source === 'url' && isOwnFault(error)) await fetchSoon(tx, list, now);
      const order = { id: 'DESC' as const };
      const [former] = await tx.manager.find(PriceListImport, { where: { priceListId }, order, skip: 1, take: 1 });
      // A file that stays broken is told of once.
      if (list && former?.state !== 'failed') await tx.publish(new PriceListFailed(list, error));
    });
  }

  private until(now: Date): Date {
    return later(now, IMPORT_LEASE_MS);
  }
}

const UNREAD = {
  progress: 0,
  lines: 0,
  taken: 0,
  rejected: 0,
  keys: 0,
  medianPrice: 0,
  encoding: '',
  separator: '',
  held: [],
  error: null,
  finishedAt: null,
  sweepAfter: null,
};
