import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../access/actor.js';
import { CurrentActor } from '../../access/allow.decorator.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { AdapterTryView, TryAdapter } from './adapter-tryout.dto.js';
import { AdapterTryout } from './adapter-tryout.service.js';

@ApiTags('marketplaces')
@Controller('api/marketplace-connections')
export class AdapterTryoutController {
  constructor(private readonly tryout: AdapterTryout) {}

  /** Shows what an adapter expression makes of a stored message, of a notification or of a sample; changes and sends nothing. */
  @Post(':id/adapter/try')
  @HttpCode(200)
  try(
    @Param('id', ParseIdPipe) id: number,
    @Body() input: TryAdapter,
    @CurrentActor() actor: Actor,
  ): Promise<AdapterTryView> {
    const { direction } = input;
    return direction === 'inbound' ? this.tryout.inbound(id, input, actor) : this.tryout.outbound(id, input, actor);
  }
}
