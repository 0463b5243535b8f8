import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { OrdersModule } from '../../orders/orders/orders.module.js';
import { WebhookChannel } from './webhook-channel.service.js';
import { WebhookDeliveries } from './webhook-deliveries.service.js';
import { WebhookNotices } from './webhook-notices.service.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

@Module({
  imports: [OutboxModule, OrdersModule],
  controllers: [WebhooksController],
  providers: [WebhooksService, WebhookNotices, WebhookChannel, WebhookDeliveries],
  exports: [WebhookDeliveries],
})
export class WebhooksModule {}
