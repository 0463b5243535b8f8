import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { type BrandDirectory, BRANDS } from '../brands/brand-directory.js';
import type { SeenBrands } from '../brands/seen-brands.js';
import { UnknownBrandsService } from '../brands/unknown-brands.service.js';
import { brokenLimits } from './guard.js';
import { type Lease, LeaseLost } from './import-leases.service.js';
import { putInForce, supersede } from './import-states.js';
import type { ListComparison } from './list-comparison.js';
import { PriceListImport } from './price-list-import.entity.js';
import { PRICE_LISTS, PriceList } from './price-list.entity.js';
import { PriceListHeld } from './price-lists.events.js';
import type { ReadFigures } from './reading/reading-protocol.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';

/** Decides what becomes of an import all of whose rows are written. */
@Injectable()
export class ImportFinish {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly unknownBrands: UnknownBrandsService,
    private readonly clock: Clock,
  ) {}

  /** What a new file of the list is compared with; undefined = it is the first. */
  async baseOf({ id }: PriceList): Promise<PriceListImport | undefined> {
    const liveImportId = (await this.configuration.refresh()).get(PRICE_LISTS).get(id)?.liveImportId;
    if (!liveImportId) return undefined;
    const base = await this.transactions.read((manager) => manager.findOneBy(PriceListImport, { id: liveImportId }));
    return base ?? undefined;
  }

  /** By which brands of the file are compared. */
  async directory(): Promise<BrandDirectory> {
    return (await this.configuration.refresh()).get(BRANDS);
  }

  /** In one transaction it takes the place of what is in force, or waits for a person. @throws LeaseLost */
  finish(
    { importId, token }: Lease,
    priceListId: number,
    { taken: rows, medianPrice }: ReadFigures,
    base: PriceListImport | undefined,
    comparison: ListComparison,
    brands: SeenBrands,
  ): Promise<'live' | 'held'> {
    return this.configuration.change(async (tx) => {
      const now = this.clock.now();
      const list = await tx.lockOne(PriceList, { id: priceListId });
      const row = await tx.lockOne(PriceListImport, { id: importId, leaseToken: token });
      if (!list || !row) throw new LeaseLost();
      const before = base && { rows: base.taken, keys: base.keys, medianPrice: base.medianPrice };
      const held = before ? brokenLimits(comparison.with(before, { rows, medianPrice }), list.guard) : [];
      await tx.updateByIds(PriceListImport, [importId], { keys: comparison.keys, held });
      if (held.length === 0) {
        await putInForce(tx, list, row, now);
        await this.unknownBrands.note(tx, brands);
        return 'live';
      }
      await supersede(tx, priceListId, ['held'], importId, now);
      const waiting = { state: 'held' as const, leaseToken: '', leaseUntil: null, finishedAt: now, progress: 100 };
      await tx.updateByIds(PriceListImport, [importId], waiting);
      await tx.publish(new PriceListHeld(list, held));
      return 'held';
    });
  }
}
