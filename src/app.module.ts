import { DynamicModule, Module, OnApplicationShutdown } from '@nestjs/common';
import { Clock } from './platform/clock.js';
import { AppConfig } from './platform/config/app-config.js';
import { JobsModule } from './platform/jobs/job-runner.service.js';
import { PlatformModule } from './platform/platform.module.js';
import { Transactions } from './platform/transactions/transactions.service.js';
import { AccessModule } from './access/access.module.js';
import { DeadlinesModule } from './orders/deadlines/deadlines.module.js';
import { ExternalOrdersModule } from './orders/external-orders/external-orders.module.js';
import { OrderStatusesModule } from './orders/order-statuses/order-statuses.module.js';
import { UndoModule } from './orders/undo/undo.module.js';
import { OrdersModule } from './orders/orders/orders.module.js';
import { SavedFiltersModule } from './orders/saved-filters/saved-filters.module.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { MarketplacesModule } from './marketplaces/connections/marketplaces.module.js';
import { GettzapNotificationsModule } from './marketplaces/gettzap-notifications/gettzap-notifications.module.js';
import { GettzapModule } from './marketplaces/gettzap/gettzap.module.js';
import { WebhooksModule } from './shop-systems/webhooks/webhooks.module.js';
import { ExchangesModule } from './shop-systems/exchanges/exchanges.module.js';
import { AbcpModule } from './shop-systems/abcp/abcp.module.js';
import { PartsSoftPushModule } from './shop-systems/parts-soft-push/parts-soft-push.module.js';
import { OneCModule } from './shop-systems/one-c/one-c.module.js';
import { PartsSoftModule } from './shop-systems/parts-soft/parts-soft.module.js';
import { OffersModule } from './offers/offers.module.js';
import { PeopleModule } from './people/people.module.js';
import { CareModule } from './care/care.module.js';
import { ENTITIES } from './entities.js';

/** All modules, from what knows nothing of the others up to what knows most. */
@Module({})
export class AppModule implements OnApplicationShutdown {
  constructor(private readonly transactions: Transactions) {}

  static for(config: AppConfig, clock: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.for(config, ENTITIES, clock),
        JobsModule,
        AccessModule,
        OrderStatusesModule,
        UndoModule,
        OrdersModule,
        ExternalOrdersModule,
        DeadlinesModule,
        SavedFiltersModule,
        OutboxModule,
        MarketplacesModule,
        GettzapModule,
        GettzapNotificationsModule,
        WebhooksModule,
        ExchangesModule,
        OneCModule,
        AbcpModule,
        PartsSoftModule,
        PartsSoftPushModule,
        OffersModule,
        PeopleModule,
        CareModule,
      ],
    };
  }

  /** The root module is told first that the service stops: no connection is closed yet. */
  onApplicationShutdown(): Promise<void> {
    return this.transactions.close();
  }
}
