import { Injectable, OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { AppConfig } from '../config/app-config.js';
import { Clock, SynchronizedClock } from '../shared/clock.js';
import { Jobs } from '../shared/jobs.js';
import { Transactions } from '../shared/transactions.service.js';

const RESYNC_MS = 10_000;

/**
 * Sets this process by the database server's clock, so that due times and leases mean the same to every replica, however
 * wrong a replica's own clock is. The embedded database has one process and uses the machine's time.
 */
@Injectable()
export class ClockSynchronization implements OnModuleInit {
  constructor(
    private readonly clock: Clock,
    private readonly transactions: Transactions,
    private readonly config: AppConfig,
    private readonly jobs: Jobs,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.synchronize();
  }

  @Interval('clock-synchronization', RESYNC_MS)
  async resynchronize(): Promise<void> {
    await this.jobs.run('clock-synchronization', () => this.synchronize());
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
