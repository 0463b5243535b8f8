import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { AttemptLog } from './attempt-log.service.js';
import { BulkRetries } from './bulk-retry.service.js';
import { Claims } from './claims.service.js';
import { DeliveriesJob } from './deliveries.job.js';
import { StuckLanesJob } from './stuck-lanes.job.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryCounts } from './delivery-counts.service.js';
import { DeliveryContents } from './delivery-contents.service.js';
import { DeliveryChannels } from './delivery-channels.service.js';
import { DeliveryDesk } from './delivery-desk.service.js';
import { DeliveryGauges } from './delivery-gauges.service.js';
import { DeliveryTargetsService } from './delivery-targets.service.js';
import { DueTimes } from './due-times.service.js';
import { Dispatcher } from './dispatcher.service.js';
import { InterruptedTries } from './interrupted-tries.service.js';
import { HttpSender } from './http-sender.service.js';
import { Lanes } from './lanes.service.js';
import { Recorder } from './recorder.service.js';
import { Requeue } from './requeue.service.js';
import { UnwritableOutcomes } from './unwritable-outcomes.service.js';

@Module({
  imports: [HttpModule],
  providers: [
    DeliveriesService,
    DeliveryTargetsService,
    DeliveryChannels,
    DeliveryDesk,
    BulkRetries,
    Requeue,
    DeliveryCounts,
    DeliveryGauges,
    DeliveryContents,
    DeliveriesJob,
    StuckLanesJob,
    Dispatcher,
    DueTimes,
    Claims,
    InterruptedTries,
    Recorder,
    UnwritableOutcomes,
    AttemptLog,
    Lanes,
    HttpSender,
  ],
  exports: [
    DeliveriesService,
    DeliveryTargetsService,
    DeliveryChannels,
    DeliveryDesk,
    BulkRetries,
    DeliveryCounts,
    DeliveryContents,
    DeliveriesJob,
    HttpSender,
  ],
})
export class DeliveriesModule {}
