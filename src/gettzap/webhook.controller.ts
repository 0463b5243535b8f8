import { Controller, HttpCode, HttpException, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../access/allow.decorator.js';
import { AppConfig } from '../config/app-config.js';
import { OrderLinksService } from '../marketplaces/order-links.service.js';
import { NotFoundError, TooManyRequestsError } from '../shared/errors.js';
import { charsetOf } from './body-text.js';
import { MessageIntake } from './message-intake.service.js';
import { TokenBuckets } from './token-buckets.js';
import { ReceivedView } from './webhook.dto.js';

/** The order links: GettZap posts orders, changes and cancellations here. */
@ApiTags('gettzap')
@Controller('gettzap/orders')
export class WebhookController {
  private readonly limits: TokenBuckets;

  constructor(
    private readonly links: OrderLinksService,
    private readonly intake: MessageIntake,
    config: AppConfig,
  ) {
    this.limits = new TokenBuckets(config.webhookRateLimit);
  }

  @Public()
  @Post(':secret')
  @HttpCode(200)
  @ApiBody({ schema: { type: 'object', additionalProperties: true }, description: 'Contract v1, see docs/gettzap.md.' })
  async receive(@Param('secret') secret: string, @Req() request: FastifyRequest): Promise<ReceivedView> {
    const connection = await this.links.find(secret);
    if (!connection) throw new NotFoundError('This order link', 'unknown_link');
    const { 'content-type': contentType = '', 'content-encoding': encoding = 'identity' } = request.headers;
    if (!/^application\/json\s*(;|$)/i.test(contentType) || !charsetOf(contentType) || !/^identity$/i.test(encoding)) {
      throw new HttpException('Send application/json in utf-8 or windows-1251, not compressed.', 415);
    }
    if (!this.limits.take(connection.connectionId, performance.now())) {
      throw new TooManyRequestsError('Too many messages a second for this link.', 1);
    }
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const received = await this.intake.take(connection, { body, contentType, headers: request.headers });
    return {
      result: 'ok',
      externalOrderId: String(received.externalOrderId),
      state: received.state,
      duplicate: received.outcome === 'duplicate',
    };
  }
}
