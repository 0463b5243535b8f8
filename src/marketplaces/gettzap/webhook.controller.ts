import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../access/actor.js';
import { LARGEST_MESSAGE } from './body-reader.js';
import { MessageIntake } from './message-intake.service.js';
import { ReceivedView } from './gettzap-message.dto.js';

/** The order links: GettZap posts orders, changes and cancellations here. */
@ApiTags('gettzap')
@Controller('gettzap/orders')
export class WebhookController {
  constructor(private readonly intake: MessageIntake) {}

  @Public()
  @Post(':secret')
  @RouteConfig({ rawBodyLimit: LARGEST_MESSAGE })
  @HttpCode(200)
  @ApiParam({ name: 'secret', type: String })
  @ApiConsumes(
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/xml',
    'text/xml',
  )
  @ApiBody({
    schema: { type: 'object', additionalProperties: true },
    description: 'JSON of contract v1, or a form or XML for the adapter; see docs/gettzap.md.',
  })
  async receive(@Req() request: FastifyRequest): Promise<ReceivedView> {
    const { 'content-type': contentType = '' } = request.headers;
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
