import { Module } from '@nestjs/common';
import { ExternalOrdersModule } from '../orders/external-orders/external-orders.module.js';
import { OrderStatusesModule } from '../orders/order-statuses/order-statuses.module.js';
import { OrdersModule } from '../orders/orders/orders.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { MarketplacesModule } from '../marketplaces/connections/marketplaces.module.js';
import { GettzapModule } from '../marketplaces/gettzap/gettzap.module.js';
import { GettzapNotificationsModule } from '../marketplaces/gettzap-notifications/gettzap-notifications.module.js';
import { ExchangesModule } from '../shop-systems/exchanges/exchanges.module.js';
import { WebhooksModule } from '../shop-systems/webhooks/webhooks.module.js';
import { OffersModule } from '../offers/offers.module.js';
import { PeopleModule } from '../people/people.module.js';
import { DashboardController } from './dashboard/dashboard.controller.js';
import { DashboardService } from './dashboard/dashboard.service.js';
import { DeliveryFigures } from './dashboard/delivery-figures.service.js';
import { InboxFigures } from './dashboard/inbox-figures.service.js';
import { QuarterCounts } from './dashboard/quarter-counts.service.js';
import { SetupSteps } from './dashboard/setup-steps.service.js';
import { DeliveryListController } from './delivery-list/delivery-list.controller.js';
import { DeliveryList } from './delivery-list/delivery-list.service.js';
import { Downloads } from './export/downloads.service.js';
import { ExportController } from './export/export.controller.js';
import { ExportService } from './export/export.service.js';
import { MetricsPage } from './operations/metrics-page.service.js';
import { OperationsController } from './operations/operations.controller.js';
import { ReadinessService } from './operations/readiness.service.js';
import { StoredSecrets } from './secrets/stored-secrets.service.js';
import { StartupService } from './operations/startup.service.js';
import { BuyerSearch } from './personal-data/buyer-search.service.js';
import { PersonalDataController } from './personal-data/personal-data.controller.js';
import { PersonalData } from './personal-data/personal-data.service.js';
import { RetentionJob } from './retention/retention.job.js';
import { Receivers } from './system/receivers.service.js';
import { SystemController } from './system/system.controller.js';
import { TrialService } from './trial/trial.service.js';

/** What looks after all the others; each room is a page or a job of its own. */
@Module({
  imports: [
    ExchangesModule,
    ExternalOrdersModule,
    GettzapModule,
    GettzapNotificationsModule,
    MarketplacesModule,
    OrderStatusesModule,
    OrdersModule,
    OutboxModule,
    PeopleModule,
    OffersModule,
    WebhooksModule,
  ],
  controllers: [
    OperationsController,
    PersonalDataController,
    ExportController,
    DeliveryListController,
    DashboardController,
    SystemController,
  ],
  providers: [
    TrialService,
    ReadinessService,
    MetricsPage,
    StartupService,
    StoredSecrets,
    RetentionJob,
    PersonalData,
    BuyerSearch,
    ExportService,
    Downloads,
    DeliveryList,
    DashboardService,
    InboxFigures,
    DeliveryFigures,
    QuarterCounts,
    SetupSteps,
    Receivers,
  ],
})
export class CareModule {}
