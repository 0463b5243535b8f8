import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { IsNull } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { SchemaService } from '../database/schema.service.js';
import { Clock } from '../shared/clock.js';
import { Jobs } from '../shared/jobs.js';
import { Transactions } from '../shared/transactions.service.js';
import { Claims } from './claims.service.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { Dispatcher } from './dispatcher.service.js';

const EVERY_MS = 1_000;
const STALE_MS = 15_000;

/** Every second: retries what is due, takes back claims that ran out, probes targets that were cut off. */
@Injectable()
export class DeliveriesJob {
  private lastRunAt = performance.now();
  private isFirstRun = true;

  constructor(
    private readonly transactions: Transactions,
    private readonly schema: SchemaService,
    private readonly claims: Claims,
    private readonly dispatcher: Dispatcher,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly jobs: Jobs,
  ) {}

  /** False when the job has not come through for a while. */
  get isAlive(): boolean {
    return this.msSinceRun < STALE_MS;
  }

  /** Since it came through last, or since the start of the process. */
  get msSinceRun(): number {
    return performance.now() - this.lastRunAt;
  }

  @Interval('deliveries', EVERY_MS)
  async tick(): Promise<void> {
    await this.jobs.run('deliveries', async () => {
      const canRun = await this.schema.isCurrent();
      if (canRun) await this.run();
      this.lastRunAt = performance.now();
      return canRun;
    });
  }

  private async run(): Promise<void> {
    if (this.isFirstRun && !this.config.databaseUrl) await this.claims.takeBackLeftovers();
    this.isFirstRun = false;
    await this.claims.takeBackExpired();
    const targets = await this.transactions.read((manager) =>
      manager.findBy(DeliveryTarget, { isEnabled: true, pausedAt: IsNull() }),
    );
    const now = this.clock.now();
    for (const target of targets) {
      if (target.isReady) this.dispatcher.wake(target.id);
      else if (target.probeAt && target.probeAt <= now) await this.dispatcher.probe(target);
    }
  }
}
