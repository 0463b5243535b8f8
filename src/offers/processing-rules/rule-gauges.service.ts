import { Injectable, OnModuleInit } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { type LookedUpGauge, Metrics, type Reading } from '../../platform/observation/metrics.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { RuleTask } from './processing-rule.entity.js';

/** Shows whether rules keep up with what comes in. */
@Injectable()
export class RuleGauges implements OnModuleInit {
  private readonly waiting: LookedUpGauge;
  private readonly failing: LookedUpGauge;

  constructor(
    private readonly metrics: Metrics,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    this.waiting = metrics.gauge(
      'partsdesk_rule_oldest_task_seconds',
      'For how long the external order waits that rules should have judged first; 0 = none does.',
    );
    this.failing = metrics.gauge(
      'partsdesk_rule_tasks_failing',
      'External orders that rules failed to judge, and will again.',
    );
  }

  onModuleInit(): void {
    this.metrics.lookUp([this.waiting, this.failing], () => this.look());
  }

  private async look(): Promise<Reading[]> {
    const [first, failing] = await this.transactions.read((manager) =>
      Promise.all([
        manager.findOne(RuleTask, { where: {}, order: { dueAt: 'ASC' } }),
        manager.countBy(RuleTask, { failures: MoreThan(0) }),
      ]),
    );
    const waitMs = first ? Math.max(0, this.clock.now().getTime() - first.dueAt.getTime()) : 0;
    return [
      { gauge: this.waiting, labels: {}, value: waitMs / 1_000 },
      { gauge: this.failing, labels: {}, value: failing },
    ];
  }
}
