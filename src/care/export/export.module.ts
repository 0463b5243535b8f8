import { Module } from '@nestjs/common';
import { ExternalOrdersModule } from '../../orders/external-orders/external-orders.module.js';
import { GettzapNotificationsModule } from '../../marketplaces/gettzap-notifications/gettzap-notifications.module.js';
import { MarketplacesModule } from '../../marketplaces/connections/marketplaces.module.js';
import { OrdersModule } from '../../orders/orders/orders.module.js';
import { RegionsModule } from '../../access/regions/regions.module.js';
import { Downloads } from './downloads.service.js';
import { ExportController } from './export.controller.js';
import { ExportService } from './export.service.js';
import { RowContexts } from './row-contexts.service.js';

@Module({
  imports: [RegionsModule, MarketplacesModule, OrdersModule, ExternalOrdersModule, GettzapNotificationsModule],
  controllers: [ExportController],
  providers: [ExportService, Downloads, RowContexts],
})
export class ExportModule {}
