import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { GettzapModule } from '../../marketplaces/gettzap/gettzap.module.js';
import { RetentionJob } from './retention.job.js';

@Module({
  imports: [OutboxModule, GettzapModule],
  providers: [RetentionJob],
})
export class RetentionModule {}
