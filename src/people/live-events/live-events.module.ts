import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { ExternalOrdersModule } from '../../orders/external-orders/external-orders.module.js';
import { EventFeed } from './event-feed.service.js';
import { EventStreams } from './event-streams.service.js';
import { LiveEventSources } from './live-event-sources.service.js';
import { LiveEventsController } from './live-events.controller.js';
import { LiveEventsRecorder } from './live-events-recorder.service.js';

@Module({
  imports: [AccessModule, ExternalOrdersModule],
  controllers: [LiveEventsController],
  providers: [LiveEventsRecorder, LiveEventSources, EventFeed, EventStreams],
})
export class LiveEventsModule {}
