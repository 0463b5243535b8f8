import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiBasicAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../access/actor.js';
import { OtherIdParam } from '../../platform/http/id-param.js';
import { OUTBOX_PATH } from './one-c-door.service.js';
import {
  AcknowledgeBatch,
  AcknowledgedView,
  OutboxBatchView,
  OutboxPingView,
  OutboxQuery,
} from './one-c-outbox.dto.js';
import { OneCOutbox, type OutboxCall } from './one-c-outbox.service.js';

/** Orders as JSON events, for a 1C behind a NAT that is programmed to pull them. */
@ApiTags('1c-outbox')
@ApiBasicAuth()
@Public()
@Controller(OUTBOX_PATH)
export class OneCOutboxController {
  constructor(private readonly outbox: OneCOutbox) {}

  /** Whether login and password are right, and which exchange they are of. */
  @Get('ping')
  ping(@Req() request: FastifyRequest): OutboxPingView {
    return this.outbox.ping(callOf(request));
  }

  /** The same batch until it is acknowledged. */
  @Get('query')
  query(@Req() request: FastifyRequest, @Query() { limit }: OutboxQuery): Promise<OutboxBatchView> {
    return this.outbox.query(callOf(request), limit);
  }

  /** Every event of the batch with what came of it; once more changes nothing. */
  @Post(':batchId/ack')
  @HttpCode(200)
  acknowledge(
    @Req() request: FastifyRequest,
    @OtherIdParam('batchId') batchId: number,
    @Body() { results }: AcknowledgeBatch,
  ): Promise<AcknowledgedView> {
    return this.outbox.acknowledge(callOf(request), batchId, results);
  }
}

/** The door has found out which exchange it is. */
function callOf({ oneC, method, url, ip }: FastifyRequest): OutboxCall {
  return { exchange: oneC!.exchange, request: `${method} ${url}`, address: ip };
}
