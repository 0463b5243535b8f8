import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Job } from '../../platform/jobs/job.js';
import { Metrics } from '../../platform/observation/metrics.js';
import { eachByItself } from '../../platform/transactions/each-by-itself.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { DecidingService } from '../external-orders/deciding.service.js';
import { DecisionLimits } from '../external-orders/decision-limits.service.js';
import { ExternalOrder } from '../external-orders/external-order.entity.js';
import { ExternalOrderStore } from '../external-orders/external-order-store.service.js';
import { DEADLINE_ACTOR } from './deadline-actor.js';
import { DecisionDue } from './deadlines.events.js';
import { postponedFrom } from './postponed.js';

const EVERY_MS = 15_000;
const AT_ONCE = 500;

/** Has managers told of decisions that are due, and refuses what nobody decided in time, where that is set up. */
@Injectable()
export class DecisionDeadlines {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly store: ExternalOrderStore,
    private readonly deciding: DecidingService,
    private readonly limits: DecisionLimits,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  @Job({ name: 'decision-deadlines', everyMs: EVERY_MS })
  async run(signal?: AbortSignal): Promise<void> {
    await this.configuration.refresh();
    const due = await this.transactions.read((manager) =>
      manager.find(ExternalOrder, {
        select: { id: true, decideNoticeAt: true },
        where: { decideNoticeAt: LessThanOrEqual(this.clock.now()) },
        order: { decideNoticeAt: 'ASC' },
        take: AT_ONCE,
      }),
    );
    await eachByItself(
      this.transactions,
      idsOf(due),
      {
        work: (tx, id) => this.takeTurn(tx, id),
        postpone: (tx, id) => this.postpone(tx, id),
        what: 'acting on the deadline of external order',
      },
      signal,
    );
  }

  /** What it is by now counts: another replica may have been here, a manager or the client. */
  private async takeTurn(tx: Transaction, id: number): Promise<void> {
    await this.configuration.of(tx);
    const order = await this.store.lock(tx, id);
    const now = this.clock.now();
    // A limit that was changed a moment ago holds already.
    if (order) await this.store.renewDeadline(tx, order);
    if (!order?.decideBy || !order.decideNoticeAt || order.decideNoticeAt > now) return;
    const { decideBy, connectionId } = order;
    const isOverdue = decideBy <= now;
    await tx.updateByIds(ExternalOrder, [id], { decideNoticeAt: isOverdue ? null : decideBy });
    const refusal = isOverdue ? (this.limits.limitOf(connectionId)?.onOverdue ?? null) : null;
    await tx.publish(new DecisionDue(order, decideBy, isOverdue, refusal !== null));
    if (!refusal) return;
    await this.deciding.decideIn(tx, id, 'refused', { reason: refusal.reason }, DEADLINE_ACTOR);
    tx.afterCommit(() => this.metrics.deadlineActions.inc({ action: 'refused' }));
  }

  /** Without reading it, which may be what fails. */
  private postpone(tx: Transaction, id: number) {
    const now = this.clock.now();
    const late = { id, decideNoticeAt: LessThanOrEqual(now) };
    return tx.manager.update(ExternalOrder, late, { decideNoticeAt: postponedFrom(now) });
  }
}
