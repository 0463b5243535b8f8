import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { AppConfig } from '../platform/config/app-config.js';
import { Clock } from '../platform/clock.js';
import { Job } from '../platform/jobs/job.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { Endpoint } from './endpoint.entity.js';
import { Endpoints } from './endpoints.service.js';
import { OutboxWorker } from './outbox-worker.service.js';
import { InterruptedAttempts } from './interrupted-attempts.service.js';

/** Of the job that looks for what is due; without it retries and probes stand still. */
export const OUTBOX_JOB = 'outbox';

const EVERY_MS = 1_000;

/** Every second, each by itself: what is due and probes of endpoints that were cut off; claims that ran out; what waits for nobody. */
@Injectable()
export class OutboxJob {
  private hasLeftovers: boolean;

  constructor(
    private readonly transactions: Transactions,
    private readonly interrupted: InterruptedAttempts,
    private readonly endpoints: Endpoints,
    private readonly dispatcher: OutboxWorker,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    this.hasLeftovers = !config.databaseUrl;
  }

  @Job({ name: OUTBOX_JOB, everyMs: EVERY_MS })
  async sendDue(): Promise<void> {
    const endpoints = await this.transactions.read((manager) =>
      manager.findBy(Endpoint, { isEnabled: true, pausedAt: IsNull() }),
    );
    const now = this.clock.now();
    for (const endpoint of endpoints) if (endpoint.isReady) this.dispatcher.notify(endpoint.id);
    const open = endpoints.filter(({ openedAt, probeAt }) => openedAt && probeAt && probeAt <= now);
    await Promise.all(open.map((endpoint) => this.dispatcher.probe(endpoint)));
  }

  @Job({ name: 'interrupted-attempts', everyMs: EVERY_MS })
  async endInterrupted(): Promise<void> {
    if (this.hasLeftovers) await this.interrupted.endLeftovers();
    this.hasLeftovers = false;
    await this.interrupted.endExpired();
  }

  @Job({ name: 'archived-endpoints', everyMs: EVERY_MS })
  cancelOfArchived(): Promise<void> {
    return this.endpoints.cancelOfArchived();
  }
}
