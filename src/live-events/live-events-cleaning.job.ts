import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { SchemaService } from '../database/schema.service.js';
import { deleteCreatedBefore } from '../shared/cleaning.js';
import { Clock } from '../shared/clock.js';
import { Transactions } from '../shared/transactions.service.js';
import { LiveEvent } from './live-event.entity.js';

const EVERY_MS = 60_000;
const KEPT_MS = 3_600_000;

/** Every minute: deletes events that nobody will resume from any more. */
@Injectable()
export class LiveEventsCleaning {
  private readonly logger = new Logger(LiveEventsCleaning.name);
  private isRunning = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly schema: SchemaService,
    private readonly clock: Clock,
  ) {}

  @Interval('live-events-cleaning', EVERY_MS)
  async tick(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      if (await this.schema.isCurrent()) await this.clean();
    } catch (error) {
      this.logger.warn(`Old events could not be deleted: ${(error as Error).message}`);
    } finally {
      this.isRunning = false;
    }
  }

  /** @returns how many were deleted */
  clean(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    return deleteCreatedBefore(this.transactions, LiveEvent, before);
  }
}
