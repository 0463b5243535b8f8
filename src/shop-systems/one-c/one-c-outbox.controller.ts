import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiBasicAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../access/actor.js';
import { errorDetail } from '../../platform/error-texts.js';
import { ConflictError, ForbiddenError, NotFoundError } from '../../platform/errors.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { OtherIdParam } from '../../platform/http/paging.dto.js';
import { type EntryResult, HandOverBatches } from '../exchanges/batches.service.js';
import { keyOf } from '../exchanges/exchange.entity.js';
import { ExchangeSessions } from '../exchanges/exchange-sessions.service.js';
import { type OneCCaller, OUTBOX_PATH } from './one-c-door.service.js';
import { eventIdOf } from './one-c.kind.js';
import {
  AcknowledgeBatch,
  AcknowledgedView,
  OutboxBatchView,
  OutboxEventView,
  OutboxPingView,
  OutboxQuery,
} from './one-c-outbox.dto.js';

const CONTRACT_VERSION = 1;

/** Orders as JSON events, for a 1C behind a NAT that is programmed to pull them. */
@ApiTags('1c-outbox')
@ApiBasicAuth()
@Public()
@Controller(OUTBOX_PATH)
export class OneCOutboxController {
  constructor(
    private readonly batches: HandOverBatches,
    private readonly sessions: ExchangeSessions,
  ) {}

  @Get('ping')
  ping(@Req() request: FastifyRequest): OutboxPingView {
    return { result: 'ok', exchange: callerOf(request).exchange.name, contractVersion: CONTRACT_VERSION };
  }

  /** The same batch until it is acknowledged. */
  @Get('query')
  async query(@Req() request: FastifyRequest, @Query() { limit }: OutboxQuery): Promise<OutboxBatchView> {
    const { exchange } = callerOf(request);
    const batch = await this.batches.next(exchange.id, 'json', limit);
    const events = batch ? (JSON.parse(batch.body.toString('utf8')) as OutboxEventView[]) : [];
    await this.record(request, '', { batchId: batch?.id, handedOut: events.length });
    return {
      contractVersion: CONTRACT_VERSION,
      batchId: batch ? String(batch.id) : null,
      contentHash: batch?.contentHash ?? '',
      formedAt: batch?.createdAt.toISOString() ?? null,
      attempt: batch?.attempts ?? 0,
      events,
    };
  }

  /** Every event of the batch with what came of it; once more changes nothing. */
  @Post(':batchId/ack')
  @HttpCode(200)
  async acknowledge(
    @Req() request: FastifyRequest,
    @OtherIdParam('batchId') batchId: number,
    @Body() { results }: AcknowledgeBatch,
  ): Promise<AcknowledgedView> {
    const { exchange } = callerOf(request);
    const entries = await this.batches.entriesOf(exchange.id, 'json', batchId);
    if (!entries) throw new NotFoundError(`Batch ${batchId}`);
    const handOverOf = new Map(
      entries.map(({ orderId, revision, handOverId }) => [eventIdOf(keyOf(exchange, orderId), revision), handOverId]),
    );
    const named = results.map(({ eventId }) => eventId);
    const errors: FieldError[] = named.flatMap((eventId, index) =>
      handOverOf.has(eventId) && named.indexOf(eventId) === index
        ? []
        : [
            {
              path: `results[${index}].eventId`,
              ...errorDetail(handOverOf.has(eventId) ? 'repeated' : 'no_such_event'),
            },
          ],
    );
    const missing = [...handOverOf.keys()].filter((eventId) => !named.includes(eventId));
    errors.push(...missing.map((event) => ({ path: 'results', ...errorDetail('missing_event', { event }) })));
    if (errors.length > 0)
      throw new ConflictError('batch_mismatch', 'The acknowledgement names other events than the batch has.', errors);
    const outcomes = results.map(({ eventId, success, externalId, error }): EntryResult => {
      const handOverId = handOverOf.get(eventId)!;
      return { handOverId, error: success ? '' : error || 'failed', number: externalId };
    });
    const confirmed = await this.batches.confirm(exchange.id, batchId, outcomes);
    const failed = outcomes.filter(({ error }) => error !== '').length;
    await this.record(request, `${confirmed} confirmed, ${failed} failed`, { confirmed });
    return { confirmed };
  }

  private async record(
    request: FastifyRequest,
    answer: string,
    counts: { batchId?: number | undefined; handedOut?: number; confirmed?: number },
  ): Promise<void> {
    const { method, url, ip } = request;
    const session = await this.sessions.ofCaller(request.oneC!.exchange.id, 'json', ip);
    await this.sessions.record(session, {
      request: `${method} ${url}`,
      status: 200,
      isFailure: false,
      answer,
      ...counts,
    });
  }
}

/** @throws ForbiddenError `exchange_inactive` */
function callerOf({ oneC }: FastifyRequest): OneCCaller {
  if (!oneC!.exchange.isActive) throw new ForbiddenError('exchange_inactive', 'The exchange is off.');
  return oneC!;
}
