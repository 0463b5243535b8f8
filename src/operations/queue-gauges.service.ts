import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DeliveryDesk } from '../deliveries/delivery-desk.service.js';
import { Clock } from '../shared/clock.js';
import { Metrics } from '../shared/metrics.js';

/** Looks at the delivery queue when Prometheus asks. */
@Injectable()
export class QueueGauges {
  private readonly unfinished: Gauge;
  private readonly oldest: Gauge;

  constructor(
    private readonly metrics: Metrics,
    private readonly desk: DeliveryDesk,
    private readonly clock: Clock,
  ) {
    const registers = [metrics.registry];
    this.unfinished = new Gauge({
      name: 'partsdesk_deliveries_unfinished',
      help: 'Deliveries that are not finished, by state.',
      labelNames: ['state'],
      registers,
    });
    this.oldest = new Gauge({
      name: 'partsdesk_deliveries_oldest_seconds',
      help: 'Age of the oldest delivery that is not finished; 0 = there is none.',
      registers,
    });
  }

  /** The Prometheus text; without the database the queue's figures are left out. */
  async render(): Promise<string> {
    this.unfinished.reset();
    try {
      const { counts, oldestCreatedAt } = await this.desk.backlog();
      for (const [state, count] of counts) this.unfinished.set({ state }, count);
      this.oldest.set(oldestCreatedAt ? (this.clock.now().getTime() - oldestCreatedAt.getTime()) / 1_000 : 0);
    } catch {
      this.oldest.reset();
    }
    return this.metrics.registry.metrics();
  }
}
