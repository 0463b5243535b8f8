import { Injectable } from '@nestjs/common';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { limitToCancelledLately } from '../../orders/external-orders/cancelled-lately.js';
import { ExternalOrder } from '../../orders/external-orders/external-order.entity.js';
import type { ExternalOrderState } from '../../orders/external-orders/external-order-state.js';
import { countUpTo } from '../../platform/sql/bounded-count.js';
import { DashboardCounters } from './dashboard.dto.js';
import type { Day } from './days.js';
import { DaySums, limitTo, RegionIds, sumsByDay } from './figures.js';
import type { DecisionWait } from './trade-figures.js';
import { earlier } from '../../platform/clock.js';

export const WAITING_LONG_MINUTES = 30;
/** The median of so many is as good as that of all. */
const MEDIAN_OF = 2_000;

/** Figures of external orders. */
@Injectable()
export class InboxFigures {
  async counters(
    manager: EntityManager,
    regionIds: RegionIds,
    now: Date,
  ): Promise<Omit<DashboardCounters, 'undelivered' | 'overdue'>> {
    const late = earlier(now, WAITING_LONG_MINUTES * 60_000);
    const inStates = (states: ExternalOrderState[], before?: Date) => {
      const query = this.orders(manager, regionIds).andWhere('externalOrder.state IN (:...states)', { states });
      if (before) query.andWhere('externalOrder.createdAt < :before', { before });
      return countUpTo(query);
    };
    const [untouched, waitingLong, needsAttention, cancelledByClient] = await Promise.all([
      inStates(['new']),
      inStates(['new', 'partially_decided'], late),
      inStates(['needs_attention']),
      this.cancelledByClient(manager, regionIds, now),
    ]);
    return { new: untouched, waitingLong, needsAttention, cancelledByClient };
  }

  overdue(manager: EntityManager, regionIds: RegionIds, now: Date): Promise<number> {
    return countUpTo(this.orders(manager, regionIds).andWhere('externalOrder.decideBy <= :now', { now }));
  }

  /** By day, oldest first. */
  sums(manager: EntityManager, regionIds: RegionIds, days: Day[]): Promise<DaySums[]> {
    return sumsByDay(manager, 'external_orders', regionIds, days);
  }

  /**
   * How long the latest ones that came in on these days waited for their first decision, from when their deadline began. One that was
   * reopened in part keeps its decision from before: of that nothing is known but when the order came in.
   */
  async waits(manager: EntityManager, regionIds: RegionIds, days: Day[]): Promise<DecisionWait[]> {
    const decided = await this.orders(manager, regionIds)
      .andWhere('externalOrder.createdAt >= :from', { from: days[0]!.from })
      .select('externalOrder.createdAt', 'createdAt')
      .addSelect('externalOrder.waitsSince', 'waitsSince')
      .addSelect('externalOrder.decidedAt', 'decidedAt')
      .addSelect('externalOrder.decidedById', 'userId')
      .addSelect('externalOrder.decidedInTime', 'isInTime')
      .andWhere(`externalOrder.decidedAt IS NOT NULL AND externalOrder.state <> 'deleted'`)
      .orderBy('externalOrder.createdAt', 'DESC')
      .limit(MEDIAN_OF)
      .getRawMany<{
        createdAt: Date | string;
        waitsSince: Date | string | null;
        decidedAt: Date | string;
        userId: number | null;
        isInTime: number | null;
      }>(); // entities of so many take longer than all the rest
    return decided.map(({ createdAt, waitsSince, decidedAt, userId, isInTime }) => {
      const end = timeOf(decidedAt);
      const isOfThisWait = waitsSince !== null && timeOf(waitsSince) <= end;
      return {
        userId,
        isInTime: isInTime === null ? null : Boolean(isInTime),
        seconds: (end - timeOf(isOfThisWait ? waitsSince : createdAt)) / 1_000,
      };
    });
  }

  /** As the list shows them. */
  private cancelledByClient(manager: EntityManager, regionIds: RegionIds, now: Date): Promise<number> {
    const orders = this.orders(manager, regionIds);
    limitToCancelledLately(orders, now);
    return countUpTo(orders);
  }

  private orders(manager: EntityManager, regionIds: RegionIds): SelectQueryBuilder<ExternalOrder> {
    return limitTo(manager.createQueryBuilder(ExternalOrder, 'externalOrder'), 'externalOrder.regionId', regionIds);
  }
}

/** The embedded database hands an instant out as `2026-11-24 09:15:00.000`. */
function timeOf(instant: Date | string): number {
  return typeof instant === 'string' ? Date.parse(`${instant.replace(' ', 'T')}Z`) : instant.getTime();
}
