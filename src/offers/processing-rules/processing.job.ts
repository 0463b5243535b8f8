import { Injectable, OnModuleInit } from '@nestjs/common';
import { LessThanOrEqual, MoreThan } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { ClockSynchronization } from '../../platform/database/clock-synchronization.service.js';
import { Job } from '../../platform/jobs/job.js';
import { eachByItself } from '../../platform/transactions/each-by-itself.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { Judging } from './judging.service.js';
import { RuleTask } from './processing-rule.entity.js';

const EVERY_MS = 1_000;
const AT_ONCE = 100;
const FIRST_RETRY_MS = 5_000;
const LATEST_RETRY_MS = 3_600_000;
/** What clocks that are right may differ by. */
const TOLERANCE_MS = 5_000;

/** Has rules judge what came in. One order that fails holds up no other. */
@Injectable()
export class Processing implements OnModuleInit {
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
    // Those of a region in which another one judges stay, and hold up no other region.
    let left = 0;
    for (let isMore = true; isMore && !signal?.aborted;) {
      const due = await this.due(left);
      const ids = due.map(({ externalOrderId }) => externalOrderId);
      const failures = new Map(due.map((task) => [task.externalOrderId, task.failures]));
      const judged = await eachByItself(
        this.transactions,
        ids,
        {
          work: (tx, id) => this.judging.judge(tx, id),
          postpone: (tx, id) => this.postpone(tx, id, failures.get(id)! + 1),
          what: 'judging external order',
        },
        signal,
      );
      left += due.length - judged;
      isMore = due.length === AT_ONCE;
    }
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

  private due(skip: number): Promise<RuleTask[]> {
    const where = { dueAt: LessThanOrEqual(this.clock.now()) };
    return this.transactions.read((manager) =>
      manager.find(RuleTask, { where, order: { dueAt: 'ASC', externalOrderId: 'ASC' }, skip, take: AT_ONCE }),
    );
  }

  private postpone(tx: Transaction, externalOrderId: number, failures: number): Promise<unknown> {
    const dueAt = new Date(this.clock.now().getTime() + waitMs(failures));
    return tx.manager.update(RuleTask, { externalOrderId }, { dueAt, failures });
  }
}

/** From judging that failed to the next try. @param failures in a row */
function waitMs(failures: number): number {
  return failures === 0 ? 0 : Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LATEST_RETRY_MS);
}
