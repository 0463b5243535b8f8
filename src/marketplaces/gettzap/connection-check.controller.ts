import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../access/actor.js';
import { CurrentActor } from '../../access/allow.decorator.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { ConnectionCheckView } from './connection-check.dto.js';
import { ConnectionCheck } from './connection-check.service.js';

@ApiTags('marketplaces')
@Controller('api/marketplace-connections')
export class ConnectionCheckController {
  constructor(private readonly connectionCheck: ConnectionCheck) {}

  /** Tries the connection out in steps; stops at the first that fails. */
  @Post(':id/check')
  @HttpCode(200)
  async check(@Param('id', ParseIdPipe) id: number, @CurrentActor() actor: Actor): Promise<ConnectionCheckView> {
    const steps = await this.connectionCheck.check(id, actor);
    return { ok: steps.every(({ ok }) => ok), steps };
  }
}
