import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { EmailModule } from '../../people/email/email.module.js';
import { ExternalOrdersModule } from '../../orders/external-orders/external-orders.module.js';
import { GettzapNotificationsModule } from '../../marketplaces/gettzap-notifications/gettzap-notifications.module.js';
import { OperationsModule } from '../operations/operations.module.js';
import { TrialModule } from '../trial/trial.module.js';
import { SystemController } from './system.controller.js';
import { SystemState } from './system.service.js';

@Module({
  imports: [OutboxModule, EmailModule, ExternalOrdersModule, GettzapNotificationsModule, OperationsModule, TrialModule],
  controllers: [SystemController],
  providers: [SystemState],
})
export class SystemModule {}
