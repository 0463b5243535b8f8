import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { SchemaService } from '../../platform/database/schema.service.js';
import { deleteCreatedBefore } from '../../platform/database/cleaning.js';
import { Clock } from '../../platform/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { ManagerNotification } from './manager-notification.entity.js';

const EVERY_MS = 3_600_000;
const KEPT_DAYS = 90;

/** Every hour: deletes messages that are out of date; what they told of stays in the histories. */
@Injectable()
export class ManagerNotificationsCleaning {
  constructor(
    private readonly transactions: Transactions,
    private readonly schema: SchemaService,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  @Interval('manager-notifications-cleaning', EVERY_MS)
  async tick(): Promise<void> {
    await this.jobs.run('manager-notifications-cleaning', async () => (await this.schema.isCurrent()) && this.clean());
  }

  /** @returns how many were deleted */
  clean(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_DAYS * 86_400_000);
    return deleteCreatedBefore(this.transactions, ManagerNotification, before);
  }
}
