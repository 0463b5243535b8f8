import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessGuard } from '../../access/access.guard.js';
import { type Actor, AllowSignedIn, CurrentActor } from '../../access/actor.js';
import { EventStreams } from './event-streams.service.js';
import { EventsQuery } from './live-events.dto.js';

@ApiTags('events')
@Controller('api/events')
export class LiveEventsController {
  constructor(
    private readonly streams: EventStreams,
    private readonly guard: AccessGuard,
  ) {}

  /**
   * Server-sent events `external-order.received`, `external-order.changed`, `order.changed`, `delivery.changed` and
   * `manager-notification` (of which the id is the user's own), each with `{ "id": "…" }`, about what the user may see.
   * `Last-Event-ID` (browsers send it by themselves) goes on from there; `reload` says that more was missed than is kept: read everything again.
   * `beat`, with `{ "now": "…" }`, the time by the service's clock, comes at first and every 15 seconds: who hears nothing for much longer listens to a dead connection, and should open another one.
   */
  @Get()
  @AllowSignedIn()
  @ApiProduces('text/event-stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false })
  @ApiOkResponse({ schema: { type: 'string' } })
  async open(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @CurrentActor() actor: Actor,
    @Query() query: EventsQuery,
  ): Promise<FastifyReply> {
    const lastEventId = String(request.headers['last-event-id'] || query.lastEventId);
    const body = await this.streams.open(actor, () => this.guard.identify(request), reply.raw, lastEventId);
    return reply
      .header('Content-Type', 'text/event-stream; charset=utf-8')
      .header('Cache-Control', 'no-cache, no-transform')
      .header('X-Accel-Buffering', 'no')
      .send(body);
  }
}
