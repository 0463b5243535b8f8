import { Injectable } from '@nestjs/common';
import { EntityManager, In, LessThanOrEqual, SelectQueryBuilder } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { Delivery, DeliveryState, UNFINISHED } from './delivery.entity.js';
import { DeliveryFilter, filteredDeliveries, SHOWN_STATES, shownState, ShownState } from './delivery-filter.js';
import { DeliveryTarget } from './delivery-target.entity.js';

export type StateCounts = Record<ShownState, number>;

export interface HourCounts {
  /** The beginning of the hour. */
  at: Date;
  states: StateCounts;
}

/** What is under way to receivers of every kind. */
export interface QueueCounts {
  /** Could be sent now: their receivers are well. */
  due: number;
  /** Since when the oldest of them is due; null = none is. */
  oldestDueAt: Date | null;
  /** All that are not finished, whatever they wait for. */
  waiting: number;
  dead: number;
}

const HOUR_MS = 3_600_000;

/** How many deliveries there are of what. */
@Injectable()
export class DeliveryCounts {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Deliveries by the hour (UTC) in which they came to be: one entry for each, the one that has begun is the last. */
  byHour(filter: Omit<DeliveryFilter, 'from' | 'to'>, hours: number): Promise<HourCounts[]> {
    const to = (Math.floor(this.clock.now().getTime() / HOUR_MS) + 1) * HOUR_MS;
    const buckets = Array.from({ length: hours }, (_, index) => ({
      at: new Date(to - (hours - index) * HOUR_MS),
      states: noneOf(),
    }));
    const byText = new Map(buckets.map((bucket) => [hourText(bucket.at), bucket]));
    return this.transactions.read(async (manager) => {
      const { query } = await filteredDeliveries(manager, { ...filter, from: buckets[0]!.at, to: new Date(to) });
      const rows = await query
        .select('SUBSTR(delivery.createdAt, 1, 13)', 'hour') // both engines write an instant as 2026-11-24 09:…
        .addSelect('delivery.state', 'state')
        .addSelect('CASE WHEN delivery.triesMade > 0 THEN 1 ELSE 0 END', 'triesMade')
        .addSelect('COUNT(*)', 'count')
        .groupBy('hour')
        .addGroupBy('delivery.state')
        .addGroupBy('triesMade')
        .getRawMany<{ hour: string; state: DeliveryState; triesMade: number | string; count: number | string }>();
      for (const { hour, state, triesMade, count } of rows) {
        const { states } = byText.get(hour)!;
        states[shownState({ state, triesMade: Number(triesMade) })] += Number(count);
      }
      return buckets;
    });
  }

  /** Unfinished and dead ones of a channel, whenever they came to be. */
  open(filter: Omit<DeliveryFilter, 'from' | 'to' | 'states'>): Promise<{ waiting: number; dead: number }> {
    return this.transactions.read(async (manager) => {
      // By target, since that is how the index goes.
      const targets = await manager.find(DeliveryTarget, { select: { id: true }, where: { channel: filter.channel } });
      const ids = [0, ...targets.map(({ id }) => id)];
      const count = async (states: DeliveryState[]) =>
        (await filteredDeliveries(manager, filter)).query
          .andWhere('delivery.targetId IN (:...ids)', { ids })
          .andWhere('delivery.state IN (:...states)', { states })
          .getCount();
      return { waiting: await count(UNFINISHED), dead: await count(['dead']) };
    });
  }

  queue(): Promise<QueueCounts> {
    return this.transactions.read(async (manager) => {
      const targets = await manager.find(DeliveryTarget);
      const all = targets.map(({ id }) => id);
      const ready = targets.filter(({ isReady }) => isReady).map(({ id }) => id);
      const dueNow = { targetId: In(ready), state: 'pending' as const, dueAt: LessThanOrEqual(this.clock.now()) };
      const oldest = await manager.findOne(Delivery, {
        select: { id: true, dueAt: true },
        where: dueNow,
        order: { dueAt: 'ASC' },
      });
      return {
        due: await manager.countBy(Delivery, dueNow),
        oldestDueAt: oldest?.dueAt ?? null,
        waiting: await manager.countBy(Delivery, { targetId: In(all), state: In(UNFINISHED) }),
        dead: await manager.countBy(Delivery, { targetId: In(all), state: 'dead' }),
      };
    });
  }

  /** Unfinished deliveries by target; one that has none is not named. */
  async unfinished(manager: EntityManager, targetIds: number[]): Promise<Map<number, number>> {
    const rows = await manager
      .createQueryBuilder(Delivery, 'delivery')
      .select('delivery.targetId', 'targetId')
      .addSelect('COUNT(*)', 'count')
      .where({ targetId: In(targetIds), state: In(UNFINISHED) })
      .groupBy('delivery.targetId')
      .getRawMany<{ targetId: number; count: number | string }>();
    return new Map(rows.map(({ targetId, count }) => [targetId, Number(count)]));
  }

  /** When something arrived at the target last; null = nothing did. */
  async lastDeliveredAt(manager: EntityManager, targetId: number): Promise<Date | null> {
    const query: SelectQueryBuilder<Delivery> = manager
      .createQueryBuilder(Delivery, 'delivery')
      .select(['delivery.id', 'delivery.deliveredAt'])
      .where({ targetId, state: 'delivered' });
    // A delivered one keeps the end of its last lease as its due time, so the index finds those that were sent last.
    const latest = await query.orderBy('delivery.dueAt', 'DESC').limit(LATEST).getMany();
    const times = latest.map(({ deliveredAt }) => deliveredAt?.getTime() ?? 0);
    return times.length === 0 ? null : new Date(Math.max(...times));
  }
}

/** More than are ever under way to one target at a time. */
const LATEST = 200;

export function noneOf(): StateCounts {
  return Object.fromEntries(SHOWN_STATES.map((state) => [state, 0])) as StateCounts;
}

function hourText(at: Date): string {
  return at.toISOString().slice(0, 13).replace('T', ' ');
}
