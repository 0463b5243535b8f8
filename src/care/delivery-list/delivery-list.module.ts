import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { EmailModule } from '../../people/email/email.module.js';
import { GettzapNotificationsModule } from '../../marketplaces/gettzap-notifications/gettzap-notifications.module.js';
import { WebhooksModule } from '../../shop-systems/webhooks/webhooks.module.js';
import { DeliveryListController } from './delivery-list.controller.js';
import { DeliveryList } from './delivery-list.service.js';

@Module({
  imports: [OutboxModule, GettzapNotificationsModule, WebhooksModule, EmailModule],
  controllers: [DeliveryListController],
  providers: [DeliveryList],
})
export class DeliveryListModule {}
