import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Job } from '../../platform/jobs/job.js';
import { isStale, PRICE_LISTS, PriceList } from './price-list.entity.js';
import { PriceListBecameStale } from './price-lists.events.js';

const EVERY_MS = 60_000;

/** Has people told when a list has become too old to go by, once for each time that it does. */
@Injectable()
export class PriceListWatch {
  constructor(
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

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
