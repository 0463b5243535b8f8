import { Injectable } from '@nestjs/common';
import { Actor, seesAllRegions } from '../../access/actor.js';
import { RegionsService } from '../../access/regions/regions.service.js';
import { PEOPLE } from '../../access/user.entity.js';
import { type BrandDirectory, BRANDS } from '../../offers/brands/brand-directory.js';
import { partKey } from '../../offers/keys/part-key.js';
import { DecisionLimits } from '../../orders/external-orders/decision-limits.service.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { TrialService } from '../trial/trial.service.js';
import { DashboardQuery, DashboardView } from './dashboard.dto.js';
import { lastDays } from './days.js';
import { DeliveryFigures } from './delivery-figures.service.js';
import { InboxFigures, WAITING_LONG_MINUTES } from './inbox-figures.service.js';
import { SetupSteps } from './setup-steps.service.js';
import {
  decisionsOf,
  inTimePercent,
  medianOf,
  moneyOf,
  ordersOfDay,
  refusalsByRulesOf,
  refusalsOf,
  refusedBrandsOf,
  totalOf,
} from './trade-figures.js';

/** Puts the figures of the first page side by side. */
@Injectable()
export class DashboardService {
  constructor(
    private readonly transactions: Transactions,
    private readonly regions: RegionsService,
    private readonly inbox: InboxFigures,
    private readonly deliveries: DeliveryFigures,
    private readonly setup: SetupSteps,
    private readonly trial: TrialService,
    private readonly configuration: Configuration,
    private readonly limits: DecisionLimits,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundError for a region that the caller does not see */
  get({ regionId, days: count }: DashboardQuery, actor: Actor): Promise<DashboardView> {
    const now = this.clock.now();
    return this.transactions.read(async (manager) => {
      const timeZone = this.regions.timeZoneFor(regionId, actor);
      const days = lastDays(now, count, timeZone);
      const regionIds = regionId !== undefined ? [regionId] : seesAllRegions(actor) ? undefined : actor.regionIds;
      // Asked for in one turn, so that they go to a server in one packet.
      const [counters, overdue, undelivered, orders, deliveriesByDay, waits, setup] = await Promise.all([
        this.inbox.counters(manager, regionIds, now),
        this.hasLimit() ? this.inbox.overdue(manager, regionIds, now) : null,
        this.deliveries.undelivered(manager, regionIds),
        this.inbox.sums(manager, regionIds, days),
        this.deliveries.byDay(manager, regionIds, days),
        this.inbox.waits(manager, regionIds, days),
        this.setup.of(manager, actor),
      ]);
      const total = totalOf(orders);
      const brands = this.configuration.current.get(BRANDS);
      return {
        counters: { ...counters, overdue, undelivered },
        waitingLongMinutes: WAITING_LONG_MINUTES,
        timeZone,
        from: days[0]!.from.toISOString(),
        to: days.at(-1)!.to.toISOString(),
        ordersByDay: orders.map(ordersOfDay),
        deliveriesByDay,
        decisionMedianSeconds: medianOf(waits),
        decidedInTimePercent: inTimePercent(waits),
        money: moneyOf(total),
        refusals: refusalsOf(total),
        refusedBrands: refusedBrandsOf(total, namesIn(brands)),
        refusalsByRules: refusalsByRulesOf(total),
        decisions: decisionsOf(total, waits, this.configuration.current.get(PEOPLE).users),
        setup,
        sandboxUrl: this.trial.sandboxUrl,
      };
    });
  }

  private hasLimit(): boolean {
    return [...this.limits.all().values()].some(({ minutes }) => minutes !== null);
  }
}

/** What makers are called by the directory; one that it does not know by the first spelling that is asked for. */
function namesIn({ byKey }: BrandDirectory): (brand: string) => string {
  const unknown = new Map<string, string>();
  return (brand) => {
    const key = partKey(brand);
    if (!unknown.has(key)) unknown.set(key, brand);
    return byKey.get(key)?.name ?? unknown.get(key)!;
  };
}
