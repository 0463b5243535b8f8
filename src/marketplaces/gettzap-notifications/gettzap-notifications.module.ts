import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { ExternalOrdersModule } from '../../orders/external-orders/external-orders.module.js';
import { GettzapModule } from '../gettzap/gettzap.module.js';
import { MarketplacesModule } from '../connections/marketplaces.module.js';
import { OrderStatusesModule } from '../../orders/order-statuses/order-statuses.module.js';
import { OrdersModule } from '../../orders/orders/orders.module.js';
import {
  AdapterTryoutController,
  GettzapNotificationsController,
  NoticePreviewController,
} from './gettzap-notifications.controller.js';
import { AdapterTryout } from './adapter-tryout.service.js';
import { ConnectionEndpoints } from './connection-endpoints.service.js';
import { GettzapChannel } from './gettzap-channel.service.js';
import { GettzapNotificationsService } from './gettzap-notifications.service.js';
import { NoticePreview } from './notice-preview.service.js';
import { NotificationComposer } from './notification-composer.service.js';
import { TextPreview } from './text-preview.service.js';

@Module({
  imports: [OutboxModule, ExternalOrdersModule, GettzapModule, MarketplacesModule, OrderStatusesModule, OrdersModule],
  controllers: [GettzapNotificationsController, NoticePreviewController, AdapterTryoutController],
  providers: [
    GettzapNotificationsService,
    NotificationComposer,
    NoticePreview,
    GettzapChannel,
    ConnectionEndpoints,
    TextPreview,
    AdapterTryout,
  ],
  exports: [GettzapNotificationsService, ConnectionEndpoints],
})
export class GettzapNotificationsModule {}
