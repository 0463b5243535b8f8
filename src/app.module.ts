import { DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AccessModule } from './access/access.module.js';
import { AppConfig } from './config/app-config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { ENTITIES } from './entities.js';
import { ExternalOrdersModule } from './external-orders/external-orders.module.js';
import { GettzapModule } from './gettzap/gettzap.module.js';
import { GettzapNotificationsModule } from './gettzap-notifications/gettzap-notifications.module.js';
import { MarketplacesModule } from './marketplaces/marketplaces.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { OrderStatusesModule } from './order-statuses/order-statuses.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { RegionsModule } from './regions/regions.module.js';
import { Clock } from './shared/clock.js';
import { SharedModule } from './shared/shared.module.js';
import { TrialModule } from './trial/trial.module.js';

/** All modules, from what knows nothing of the others up to what knows most. */
@Module({})
export class AppModule {
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
        MarketplacesModule,
        OrdersModule,
        ExternalOrdersModule,
        DeliveriesModule,
        GettzapModule,
        GettzapNotificationsModule,
        OperationsModule,
        TrialModule,
      ],
    };
  }
}
