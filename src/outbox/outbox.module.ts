import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { AttemptRecorder } from './attempt-recorder.service.js';
import { Channels } from './channel.js';
import { Claims } from './claims.service.js';
import { DueTimes } from './due-times.service.js';
import { Endpoints } from './endpoints.service.js';
import { HttpSender } from './http-sender.service.js';
import { MessageContents } from './message-contents.service.js';
import { OrderingKeys } from './ordering-keys.service.js';
import { OutboxAdmin } from './outbox-admin.service.js';
import { OutboxCounts } from './outbox-counts.service.js';
import { OutboxGauges } from './outbox-gauges.service.js';
import { OutboxJob } from './outbox.job.js';
import { Outbox } from './outbox.service.js';
import { OutboxWorker } from './outbox-worker.service.js';
import { Retries } from './retries.service.js';
import { UnrecordedAttempts } from './unrecorded-attempts.service.js';

const FACE = [Outbox, OutboxAdmin, OutboxCounts, OutboxJob, Endpoints, Channels, MessageContents, HttpSender];

@Module({
  imports: [HttpModule],
  providers: [
    ...FACE,
    OutboxWorker,
    Claims,
    AttemptRecorder,
    UnrecordedAttempts,
    OrderingKeys,
    Retries,
    DueTimes,
    OutboxGauges,
  ],
  exports: FACE,
})
export class OutboxModule {}
