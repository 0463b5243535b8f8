import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor.js';
import { Allow, CurrentActor } from '../access/allow.decorator.js';
import { ParseIdPipe } from '../shared/parse-id.pipe.js';
import { ConnectionTargets } from './connection-targets.service.js';
import { DeliveryStatusView, PreviewText, PreviewView } from './gettzap-notification.dto.js';
import { TextPreview } from './text-preview.service.js';

@ApiTags('gettzap-notifications')
@Controller('api')
export class GettzapNotificationsController {
  constructor(
    private readonly targets: ConnectionTargets,
    private readonly textPreview: TextPreview,
  ) {}

  /** How sending to this connection is going. */
  @Get('marketplace-connections/:id/delivery')
  @Allow('manager', 'external_orders', 'observer')
  delivery(@Param('id', ParseIdPipe) id: number, @CurrentActor() actor: Actor): Promise<DeliveryStatusView> {
    return this.targets.statusOf(id, actor);
  }

  /** Ends the pause after a refused sign-in. */
  @Post('marketplace-connections/:id/resume')
  @HttpCode(200)
  resume(@Param('id', ParseIdPipe) id: number, @CurrentActor() actor: Actor): Promise<DeliveryStatusView> {
    return this.targets.resume(id, actor);
  }

  /** Renders a text with the values of an order item, or with an example's. */
  @Post('order-statuses/preview')
  @HttpCode(200)
  @Allow('manager', 'external_orders', 'observer')
  async preview(@Body() input: PreviewText, @CurrentActor() actor: Actor): Promise<PreviewView> {
    return { text: await this.textPreview.preview(input, actor) };
  }
}
