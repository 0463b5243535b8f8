import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { AttemptLog } from './attempt-log.service.js';
import { BulkRetries } from './bulk-retry.service.js';
import { Claims } from './claims.service.js';
import { OutboxJob } from './outbox.job.js';
import { StuckOrderingKeysJob } from './stuck-ordering-keys.job.js';
import { Outbox } from './outbox.service.js';
import { OutboxCounts } from './outbox-counts.service.js';
import { MessageContents } from './message-contents.service.js';
import { Channels } from './channels.service.js';
import { OutboxAdmin } from './outbox-admin.service.js';
import { OutboxGauges } from './outbox-gauges.service.js';
import { Endpoints } from './endpoints.service.js';
import { DueTimes } from './due-times.service.js';
import { OutboxWorker } from './outbox-worker.service.js';
import { InterruptedAttempts } from './interrupted-attempts.service.js';
import { HttpSender } from './http-sender.service.js';
import { OrderingKeys } from './ordering-keys.service.js';
import { AttemptRecorder } from './attempt-recorder.service.js';
import { Requeue } from './requeue.service.js';
import { UnwritableOutcomes } from './unwritable-outcomes.service.js';

@Module({
  imports: [HttpModule],
  providers: [
    Outbox,
    Endpoints,
    Channels,
    OutboxAdmin,
    BulkRetries,
    Requeue,
    OutboxCounts,
    OutboxGauges,
    MessageContents,
    OutboxJob,
    StuckOrderingKeysJob,
    OutboxWorker,
    DueTimes,
    Claims,
    InterruptedAttempts,
    AttemptRecorder,
    UnwritableOutcomes,
    AttemptLog,
    OrderingKeys,
    HttpSender,
  ],
  exports: [
    Outbox,
    Endpoints,
    Channels,
    OutboxAdmin,
    BulkRetries,
    OutboxCounts,
    MessageContents,
    OutboxJob,
    HttpSender,
  ],
})
export class OutboxModule {}
