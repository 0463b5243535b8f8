import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { ExternalOrdersModule } from '../external-orders/external-orders.module.js';
import { MarketplacesModule } from '../marketplaces/marketplaces.module.js';
import { ConnectionCheckController } from './connection-check.controller.js';
import { ConnectionCheck } from './connection-check.service.js';
import { GettzapMessagesController } from './gettzap-messages.controller.js';
import { GettzapMessagesService } from './gettzap-messages.service.js';
import { MessageIntake } from './message-intake.service.js';
import { WebhookController } from './webhook.controller.js';

@Module({
  imports: [MarketplacesModule, ExternalOrdersModule, DeliveriesModule],
  controllers: [WebhookController, GettzapMessagesController, ConnectionCheckController],
  providers: [MessageIntake, GettzapMessagesService, ConnectionCheck],
})
export class GettzapModule {}
