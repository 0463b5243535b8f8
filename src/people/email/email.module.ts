import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { EmailController } from './email.controller.js';
import { EmailDeliveries } from './email-deliveries.service.js';
import { EmailService } from './email.service.js';
import { SmtpSender } from './smtp-sender.service.js';

@Module({
  imports: [OutboxModule],
  controllers: [EmailController],
  providers: [EmailService, EmailDeliveries, SmtpSender],
  exports: [EmailService, EmailDeliveries],
})
export class EmailModule {}
