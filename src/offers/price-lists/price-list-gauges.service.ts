import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { type LookedUpGauge, Metrics, type Reading } from '../../platform/observation/metrics.js';
import { isStale, PRICE_LISTS } from './price-list.entity.js';

/** Shows how old price lists are. */
@Injectable()
export class PriceListGauges implements OnModuleInit {
  private readonly age: LookedUpGauge;
  private readonly stale: LookedUpGauge;

  constructor(
    private readonly metrics: Metrics,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {
    this.age = metrics.gauge(
      'partsdesk_price_list_age_seconds',
      'Since the file came that is in force, by price list.',
      ['price_list'],
    );
    this.stale = metrics.gauge('partsdesk_price_list_stale', '1 = what is in force is too old to go by.', [
      'price_list',
    ]);
  }

  onModuleInit(): void {
    this.metrics.lookUp([this.age, this.stale], async () => this.look());
  }

  private look(): Reading[] {
    const now = this.clock.now();
    const lists = [...(this.configuration.latest?.get(PRICE_LISTS).values() ?? [])];
    return lists.flatMap((list) => {
      if (!list.listedAt) return [];
      const labels = { price_list: String(list.id) };
      const ageMs = now.getTime() - list.listedAt.getTime();
      return [
        { gauge: this.age, labels, value: ageMs / 1_000 },
        { gauge: this.stale, labels, value: isStale(list, now) ? 1 : 0 },
      ];
    });
  }
}
