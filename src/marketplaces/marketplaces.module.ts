import { Module } from '@nestjs/common';
import { OrderStatusesModule } from '../order-statuses/order-statuses.module.js';
import { RegionsModule } from '../regions/regions.module.js';
import { MarketplaceConnectionsController } from './marketplace-connections.controller.js';
import { MarketplaceConnectionsService } from './marketplace-connections.service.js';
import { OrderLinksService } from './order-links.service.js';

@Module({
  imports: [RegionsModule, OrderStatusesModule],
  controllers: [MarketplaceConnectionsController],
  providers: [MarketplaceConnectionsService, OrderLinksService],
  exports: [MarketplaceConnectionsService, OrderLinksService],
})
export class MarketplacesModule {}
