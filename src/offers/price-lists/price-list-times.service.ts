import { Injectable, OnModuleInit } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Clock, CLOCKS_DIFFER_MS, later } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { ClockSynchronization } from '../../platform/database/clock-synchronization.service.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { IMPORT_LEASE_MS, PriceListImport } from './price-list-import.entity.js';
import { FETCH_LEASE_MS, PRICE_LISTS, PriceList, PriceListFetch } from './price-list.entity.js';

const MINUTE_MS = 60_000;

/**
 * Puts right what was written while the clock was ahead: no file would be fetched until that time comes, and the last one would not grow
 * old. Nothing that was written by a right clock is touched.
 */
@Injectable()
export class PriceListTimes implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly synchronization: ClockSynchronization,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.synchronization.afterStep(() => this.mend());
  }

  async mend(): Promise<void> {
    const lists = [...(await this.configuration.refresh()).get(PRICE_LISTS).values()];
    const now = this.clock.now();
    await this.mendLeases(now);
    await this.mendFetches(lists, now);
    const ahead = lists.filter(({ listedAt }) => listedAt !== null && listedAt > later(now, CLOCKS_DIFFER_MS));
    if (ahead.length === 0) return;
    await this.configuration.change((tx) => tx.updateByIds(PriceList, idsOf(ahead), { listedAt: now }));
  }

  /** Their holders may be at work, so they are worth a whole lease from now. */
  private async mendLeases(now: Date): Promise<void> {
    const running = { state: 'running' as const, leaseUntil: MoreThan(later(now, IMPORT_LEASE_MS + CLOCKS_DIFFER_MS)) };
    const fetching = { leaseUntil: MoreThan(later(now, FETCH_LEASE_MS + CLOCKS_DIFFER_MS)) };
    await this.transactions.change((manager) =>
      manager.update(PriceListImport, running, { leaseUntil: later(now, IMPORT_LEASE_MS) }),
    );
    await this.transactions.change((manager) =>
      manager.update(PriceListFetch, fetching, { leaseUntil: later(now, FETCH_LEASE_MS) }),
    );
  }

  private async mendFetches(lists: PriceList[], now: Date): Promise<void> {
    for (const { id: priceListId, refreshMinutes } of lists.filter(({ url }) => url !== '')) {
      const nextAt = MoreThan(later(now, refreshMinutes * MINUTE_MS + CLOCKS_DIFFER_MS));
      await this.transactions.change((manager) =>
        manager.update(PriceListFetch, { priceListId, nextAt }, { nextAt: now }),
      );
    }
  }
}
