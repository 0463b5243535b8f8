import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { endpointName, ENDPOINTS } from '../../outbox/endpoints.service.js';
import { OutboxMessage, UNFINISHED } from '../../outbox/outbox-message.entity.js';
import { GETTZAP_CHANNEL } from '../../marketplaces/gettzap-notifications/gettzap-notification.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { countUpTo } from '../../platform/sql/bounded-count.js';
import { DeliveriesOfDay } from './dashboard.dto.js';
import type { Day } from './days.js';
import { limitTo, RegionIds, sumsByDay } from './figures.js';

/** Figures of what GettZap is told. */
@Injectable()
export class DeliveryFigures {
  constructor(private readonly configuration: Configuration) {}

  /** Given up, or failed and waiting for the next try. */
  async undelivered(manager: EntityManager, regionIds: RegionIds): Promise<number> {
    // By endpoint, since that is how the index goes.
    const names = [...this.configuration.current.get(ENDPOINTS)].filter(([name]) =>
      name.startsWith(endpointName(GETTZAP_CHANNEL, '')),
    );
    const ids = [0, ...names.map(([, { id }]) => id)];
    const deliveries = () => {
      const query = manager.createQueryBuilder(OutboxMessage, 'delivery');
      return limitTo(query.where('delivery.endpointId IN (:...ids)', { ids }), 'delivery.regionId', regionIds);
    };
    const dead = deliveries().andWhere(`delivery.state = 'dead'`);
    const retrying = deliveries().andWhere(`delivery.state = 'pending' AND delivery.attempts > 0`);
    const [given, failed] = await Promise.all([countUpTo(dead), countUpTo(retrying)]);
    return given + failed;
  }

  async byDay(manager: EntityManager, regionIds: RegionIds, days: Day[]): Promise<DeliveriesOfDay[]> {
    return (await sumsByDay(manager, 'deliveries', regionIds, days)).map(({ day, sums }) => ({
      day,
      delivered: sums.count('delivered'),
      dead: sums.count('dead'),
      waiting: sums.count(...UNFINISHED),
    }));
  }
}
