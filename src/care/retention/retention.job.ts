import { Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { AppConfig } from '../../platform/config/app-config.js';
import { SchemaService } from '../../platform/database/schema.service.js';
import { MessageContents } from '../../outbox/message-contents.service.js';
import { MessageBodies } from '../../marketplaces/gettzap/message-bodies.service.js';
import { Clock } from '../../platform/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';

const EVERY_MS = 10 * 60_000;
const DAY_MS = 24 * 3_600_000;
/** Rows a transaction: others wait for it no longer than for any change of theirs. */
const ROWS_A_STEP = 500;
const PAUSE_MS = 50;

export interface RemovedCounts {
  messages: number;
  attempts: number;
}

/** Removes bodies that have grown old, in small steps. Replicas may do it at once: a body is removed only once. */
@Injectable()
export class RetentionJob implements OnModuleDestroy {
  private readonly logger = new Logger(RetentionJob.name);
  private running: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly messages: MessageBodies,
    private readonly deliveries: MessageContents,
    private readonly schema: SchemaService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly jobs: Jobs,
  ) {}

  @Interval('retention', EVERY_MS)
  async tick(): Promise<void> {
    if (this.config.retentionDays === 0) return;
    this.running = this.jobs.run('retention', () => this.runWhenCurrent());
    await this.running;
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  /** Removes all that is older than the configured days. */
  async run(): Promise<RemovedCounts> {
    const before = new Date(this.clock.now().getTime() - this.config.retentionDays * DAY_MS);
    const messages = await this.inSteps(ROWS_A_STEP, () => this.messages.removeOld(before, ROWS_A_STEP));
    let from = new Date(0);
    const attempts = await this.inSteps(ROWS_A_STEP, async () => {
      const { found, lastAt } = await this.deliveries.removeOld(from, before, ROWS_A_STEP);
      from = lastAt;
      return found;
    });
    return { messages, attempts };
  }

  private async inSteps(limit: number, step: () => Promise<number>): Promise<number> {
    for (let total = 0; ;) {
      const found = await step();
      total += found;
      if (found < limit || this.isStopping) return total;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  private async runWhenCurrent(): Promise<boolean> {
    if (!(await this.schema.isCurrent())) return false;
    const removed = await this.run();
    if (removed.messages + removed.attempts > 0) this.logger.log(removed, 'Old bodies were removed.');
    return true;
  }
}
