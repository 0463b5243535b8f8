import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { EmailService } from './email.service.js';
import { SmtpSender } from './smtp-sender.service.js';

@Module({
  imports: [DeliveriesModule],
  providers: [EmailService, SmtpSender],
  exports: [EmailService],
})
export class EmailModule {}
