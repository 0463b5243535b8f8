import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { EmailModule } from '../email/email.module.js';
import { GettzapNotificationsModule } from '../gettzap-notifications/gettzap-notifications.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { DeliveryListController } from './delivery-list.controller.js';
import { DeliveryList } from './delivery-list.service.js';

@Module({
  imports: [DeliveriesModule, GettzapNotificationsModule, WebhooksModule, EmailModule],
  controllers: [DeliveryListController],
  providers: [DeliveryList],
})
export class DeliveryListModule {}
