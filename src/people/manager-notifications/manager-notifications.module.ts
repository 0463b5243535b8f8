import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { EmailModule } from '../email/email.module.js';
import { MarketplacesModule } from '../../marketplaces/connections/marketplaces.module.js';
import { OrderStatusesModule } from '../../orders/order-statuses/order-statuses.module.js';
import { DeliveryMessages } from './delivery-messages.service.js';
import { EmailGathering } from './email-gathering.job.js';
import { ExternalOrderMessages } from './external-order-messages.service.js';
import { ManagerNotificationsController } from './manager-notifications.controller.js';
import { ManagerNotificationsService } from './manager-notifications.service.js';
import { ManagerNotifier } from './manager-notifier.service.js';
import { OrderMessages } from './order-messages.service.js';

@Module({
  imports: [AccessModule, EmailModule, MarketplacesModule, OrderStatusesModule],
  controllers: [ManagerNotificationsController],
  providers: [
    ManagerNotificationsService,
    ManagerNotifier,
    OrderMessages,
    ExternalOrderMessages,
    DeliveryMessages,
    EmailGathering,
  ],
})
export class ManagerNotificationsModule {}
