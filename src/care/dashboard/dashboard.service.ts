import { Injectable } from '@nestjs/common';
import { Actor, seesAllRegions } from '../../access/actor.js';
import { RegionsService } from '../../access/regions/regions.service.js';
import { Clock } from '../../platform/clock.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { TrialService } from '../trial/trial.service.js';
import { DashboardQuery, DashboardView } from './dashboard.dto.js';
import { lastDays } from './days.js';
import { DeliveryFigures } from './delivery-figures.service.js';
import { InboxFigures, WAITING_LONG_MINUTES } from './inbox-figures.service.js';
import { SetupSteps } from './setup-steps.service.js';

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
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundError for a region that the caller does not see */
  get({ regionId, days: count }: DashboardQuery, actor: Actor): Promise<DashboardView> {
    const now = this.clock.now();
    return this.transactions.read(async (manager) => {
      const timeZone = this.regions.timeZoneFor(regionId, actor);
      const days = lastDays(now, count, timeZone);
      const regionIds = regionId !== undefined ? [regionId] : seesAllRegions(actor) ? undefined : actor.regionIds;
      return {
        counters: {
          ...(await this.inbox.counters(manager, regionIds, now)),
          undelivered: await this.deliveries.undelivered(manager, regionIds),
        },
        waitingLongMinutes: WAITING_LONG_MINUTES,
        timeZone,
        ordersByDay: await this.inbox.byDay(manager, regionIds, days),
        deliveriesByDay: await this.deliveries.byDay(manager, regionIds, days),
        decisionMedianSeconds: await this.inbox.decisionMedianSeconds(manager, regionIds, days),
        setup: await this.setup.of(manager, actor),
        sandboxUrl: this.trial.sandboxUrl,
      };
    });
  }
}
