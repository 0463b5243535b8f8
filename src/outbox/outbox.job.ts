import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { IsNull } from 'typeorm';
import { AppConfig } from '../platform/config/app-config.js';
import { SchemaService } from '../platform/database/schema.service.js';
import { Clock } from '../platform/clock.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { Endpoint } from './endpoint.entity.js';
import { Endpoints } from './endpoints.service.js';
import { OutboxWorker } from './outbox-worker.service.js';
import { InterruptedAttempts } from './interrupted-attempts.service.js';

const EVERY_MS = 1_000;
const STALE_MS = 15_000;

/** Every second, each by itself: what is due and probes of endpoints that were cut off; claims that ran out; what waits for nobody. */
@Injectable()
export class OutboxJob {
  private lastRunAt = performance.now();
  private hasLeftovers: boolean;

  constructor(
    private readonly transactions: Transactions,
    private readonly schema: SchemaService,
    private readonly interrupted: InterruptedAttempts,
    private readonly endpoints: Endpoints,
    private readonly dispatcher: OutboxWorker,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    config: AppConfig,
  ) {
    this.hasLeftovers = !config.databaseUrl;
  }

  /** False when what is due was not looked at for a while. */
  get isAlive(): boolean {
    return this.msSinceRun < STALE_MS;
  }

  /** Since what is due was looked at last, or since the start of the process. */
  get msSinceRun(): number {
    return performance.now() - this.lastRunAt;
  }

  @Interval('deliveries', EVERY_MS)
  async tick(): Promise<void> {
    await Promise.all([
      this.part('deliveries', () => this.sendDue()),
      this.part('interrupted-deliveries', () => this.endInterrupted()),
      this.part('undeliverable', () => this.endpoints.cancelOfArchived()),
    ]);
  }

  private part(name: string, work: () => Promise<void>): Promise<void> {
    return this.jobs.run(name, async () => {
      const canRun = await this.schema.isCurrent();
      if (canRun) await work();
      if (name === 'deliveries') this.lastRunAt = performance.now();
      return canRun;
    });
  }

  private async sendDue(): Promise<void> {
    const endpoints = await this.transactions.read((manager) =>
      manager.findBy(Endpoint, { isEnabled: true, pausedAt: IsNull() }),
    );
    const now = this.clock.now();
    for (const endpoint of endpoints) if (endpoint.isReady) this.dispatcher.notify(endpoint.id);
    const open = endpoints.filter(({ openedAt, probeAt }) => openedAt && probeAt && probeAt <= now);
    await Promise.all(open.map((endpoint) => this.dispatcher.probe(endpoint)));
  }

  private async endInterrupted(): Promise<void> {
    if (this.hasLeftovers) await this.interrupted.endLeftovers();
    this.hasLeftovers = false;
    await this.interrupted.endExpired();
  }
}
