import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { OrdersModule } from '../../orders/orders/orders.module.js';
import { WebhookChannel } from './webhook-channel.service.js';
import { WebhookBodies } from './webhook-bodies.service.js';
import { WebhookDeliveries } from './webhook-deliveries.service.js';
import { WebhookPublisher } from './webhook-publisher.service.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

@Module({
  imports: [OutboxModule, OrdersModule],
  controllers: [WebhooksController],
  providers: [WebhooksService, WebhookPublisher, WebhookChannel, WebhookDeliveries, WebhookBodies],
  exports: [WebhookDeliveries, WebhookBodies],
})
export class WebhooksModule {}
