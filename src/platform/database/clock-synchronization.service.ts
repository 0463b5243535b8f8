import { Injectable, Logger, OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Clock, STEP_MS, SynchronizedClock } from '../clock.js';
import { Job } from '../jobs/job.js';
import { Transactions } from '../transactions/transactions.service.js';
import { SchemaService } from './schema.service.js';

const RESYNC_MS = 10_000;
/** Until then every replica has seen the step, and what was claimed by the former time is recorded or its sender is gone. */
const SETTLED_AFTER_MS = 45_000;

/**
 * Sets this process by the database server's clock, so that due times and leases mean the same to every replica, however
 * wrong a replica's own clock is. The embedded database has one process and uses the machine's time. Either may be put forward or
 * back while the service runs: that is noticed against the monotonic counter by which time goes on in between.
 */
@Injectable()
export class ClockSynchronization implements OnModuleInit {
  private readonly logger = new Logger(ClockSynchronization.name);
  private readonly mends: Array<() => Promise<void>> = [];
  /** Monotonic. */
  private steppedAt = -Infinity;
  /** It may have been put back while no process ran. */
  private isToMend = true;

  constructor(
    private readonly clock: Clock,
    private readonly transactions: Transactions,
    private readonly schema: SchemaService,
    private readonly config: AppConfig,
  ) {}

  /** For some time after a step, leases are no measure of whether their holders live. */
  get hasSteppedLately(): boolean {
    return performance.now() - this.steppedAt < SETTLED_AFTER_MS;
  }

  /** Has this done soon after the start, and again and again for a while after each step of the clock. */
  afterStep(mend: () => Promise<void>): void {
    this.mends.push(mend);
  }

  async onModuleInit(): Promise<void> {
    await this.synchronize();
  }

  @Job({ name: 'clock-synchronization', everyMs: RESYNC_MS, needsTables: false })
  async resynchronize(): Promise<void> {
    if (!(this.clock instanceof SynchronizedClock)) return;
    const [before, startedAt] = [this.clock.now().getTime(), performance.now()];
    await this.synchronize();
    this.notice(this.clock.now().getTime() - before - (performance.now() - startedAt));
    if ((this.isToMend || this.hasSteppedLately) && (await this.schema.isCurrent())) {
      for (const mend of this.mends) await mend();
      this.isToMend = false;
    }
  }

  /** @param ms by which time was changed, beyond what went by meanwhile */
  private notice(ms: number): void {
    if (Math.abs(ms) < STEP_MS) return;
    this.steppedAt = performance.now();
    this.logger.warn(`The clock was put ${ms > 0 ? 'forward' : 'back'} by ${Math.round(Math.abs(ms) / 1_000)} s.`);
  }

  private async synchronize(): Promise<void> {
    if (!(this.clock instanceof SynchronizedClock)) return;
    if (!this.config.databaseUrl) return this.clock.set(Date.now());
    const before = performance.now();
    const [row] = await this.transactions.read((manager) =>
      manager.query<Array<{ now: Date }>>('SELECT UTC_TIMESTAMP(3) AS now'),
    );
    this.clock.set(row!.now.getTime(), (before + performance.now()) / 2);
  }
}
