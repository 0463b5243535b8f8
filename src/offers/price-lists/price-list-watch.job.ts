import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Job } from '../../platform/jobs/job.js';
import { Metrics, type Reading } from '../../platform/observation/metrics.js';
import { isStale, PRICE_LISTS, PriceList } from './price-list.entity.js';
import { PriceListBecameStale } from './price-lists.events.js';

const EVERY_MS = 60_000;

/** Shows how old price lists are, and has people told when one has become too old to go by, once for each time that it does. */
@Injectable()
export class PriceListWatch implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const labels = ['price_list'];
    const ageHelp = 'Since the file came that is in force, by price list.';
    const age = this.metrics.gauge('partsdesk_price_list_age_seconds', ageHelp, labels);
    const staleHelp = '1 = what is in force is too old to go by.';
    const stale = this.metrics.gauge('partsdesk_price_list_stale', staleHelp, labels);
    this.metrics.lookUp([age, stale], async () => {
      const now = this.clock.now();
      const lists = [...(this.configuration.latest?.get(PRICE_LISTS).values() ?? [])];
      return lists.flatMap((list): Reading[] => {
        if (!list.listedAt) return [];
        const labels = { price_list: String(list.id) };
        return [
          { gauge: age, labels, value: (now.getTime() - list.listedAt.getTime()) / 1_000 },
          { gauge: stale, labels, value: isStale(list, now) ? 1 : 0 },
        ];
      });
    });
  }

  @Job({ name: 'price-list-watch', everyMs: EVERY_MS })
  async run(): Promise<void> {
    const lists = [...(await this.configuration.refresh()).get(PRICE_LISTS).values()];
    for (const list of lists) if (this.isOtherThanTold(list)) await this.tell(list);
  }

  private tell({ id }: PriceList): Promise<void> {
    return this.configuration.change(async (tx) => {
      const list = await tx.manager.findOneBy(PriceList, { id });
      // Another replica was here first, or a file came.
      if (!list || !this.isOtherThanTold(list)) return;
      const isOld = list.staleToldAt === null;
      await tx.updateByIds(PriceList, [id], { staleToldAt: isOld ? this.clock.now() : null });
      if (isOld) await tx.publish(new PriceListBecameStale(list));
    });
  }

  private isOtherThanTold(list: PriceList): boolean {
    return isStale(list, this.clock.now()) !== (list.staleToldAt !== null);
  }
}
