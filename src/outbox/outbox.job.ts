import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { Clock } from '../platform/clock.js';
import { Job } from '../platform/jobs/job.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { Endpoints } from './endpoints.service.js';
import { OrderingKeys } from './ordering-keys.service.js';
import { OutboxWorker } from './outbox-worker.service.js';
import { UnrecordedAttempts } from './unrecorded-attempts.service.js';

/** Of the job that looks for what is due; without it retries and probes stand still. */
export const OUTBOX_JOB = 'outbox';

const EVERY_MS = 1_000;
const STUCK_EVERY_MS = 15_000;

/** The safety net of the worker, and what brings retries and probes. */
@Injectable()
export class OutboxJob {
  private readonly logger = new Logger(OutboxJob.name);
  private hasLeftovers: boolean;

  constructor(
    private readonly transactions: Transactions,
    private readonly unrecorded: UnrecordedAttempts,
    private readonly endpoints: Endpoints,
    private readonly orderingKeys: OrderingKeys,
    private readonly worker: OutboxWorker,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {
    this.hasLeftovers = !config.databaseUrl;
  }

  @Job({ name: OUTBOX_JOB, everyMs: EVERY_MS })
  async sendDue(): Promise<void> {
    const endpoints = await this.endpoints.withWork();
    for (const endpoint of endpoints) if (endpoint.isReady) this.worker.notify(endpoint.id);
    const now = this.clock.now();
    const halfOpen = endpoints.filter((endpoint) => new CircuitBreaker(endpoint).stateAt(now) === 'half_open');
    await Promise.all(halfOpen.map((endpoint) => this.worker.probe(endpoint)));
  }

  @Job({ name: 'interrupted-attempts', everyMs: EVERY_MS })
  async endInterrupted(): Promise<void> {
    if (this.hasLeftovers) await this.unrecorded.endLeftovers();
    this.hasLeftovers = false;
    await this.unrecorded.endExpired();
  }

  @Job({ name: 'archived-endpoints', everyMs: EVERY_MS })
  cancelOfArchived(): Promise<void> {
    return this.endpoints.cancelOfArchived();
  }

  /**
   * Holding the row of an ordering key keeps others out on one server only: on two nodes of a Galera cluster one may add a message behind
   * the last one while the other finishes that, and neither sees the other.
   */
  @Job({ name: 'stuck-ordering-keys', everyMs: STUCK_EVERY_MS })
  async promoteStuck(): Promise<void> {
    if (!this.config.databaseUrl) return;
    const keyIds = await this.transactions.read((manager) => this.orderingKeys.findStuck(manager));
    if (keyIds.length === 0) return;
    const moved = await this.transactions.run(async (tx) => {
      await this.orderingKeys.lock(tx, keyIds);
      return this.orderingKeys.promote(tx, keyIds);
    });
    if (moved.length > 0)
      this.logger.warn(`Messages of ${keyIds.length} ordering keys waited for one that was finished; they go on.`);
  }
}
