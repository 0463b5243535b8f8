import { Injectable, OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { type LookedUpGauge, Metrics, type Reading } from '../../platform/observation/metrics.js';
import { countUpTo } from '../../platform/sql/bounded-count.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { ExternalOrder } from '../external-orders/external-order.entity.js';
import { OrderItem } from '../orders/order.entity.js';

/** Shows what is late. */
@Injectable()
export class DeadlineGauges implements OnModuleInit {
  private readonly decisions: LookedUpGauge;
  private readonly items: LookedUpGauge;

  constructor(
    private readonly metrics: Metrics,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    this.decisions = metrics.gauge(
      'partsdesk_decisions_overdue',
      'External orders whose first decision should have been made by now; counted up to 10000.',
    );
    this.items = metrics.gauge(
      'partsdesk_items_overdue',
      'Order items that should have left their status by now; counted up to 10000.',
    );
  }

  onModuleInit(): void {
    this.metrics.lookUp([this.decisions, this.items], () => this.transactions.read((manager) => this.look(manager)));
  }

  private async look(manager: EntityManager): Promise<Reading[]> {
    const now = this.clock.now();
    const decisions = manager.createQueryBuilder(ExternalOrder, 'externalOrder');
    const items = manager.createQueryBuilder(OrderItem, 'item');
    return [
      { gauge: this.decisions, value: await countUpTo(decisions.where('externalOrder.decideBy <= :now', { now })) },
      { gauge: this.items, value: await countUpTo(items.where('item.leaveBy <= :now', { now })) },
    ];
  }
}
