import { Module } from '@nestjs/common';
import { ExternalOrdersModule } from '../../orders/external-orders/external-orders.module.js';
import { OrderStatusesModule } from '../../orders/order-statuses/order-statuses.module.js';
import { AdapterExamples, AdapterSettings } from './adapter-settings.service.js';
import { ConnectionGuards } from './connection-guards.service.js';
import { ConnectionSecrets } from './connection-secrets.service.js';
import { MarketplaceConnectionsController } from './marketplace-connections.controller.js';
import { MarketplaceConnectionsService } from './marketplace-connections.service.js';
import { OrderLinksService } from './order-links.service.js';
import { MisusedLinks } from './misused-links.service.js';

@Module({
  imports: [OrderStatusesModule, ExternalOrdersModule],
  controllers: [MarketplaceConnectionsController],
  providers: [
    MarketplaceConnectionsService,
    ConnectionGuards,
    ConnectionSecrets,
    OrderLinksService,
    MisusedLinks,
    AdapterSettings,
    AdapterExamples,
  ],
  exports: [MarketplaceConnectionsService, ConnectionSecrets, OrderLinksService, MisusedLinks, AdapterExamples],
})
export class MarketplacesModule {}
