import { Controller, HttpCode, HttpException, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../access/allow.decorator.js';
import { charsetOf } from './body-text.js';
import { MessageIntake } from './message-intake.service.js';
import { ReceivedView } from './webhook.dto.js';

const BODY_LIMIT = 1_048_576;

/** The order links: GettZap posts orders, changes and cancellations here. */
@ApiTags('gettzap')
@Controller('gettzap/orders')
export class WebhookController {
  constructor(private readonly intake: MessageIntake) {}

  @Public()
  @Post(':secret')
  @RouteConfig({ rawBodyLimit: BODY_LIMIT })
  @HttpCode(200)
  @ApiParam({ name: 'secret', type: String })
  @ApiBody({ schema: { type: 'object', additionalProperties: true }, description: 'Contract v1, see docs/gettzap.md.' })
  async receive(@Req() request: FastifyRequest): Promise<ReceivedView> {
    const { 'content-type': contentType = '', 'content-encoding': encoding = 'identity' } = request.headers;
    if (!/^application\/json\s*(;|$)/i.test(contentType) || !charsetOf(contentType) || !/^identity$/i.test(encoding)) {
      throw new HttpException('Send application/json in utf-8 or windows-1251, not compressed.', 415);
    }
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const received = await this.intake.take(request.linkedConnection!, { body, contentType, headers: request.headers });
    return {
      result: 'ok',
      externalOrderId: String(received.externalOrderId),
      state: received.state,
      duplicate: received.outcome === 'duplicate',
    };
  }
}
