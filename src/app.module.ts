import { DynamicModule, Module, OnApplicationShutdown } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AccessModule } from './access/access.module.js';
import { AppConfig } from './config/app-config.js';
import { ConfigModule } from './config/config.module.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { DeliveryListModule } from './delivery-list/delivery-list.module.js';
import { EmailModule } from './email/email.module.js';
import { ENTITIES } from './entities.js';
import { ExportModule } from './export/export.module.js';
import { ExpressionsModule } from './expressions/expressions.module.js';
import { ExternalOrdersModule } from './external-orders/external-orders.module.js';
import { GettzapModule } from './gettzap/gettzap.module.js';
import { GettzapNotificationsModule } from './gettzap-notifications/gettzap-notifications.module.js';
import { LiveEventsModule } from './live-events/live-events.module.js';
import { ManagerNotificationsModule } from './manager-notifications/manager-notifications.module.js';
import { MarketplacesModule } from './marketplaces/marketplaces.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { OrderStatusesModule } from './order-statuses/order-statuses.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PersonalDataModule } from './personal-data/personal-data.module.js';
import { RegionsModule } from './regions/regions.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { Clock } from './shared/clock.js';
import { SharedModule } from './shared/shared.module.js';
import { Transactions } from './shared/transactions.service.js';
import { SystemModule } from './system/system.module.js';
import { TrialModule } from './trial/trial.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

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
        SharedModule,
        ScheduleModule.forRoot(),
        AccessModule,
        RegionsModule,
        OrderStatusesModule,
        ExpressionsModule,
        MarketplacesModule,
        OrdersModule,
        ExternalOrdersModule,
        DeliveriesModule,
        GettzapModule,
        GettzapNotificationsModule,
        WebhooksModule,
        DeliveryListModule,
        ExportModule,
        RetentionModule,
        PersonalDataModule,
        EmailModule,
        ManagerNotificationsModule,
        LiveEventsModule,
        OperationsModule,
        TrialModule,
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
