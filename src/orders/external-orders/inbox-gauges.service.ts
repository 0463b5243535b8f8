import { Injectable, OnModuleInit } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { countUpTo } from '../../platform/sql/bounded-count.js';
import { Clock } from '../../platform/clock.js';
import { Metrics, Reading } from '../../platform/observation/metrics.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { ExternalOrder } from './external-order.entity.js';
import type { ExternalOrderState } from './external-order-state.js';

/** A shop that looks at its inbox has decided by then. */
const LATE_MS = 30 * 60_000;

interface Undecided {
  count: number;
  late: number;
  /** Undefined = there is none. */
  oldest: Date | undefined;
}

/** Shows what waits in the inbox for a person. */
@Injectable()
export class InboxGauges implements OnModuleInit {
  private readonly gauges: ReturnType<typeof makeGauges>;

  constructor(
    private readonly metrics: Metrics,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    this.gauges = makeGauges(metrics);
  }

  onModuleInit(): void {
    this.metrics.lookUp(Object.values(this.gauges), () => this.transactions.read((manager) => this.look(manager)));
  }

  /** External orders that nobody has begun to decide; counted up to 10000. */
  async untouched(): Promise<{ count: number; oldest: Date | undefined }> {
    const now = this.clock.now().getTime();
    return this.transactions.read((manager) => this.ofState(manager, 'new', now));
  }

  private async look(manager: EntityManager): Promise<Reading[]> {
    const now = this.clock.now().getTime();
    const untouched = await this.ofState(manager, 'new', now);
    const begun = await this.ofState(manager, 'partially_decided', now);
    const puzzling = await this.ofState(manager, 'needs_attention', now);
    const ages = [untouched, begun].map(({ oldest }) => (oldest ? (now - oldest.getTime()) / 1_000 : 0));
    return [
      { gauge: this.gauges.undecided, value: untouched.count + begun.count },
      { gauge: this.gauges.late, value: untouched.late + begun.late },
      { gauge: this.gauges.oldest, value: Math.max(...ages, 0) },
      { gauge: this.gauges.needsAttention, value: puzzling.count },
    ];
  }

  private async ofState(manager: EntityManager, state: ExternalOrderState, now: number): Promise<Undecided> {
    const oldest = await manager.findOne(ExternalOrder, {
      select: { id: true, createdAt: true },
      where: { state },
      order: { createdAt: 'ASC' },
    });
    if (!oldest) return { count: 0, late: 0, oldest: undefined };
    const ofState = () => manager.createQueryBuilder(ExternalOrder, 'externalOrder').where({ state });
    const late = ofState().andWhere('externalOrder.createdAt <= :late', { late: new Date(now - LATE_MS) });
    return { count: await countUpTo(ofState()), late: await countUpTo(late), oldest: oldest.createdAt };
  }
}

function makeGauges(metrics: Metrics) {
  return {
    undecided: metrics.gauge(
      'partsdesk_external_orders_undecided',
      'External orders with positions that nobody has decided; counted up to 10000 a state.',
    ),
    late: metrics.gauge(
      'partsdesk_external_orders_undecided_over_30m',
      'Undecided external orders that came in more than 30 minutes ago.',
    ),
    oldest: metrics.gauge(
      'partsdesk_external_orders_oldest_undecided_seconds',
      'Age of the oldest undecided external order; 0 = there is none.',
    ),
    needsAttention: metrics.gauge(
      'partsdesk_external_orders_needs_attention',
      'External orders whose content could not be understood; counted up to 10000.',
    ),
  };
}
