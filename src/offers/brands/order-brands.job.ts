import { Injectable } from '@nestjs/common';
import { Between } from 'typeorm';
import { ExternalOrderPosition } from '../../orders/external-orders/external-order.entity.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Job } from '../../platform/jobs/job.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { partKey } from '../keys/part-key.js';
import { BrandCursor } from './brand.entity.js';
import { SeenBrands } from './seen-brands.js';
import { UnknownBrandsService } from './unknown-brands.service.js';

const EVERY_MS = 60_000;
const POSITIONS_AT_ONCE = 2_000;
/** A shop with millions of orders is caught up with little by little. */
const MOST_STEPS = 20;
/** Whoever had an id below another one that could be read is through by then, or never will be. */
const SETTLED_AFTER_MS = 30_000;

/** Notes which makers external orders name that the directory does not know; receiving them does nothing for it. */
@Injectable()
export class OrderBrandsJob {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly unknown: UnknownBrandsService,
    private readonly clock: Clock,
  ) {}

  @Job({ name: 'unknown-brands', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<void> {
    for (let steps = 0; steps < MOST_STEPS && !signal?.aborted; steps++) {
      const isMore = await this.transactions.run((tx) => this.countSome(tx));
      if (!isMore) break;
    }
    await this.transactions.run((tx) => this.unknown.tidy(tx));
  }

  /** Each position once: how far it came is written with what it counted. @returns whether there is more */
  private async countSome(tx: Transaction): Promise<boolean> {
    await this.configuration.of(tx);
    const { countedTo, seenTo, seenAt } = (await tx.lockOne(BrandCursor, { id: 1 }))!;
    const positions = await tx.manager.find(ExternalOrderPosition, {
      select: { id: true, brand: true },
      where: { id: Between(countedTo + 1, seenTo) },
      order: { id: 'ASC' },
      take: POSITIONS_AT_ONCE,
    });
    const seen = new SeenBrands();
    for (const { brand } of positions) seen.add(partKey(brand), brand.trim());
    await this.unknown.note(tx, seen);
    const isMore = positions.length === POSITIONS_AT_ONCE;
    const now = this.clock.now();
    const isSettled = now.getTime() - seenAt.getTime() >= SETTLED_AFTER_MS;
    const change: Partial<BrandCursor> = { countedTo: isMore ? positions.at(-1)!.id : seenTo };
    if (!isMore && isSettled) {
      change.seenTo = (await tx.manager.maximum(ExternalOrderPosition, 'id', {})) ?? 0;
      change.seenAt = now;
    } else if (seenAt > now) {
      // The clock was ahead: that time may come in a year.
      change.seenAt = now;
    }
    if (isMore || change.seenAt || seenTo > countedTo) await tx.manager.update(BrandCursor, { id: 1 }, change);
    return isMore;
  }
}
