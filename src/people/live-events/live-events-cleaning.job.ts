import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { SchemaService } from '../../platform/database/schema.service.js';
import { deleteCreatedBefore } from '../../platform/database/cleaning.js';
import { Clock } from '../../platform/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { LiveEvent } from './live-event.entity.js';

const EVERY_MS = 60_000;
const KEPT_MS = 3_600_000;

/** Every minute: deletes events that nobody will resume from any more. */
@Injectable()
export class LiveEventsCleaning {
  constructor(
    private readonly transactions: Transactions,
    private readonly schema: SchemaService,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  @Interval('live-events-cleaning', EVERY_MS)
  async tick(): Promise<void> {
    await this.jobs.run('live-events-cleaning', async () => (await this.schema.isCurrent()) && this.clean());
  }

  /** @returns how many were deleted */
  clean(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    return deleteCreatedBefore(this.transactions, LiveEvent, before);
  }
}
