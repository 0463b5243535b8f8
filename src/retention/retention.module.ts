import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { GettzapModule } from '../gettzap/gettzap.module.js';
import { RetentionJob } from './retention.job.js';

@Module({
  imports: [DeliveriesModule, GettzapModule],
  providers: [RetentionJob],
})
export class RetentionModule {}
