import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, CurrentActor } from '../../access/actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import {
  GettzapMessageDetail,
  GettzapMessagePage,
  GettzapMessageQuery,
  presentMessageDetail,
  ReprocessedView,
  ReprocessMessages,
  ConnectionCheckView,
} from './gettzap-message.dto.js';
import { GettzapMessagesService } from './gettzap-messages.service.js';
import { Reprocessing } from './reprocessing.service.js';
import { ConnectionCheck } from './connection-check.service.js';

@ApiTags('gettzap')
@Allow('manager')
@Controller('api/gettzap-messages')
export class GettzapMessagesController {
  constructor(
    private readonly messages: GettzapMessagesService,
    private readonly reprocessing: Reprocessing,
  ) {}

  /** All that came by order links, also what was refused. */
  @Get()
  list(@Query() query: GettzapMessageQuery, @CurrentActor() actor: Actor): Promise<GettzapMessagePage> {
    return this.messages.list(query, actor);
  }

  /** One message as it came, and what became of it. */
  @Get(':id')
  async get(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<GettzapMessageDetail> {
    return presentMessageDetail(await this.messages.get(id, actor));
  }

  /** Processes all stored messages that match, oldest first and a number of them a call, for instance after the adapter was mended. */
  @Post('reprocess')
  @HttpCode(200)
  reprocessAll(@Body() input: ReprocessMessages, @CurrentActor() actor: Actor): Promise<ReprocessedView> {
    return this.reprocessing.all(input, actor);
  }

  /** Processes a stored message again, for instance one that came while the connection was off. */
  @Post(':id/reprocess')
  @HttpCode(200)
  async reprocess(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<GettzapMessageDetail> {
    return presentMessageDetail(await this.reprocessing.one(id, actor));
  }
}

@ApiTags('marketplaces')
@Controller('api/marketplace-connections')
export class ConnectionCheckController {
  constructor(private readonly connectionCheck: ConnectionCheck) {}

  /** Tries the connection out in steps; stops at the first that fails. */
  @Post(':id/check')
  @HttpCode(200)
  async check(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<ConnectionCheckView> {
    const steps = await this.connectionCheck.check(id, actor);
    return { ok: steps.every(({ ok }) => ok), steps };
  }
}
