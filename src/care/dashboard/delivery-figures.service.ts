import { Injectable } from '@nestjs/common';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { OutboxMessage, MessageState, UNFINISHED } from '../../outbox/outbox-message.entity.js';
import { GETTZAP_CHANNEL } from '../../marketplaces/gettzap-notifications/gettzap-notification.js';
import { countUpTo } from '../../platform/sql/bounded-count.js';
import { DeliveriesOfDay } from './dashboard.dto.js';
import type { Day } from './days.js';
import { byDay, limitTo, RegionIds } from './figures.js';

/** Figures of what GettZap is told. */
@Injectable()
export class DeliveryFigures {
  /** Given up, or failed and waiting for the next try. */
  async undelivered(manager: EntityManager, regionIds: RegionIds): Promise<number> {
    const dead = this.deliveries(manager, regionIds).andWhere(`delivery.state = 'dead'`);
    const retrying = this.deliveries(manager, regionIds).andWhere(
      `delivery.state = 'pending' AND delivery.attempts > 0`,
    );
    const [given, failed] = await Promise.all([countUpTo(dead), countUpTo(retrying)]);
    return given + failed;
  }

  byDay(manager: EntityManager, regionIds: RegionIds, days: Day[]): Promise<DeliveriesOfDay[]> {
    return byDay<MessageState, DeliveriesOfDay>(manager, 'deliveries', regionIds, days, (day, sum) => ({
      day,
      delivered: sum('delivered'),
      dead: sum('dead'),
      waiting: sum(...UNFINISHED),
    }));
  }

  private deliveries(manager: EntityManager, regionIds: RegionIds): SelectQueryBuilder<OutboxMessage> {
    const query = manager.createQueryBuilder(OutboxMessage, 'delivery');
    query.where('delivery.channel = :channel', { channel: GETTZAP_CHANNEL });
    return limitTo(query, 'delivery.regionId', regionIds);
  }
}
