import { Injectable, Logger, OnModuleInit } from '@nestjs/common';
import { LessThan, LessThanOrEqual, MoreThan } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { ClockSynchronization } from '../../platform/database/clock-synchronization.service.js';
import { isDatabaseAway } from '../../platform/errors.js';
import { Job } from '../../platform/jobs/job.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { Judging } from './judging.service.js';
import { RuleTask, RuleVerdict } from './processing-rule.entity.js';

const EVERY_MS = 1_000;
const AT_ONCE = 100;
const FIRST_RETRY_MS = 5_000;
const LATEST_RETRY_MS = 3_600_000;
/** What clocks that are right may differ by. */
const TOLERANCE_MS = 5_000;

const SWEEP_EVERY_MS = 3_600_000;
/** Results are shown for a week; the rest is for whoever asks later why. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** Has rules judge what came in. One order that fails holds up no other. */
@Injectable()
export class Processing implements OnModuleInit {
  private readonly logger = new Logger(Processing.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly judging: Judging,
    private readonly clock: Clock,
    private readonly synchronization: ClockSynchronization,
  ) {}

  onModuleInit(): void {
    this.synchronization.afterStep(() => this.mend());
  }

  @Job({ name: 'processing-rules', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<void> {
    for (let isMore = true; isMore && !signal?.aborted;) {
      const due = await this.due();
      let judged = 0;
      for (const task of due) if (!signal?.aborted && (await this.judge(task))) judged += 1;
      isMore = due.length === AT_ONCE && judged > 0;
    }
  }

  @Job({ name: 'rule-verdict-sweep', everyMs: SWEEP_EVERY_MS })
  async sweep(): Promise<void> {
    const createdAt = LessThan(new Date(this.clock.now().getTime() - KEPT_MS));
    await this.transactions.run((tx) => tx.manager.delete(RuleVerdict, { createdAt }));
  }

  /** What was written while the clock was ahead would wait until the time comes that never was. */
  async mend(): Promise<void> {
    const now = this.clock.now();
    const ahead = await this.transactions.read((manager) =>
      manager.findBy(RuleTask, { dueAt: MoreThan(new Date(now.getTime() + TOLERANCE_MS)) }),
    );
    for (const { externalOrderId, dueAt, failures } of ahead) {
      if (dueAt.getTime() - now.getTime() <= waitMs(failures) + TOLERANCE_MS) continue;
      await this.transactions.change((manager) =>
        manager.update(RuleTask, { externalOrderId, dueAt, failures }, { dueAt: now }),
      );
    }
  }

  private due(): Promise<RuleTask[]> {
    const where = { dueAt: LessThanOrEqual(this.clock.now()) };
    return this.transactions.read((manager) =>
      manager.find(RuleTask, { where, order: { dueAt: 'ASC', externalOrderId: 'ASC' }, take: AT_ONCE }),
    );
  }

  /** @returns false where it waits for another process, which judges in the region */
  private async judge(task: RuleTask): Promise<boolean> {
    const { externalOrderId } = task;
    try {
      return await this.transactions.run((tx) => this.judging.judge(tx, externalOrderId));
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.error(
        { err: error },
        `Judging external order ${externalOrderId} failed: ${(error as Error).message}`,
      );
      await this.postpone(task);
      return true;
    }
  }

  private async postpone({ externalOrderId, failures }: RuleTask): Promise<void> {
    const dueAt = new Date(this.clock.now().getTime() + waitMs(failures + 1));
    await this.transactions.change((manager) =>
      manager.update(RuleTask, { externalOrderId }, { dueAt, failures: failures + 1 }),
    );
  }
}

/** From judging that failed to the next try. @param failures in a row */
function waitMs(failures: number): number {
  return failures === 0 ? 0 : Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LATEST_RETRY_MS);
}
