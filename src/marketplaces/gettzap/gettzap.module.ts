import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { ExternalOrdersModule } from '../../orders/external-orders/external-orders.module.js';
import { MarketplacesModule } from '../connections/marketplaces.module.js';
import { ConnectionCheckController, GettzapMessagesController } from './gettzap.controller.js';
import { ConnectionCheck } from './connection-check.service.js';
import { GettzapExamples } from './gettzap-examples.service.js';
import { GettzapMessagesService } from './gettzap-messages.service.js';
import { MessageBodies } from './message-bodies.service.js';
import { MessageReader } from './message-reader.service.js';
import { OrderLinkDoor } from './order-link-door.service.js';
import { OutboundAdapter } from './outbound-adapter.service.js';
import { Reprocessing } from './reprocessing.service.js';
import { MessageIntake, WebhookController } from './webhook.controller.js';

@Module({
  imports: [MarketplacesModule, ExternalOrdersModule, OutboxModule],
  controllers: [WebhookController, GettzapMessagesController, ConnectionCheckController],
  providers: [
    MessageIntake,
    MessageReader,
    GettzapMessagesService,
    MessageBodies,
    ConnectionCheck,
    OrderLinkDoor,
    OutboundAdapter,
    GettzapExamples,
    Reprocessing,
  ],
  exports: [MessageReader, GettzapMessagesService, MessageBodies, OutboundAdapter],
})
export class GettzapModule {}
