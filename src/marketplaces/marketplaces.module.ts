import { Module } from '@nestjs/common';
import { ExpressionsModule } from '../expressions/expressions.module.js';
import { OrderStatusesModule } from '../order-statuses/order-statuses.module.js';
import { RegionsModule } from '../regions/regions.module.js';
import { AdapterSettings } from './adapter-settings.service.js';
import { MarketplaceConnectionsController } from './marketplace-connections.controller.js';
import { MarketplaceConnectionsService } from './marketplace-connections.service.js';
import { OrderLinksService } from './order-links.service.js';

@Module({
  imports: [RegionsModule, OrderStatusesModule, ExpressionsModule],
  controllers: [MarketplaceConnectionsController],
  providers: [MarketplaceConnectionsService, OrderLinksService, AdapterSettings],
  exports: [MarketplaceConnectionsService, OrderLinksService],
})
export class MarketplacesModule {}
