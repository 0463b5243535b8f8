import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../../outbox/deliveries.module.js';
import { GettzapModule } from '../../marketplaces/gettzap/gettzap.module.js';
import { RetentionJob } from './retention.job.js';

@Module({
  imports: [DeliveriesModule, GettzapModule],
  providers: [RetentionJob],
})
export class RetentionModule {}
