import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/actor.js';
import { AllowUnknownParameters } from '../../platform/http/unknown-parameters.js';
import { EXCHANGE_PATHS } from './one-c.kind.js';
import { OneCExchange } from './one-c-exchange.service.js';

/** Above the largest part that an exchange can be set to. */
const LARGEST_BODY = 15_500_000;

/** «Обмен с сайтом»: 1C calls here. The door has found out which exchange it is. */
@ApiExcludeController()
@Public()
@AllowUnknownParameters()
@Controller(EXCHANGE_PATHS)
export class OneCExchangeController {
  constructor(private readonly exchange: OneCExchange) {}

  @Get()
  ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(request, reply);
  }

  @Post()
  @RouteConfig({ rawBodyLimit: LARGEST_BODY })
  send(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(request, reply);
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { method, url, ip, query, body } = request;
    const asked = query as Record<string, unknown>;
    const text = (name: string) => (typeof asked[name] === 'string' ? asked[name] : '');
    const { contentType, body: answer } = await this.exchange.answer({
      caller: request.oneC!,
      type: text('type'),
      mode: text('mode'),
      filename: text('filename'),
      body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      request: `${method} ${url}`,
      address: ip,
    });
    await reply.code(200).header('Cache-Control', 'no-store').type(contentType).send(answer);
  }
}
