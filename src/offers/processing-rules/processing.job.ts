import { Injectable, OnModuleInit } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { ExternalOrder } from '../../orders/external-orders/external-order.entity.js';
import { ExternalOrderContentsReceived } from '../../orders/external-orders/external-orders.events.js';
import { Clock, CLOCKS_DIFFER_MS, later } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { ClockSynchronization } from '../../platform/database/clock-synchronization.service.js';
import { Job } from '../../platform/jobs/job.js';
import { Metrics } from '../../platform/observation/metrics.js';
import { eachByItself } from '../../platform/transactions/each-by-itself.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { Judging } from './judging.service.js';
import { PROCESSING_RULES, RuleTask } from './processing-rule.entity.js';

const EVERY_MS = 1_000;
const AT_ONCE = 100;
const FIRST_RETRY_MS = 5_000;
const LATEST_RETRY_MS = 3_600_000;

/** Has rules judge what comes in, and what the buyer changed before anything was decided. One order that fails holds up no other. */
@Injectable()
export class Processing implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly judging: Judging,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly synchronization: ClockSynchronization,
  ) {}

  onModuleInit(): void {
    this.synchronization.afterStep(() => this.mend());
    const waiting = this.metrics.gauge(
      'partsdesk_rule_oldest_task_seconds',
      'For how long the external order waits that rules should have judged first; 0 = none does.',
    );
    const failing = this.metrics.gauge(
      'partsdesk_rule_tasks_failing',
      'External orders that rules failed to judge, and will again.',
    );
    this.metrics.lookUp([waiting, failing], async () => {
      const [first, failures] = await this.transactions.read((manager) =>
        Promise.all([
          manager.findOne(RuleTask, { where: {}, order: { dueAt: 'ASC' } }),
          manager.countBy(RuleTask, { failures: MoreThan(0) }),
        ]),
      );
      const waitMs = first ? Math.max(0, this.clock.now().getTime() - first.dueAt.getTime()) : 0;
      return [
        { gauge: waiting, labels: {}, value: waitMs / 1_000 },
        { gauge: failing, labels: {}, value: failures },
      ];
    });
  }

  @OnDomainEvent(ExternalOrderContentsReceived)
  async onReceived({ received, at }: ExternalOrderContentsReceived, tx: Transaction): Promise<void> {
    const understood = received.filter(({ outcome }) => outcome === 'created' || outcome === 'updated');
    if (understood.length === 0) return;
    const rules = (await this.configuration.of(tx)).get(PROCESSING_RULES);
    const judged = understood.filter(({ externalOrder: { connectionId } }) =>
      rules.get(connectionId)?.some(({ mode }) => mode !== 'off'),
    );
    const known = judged.filter(({ outcome }) => outcome === 'updated').map(({ externalOrder: { id } }) => id);
    if (known.length > 0) await tx.manager.delete(RuleTask, { externalOrderId: In(known) });
    const tasks = judged.map(({ externalOrder: { id } }) => ({ externalOrderId: id, dueAt: at, failures: 0 }));
    await tx.insertMany(RuleTask, tasks);
  }

  @Job({ name: 'processing-rules', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<void> {
    const heldRegionIds = new Set<number>();
    for (let isMore = true; isMore && !signal?.aborted;) {
      const due = await this.due(heldRegionIds);
      const ids = due.map(({ externalOrderId }) => externalOrderId);
      const failures = new Map(due.map((task) => [task.externalOrderId, task.failures]));
      await eachByItself(
        this.transactions,
        ids,
        {
          work: async (tx, id) => {
            const heldIn = await this.judging.judge(tx, id);
            if (heldIn !== null) heldRegionIds.add(heldIn);
          },
          postpone: (tx, id) => this.postpone(tx, id, failures.get(id)! + 1),
          what: 'judging external order',
        },
        signal,
      );
      isMore = due.length === AT_ONCE;
    }
  }

  /** What was written while the clock was ahead would wait until the time comes that never was. */
  async mend(): Promise<void> {
    const now = this.clock.now();
    const ahead = await this.transactions.read((manager) =>
      manager.findBy(RuleTask, { dueAt: MoreThan(later(now, CLOCKS_DIFFER_MS)) }),
    );
    for (const { externalOrderId, dueAt, failures } of ahead) {
      if (dueAt.getTime() - now.getTime() <= waitMs(failures) + CLOCKS_DIFFER_MS) continue;
      await this.transactions.change((manager) =>
        manager.update(RuleTask, { externalOrderId, dueAt, failures }, { dueAt: now }),
      );
    }
  }

  /** @param heldRegionIds whose tasks wait: another one judges there, and will come to them */
  private due(heldRegionIds: Set<number>): Promise<RuleTask[]> {
    return this.transactions.read((manager) => {
      const tasks = manager
        .createQueryBuilder(RuleTask, 'task')
        .where('task.dueAt <= :now', { now: this.clock.now() })
        .orderBy('task.dueAt')
        .addOrderBy('task.externalOrderId')
        .limit(AT_ONCE);
      if (heldRegionIds.size > 0) {
        const isElsewhere = 'externalOrder.id = task.externalOrderId AND externalOrder.regionId NOT IN (:...held)';
        tasks.innerJoin(ExternalOrder, 'externalOrder', isElsewhere, { held: [...heldRegionIds] });
      }
      return tasks.getMany();
    });
  }

  private postpone(tx: Transaction, externalOrderId: number, failures: number): Promise<unknown> {
    const dueAt = later(this.clock.now(), waitMs(failures));
    return tx.manager.update(RuleTask, { externalOrderId }, { dueAt, failures });
  }
}

/** From judging that failed to the next try. @param failures in a row */
function waitMs(failures: number): number {
  return failures === 0 ? 0 : Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LATEST_RETRY_MS);
}
