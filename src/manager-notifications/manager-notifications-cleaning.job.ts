import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { SchemaService } from '../database/schema.service.js';
import { deleteCreatedBefore } from '../shared/cleaning.js';
import { Clock } from '../shared/clock.js';
import { Transactions } from '../shared/transactions.service.js';
import { ManagerNotification } from './manager-notification.entity.js';

const EVERY_MS = 3_600_000;
const KEPT_DAYS = 90;

/** Every hour: deletes messages that are out of date; what they told of stays in the histories. */
@Injectable()
export class ManagerNotificationsCleaning {
  private readonly logger = new Logger(ManagerNotificationsCleaning.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly schema: SchemaService,
    private readonly clock: Clock,
  ) {}

  @Interval('manager-notifications-cleaning', EVERY_MS)
  async tick(): Promise<void> {
    try {
      if (await this.schema.isCurrent()) await this.clean();
    } catch (error) {
      this.logger.warn(`Old messages could not be deleted: ${(error as Error).message}`);
    }
  }

  /** @returns how many were deleted */
  clean(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_DAYS * 86_400_000);
    return deleteCreatedBefore(this.transactions, ManagerNotification, before);
  }
}
