import { Module } from '@nestjs/common';
import { ExternalOrdersModule } from '../orders/external-orders/external-orders.module.js';
import { OrdersModule } from '../orders/orders/orders.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { EmailController } from './email/email.controller.js';
import { EmailService } from './email/email.service.js';
import { SmtpSender } from './email/smtp-sender.service.js';
import { EventFeed } from './live-events/event-feed.service.js';
import { EventStreams } from './live-events/event-streams.service.js';
import { LiveEventsController } from './live-events/live-events.controller.js';
import { LiveEventsRecorder } from './live-events/live-events-recorder.service.js';
import { DeliveryMessages } from './manager-notifications/delivery-messages.service.js';
import { ExchangeMessages } from './manager-notifications/exchange-messages.service.js';
import { EmailGathering } from './manager-notifications/email-gathering.job.js';
import { LinkMessages } from './manager-notifications/link-messages.service.js';
import { ManagerNotificationsController } from './manager-notifications/manager-notifications.controller.js';
import { ManagerNotificationsService } from './manager-notifications/manager-notifications.service.js';
import { ManagerNotifier } from './manager-notifications/manager-notifier.service.js';
import { DeadlineMessages } from './manager-notifications/deadline-messages.service.js';
import { PriceListMessages } from './manager-notifications/price-list-messages.service.js';
import { OrderMessages } from './manager-notifications/order-messages.service.js';

/** What people are told: e-mails, messages to managers, live events. */
@Module({
  imports: [ExternalOrdersModule, OrdersModule, OutboxModule],
  controllers: [EmailController, ManagerNotificationsController, LiveEventsController],
  providers: [
    EmailService,
    SmtpSender,
    ManagerNotificationsService,
    ManagerNotifier,
    OrderMessages,
    DeliveryMessages,
    LinkMessages,
    ExchangeMessages,
    PriceListMessages,
    DeadlineMessages,
    EmailGathering,
    LiveEventsRecorder,
    EventFeed,
    EventStreams,
  ],
  exports: [EmailService],
})
export class PeopleModule {}
