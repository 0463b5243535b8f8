import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../access/actor.js';
import { Allow, CurrentActor } from '../../access/allow.decorator.js';
import { SetItemStatus } from '../../orders/orders/order.dto.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { DecisionPreview, ItemStatusPreview, PreviewDecision } from './notice-preview.dto.js';
import { NoticePreview } from './notice-preview.service.js';

/** What GettZap would be told, before anything is changed. */
@ApiTags('gettzap-notifications')
@Controller('api')
export class NoticePreviewController {
  constructor(private readonly previews: NoticePreview) {}

  /** What deciding now would make of the external order, and what GettZap would be told; nothing is changed. */
  @Post('external-orders/:id/preview')
  @HttpCode(200)
  @Allow('manager', 'external_orders')
  previewDecision(
    @Param('id', ParseIdPipe) id: number,
    @Body() input: PreviewDecision,
    @CurrentActor() actor: Actor,
  ): Promise<DecisionPreview> {
    return this.previews.ofDecision(id, input, actor);
  }

  /** What setting the status now would change, and what GettZap would be told; nothing is changed. */
  @Post('order-items/status/preview')
  @HttpCode(200)
  @Allow('manager')
  previewItemStatus(@Body() input: SetItemStatus, @CurrentActor() actor: Actor): Promise<ItemStatusPreview> {
    return this.previews.ofItemStatus(input, actor);
  }
}
