import { Module } from '@nestjs/common';
import { OrdersModule } from '../../orders/orders/orders.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { Customers } from './customers.service.js';
import { OrderWebhooks } from './order-webhooks.service.js';
import { PartsSoftController } from './parts-soft.controller.js';
import { PartsSoft } from './parts-soft.service.js';
import { PresentedOrders } from './presented-orders.service.js';

/** Programs that were written for PARTS SOFT read orders here and change their statuses. */
@Module({
  imports: [OrdersModule, WebhooksModule],
  controllers: [PartsSoftController],
  providers: [PartsSoft, Customers, PresentedOrders, OrderWebhooks],
})
export class PartsSoftModule {}
