import { DynamicModule, Module, OnApplicationShutdown } from '@nestjs/common';
import { Clock } from './platform/clock.js';
import { AppConfig } from './platform/config/app-config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { ExpressionsModule } from './platform/expressions/expressions.module.js';
import { JobsModule } from './platform/jobs/jobs.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { Transactions } from './platform/transactions/transactions.service.js';
import { AccessModule } from './access/access.module.js';
import { RegionsModule } from './access/regions/regions.module.js';
import { ExternalOrdersModule } from './orders/external-orders/external-orders.module.js';
import { OrderStatusesModule } from './orders/order-statuses/order-statuses.module.js';
import { OrdersModule } from './orders/orders/orders.module.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { MarketplacesModule } from './marketplaces/connections/marketplaces.module.js';
import { GettzapNotificationsModule } from './marketplaces/gettzap-notifications/gettzap-notifications.module.js';
import { GettzapModule } from './marketplaces/gettzap/gettzap.module.js';
import { WebhooksModule } from './shop-systems/webhooks/webhooks.module.js';
import { EmailModule } from './people/email/email.module.js';
import { LiveEventsModule } from './people/live-events/live-events.module.js';
import { ManagerNotificationsModule } from './people/manager-notifications/manager-notifications.module.js';
import { DashboardModule } from './care/dashboard/dashboard.module.js';
import { DeliveryListModule } from './care/delivery-list/delivery-list.module.js';
import { ExportModule } from './care/export/export.module.js';
import { OperationsModule } from './care/operations/operations.module.js';
import { PersonalDataModule } from './care/personal-data/personal-data.module.js';
import { RetentionModule } from './care/retention/retention.module.js';
import { SystemModule } from './care/system/system.module.js';
import { TrialModule } from './care/trial/trial.module.js';
import { ENTITIES } from './entities.js';

/** All modules, from what knows nothing of the others up to what knows most. */
@Module({})
export class AppModule implements OnApplicationShutdown {
  constructor(private readonly transactions: Transactions) {}

  static for(config: AppConfig, clock: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.for(config),
        DatabaseModule.for(ENTITIES, clock),
        PlatformModule,
        JobsModule,
        ExpressionsModule,
        AccessModule,
        RegionsModule,
        OrderStatusesModule,
        OrdersModule,
        ExternalOrdersModule,
        OutboxModule,
        MarketplacesModule,
        GettzapModule,
        GettzapNotificationsModule,
        WebhooksModule,
        EmailModule,
        ManagerNotificationsModule,
        LiveEventsModule,
        TrialModule,
        OperationsModule,
        RetentionModule,
        PersonalDataModule,
        ExportModule,
        DeliveryListModule,
        DashboardModule,
        SystemModule,
      ],
    };
  }

  /** The root module is told first that the service stops: no connection is closed yet. */
  onApplicationShutdown(): Promise<void> {
    return this.transactions.close();
  }
}
