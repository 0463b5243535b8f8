import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, CurrentActor } from '../../access/actor.js';
import { DeliveryStatusView } from '../../outbox/outbox.dto.js';
import { IdParam } from '../../platform/http/id-param.js';
import { ConnectionEndpoints } from './connection-endpoints.service.js';
import {
  ConnectionStatusView,
  NotificationSummaryView,
  PreviewText,
  PreviewView,
  SummaryQuery,
} from './gettzap-notification.dto.js';
import { GettzapNotificationsService } from './gettzap-notifications.service.js';
import { TextPreview } from './text-preview.service.js';
import { AdapterTryView, TryAdapter } from './adapter-tryout.dto.js';
import { AdapterTryout } from './adapter-tryout.service.js';
import { SetItemStatus } from '../../orders/orders/item-status.dto.js';
import { DecisionPreview, ItemStatusPreview, PreviewDecision } from './notice-preview.dto.js';
import { NoticePreview } from './notice-preview.service.js';

@ApiTags('gettzap-notifications')
@Controller('api')
export class GettzapNotificationsController {
  constructor(
    private readonly notifications: GettzapNotificationsService,
    private readonly endpoints: ConnectionEndpoints,
    private readonly textPreview: TextPreview,
  ) {}

  /** How sending went in the last hours, and what is open now. */
  @Get('gettzap-notifications/summary')
  @Allow('manager', 'external_orders', 'observer')
  summary(@Query() query: SummaryQuery, @CurrentActor() actor: Actor): Promise<NotificationSummaryView> {
    return this.notifications.summary(query, actor);
  }

  /** How all connections are. */
  @Get('marketplace-connections/status')
  @Allow('manager', 'external_orders', 'observer')
  statuses(@CurrentActor() actor: Actor): Promise<ConnectionStatusView[]> {
    return this.endpoints.statuses(actor);
  }

  /** How sending to this connection is going. */
  @Get('marketplace-connections/:id/delivery')
  @Allow('manager', 'external_orders', 'observer')
  delivery(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<DeliveryStatusView> {
    return this.endpoints.statusOf(id, actor);
  }

  /** Ends the pause after a refused sign-in. */
  @Post('marketplace-connections/:id/resume')
  @HttpCode(200)
  resume(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<DeliveryStatusView> {
    return this.endpoints.resume(id, actor);
  }

  /** Renders a text with the values of an order item, or with an example's; for those who may save one. */
  @Post('order-statuses/preview')
  @HttpCode(200)
  async preview(@Body() input: PreviewText, @CurrentActor() actor: Actor): Promise<PreviewView> {
    return { text: await this.textPreview.preview(input, actor) };
  }
}

@ApiTags('marketplaces')
@Controller('api/marketplace-connections')
export class AdapterTryoutController {
  constructor(private readonly tryout: AdapterTryout) {}

  /** Shows what an adapter expression makes of a stored message, of a notification or of a sample; changes and sends nothing. */
  @Post(':id/adapter/try')
  @HttpCode(200)
  try(@IdParam() id: number, @Body() input: TryAdapter, @CurrentActor() actor: Actor): Promise<AdapterTryView> {
    const { direction } = input;
    return direction === 'inbound' ? this.tryout.inbound(id, input, actor) : this.tryout.outbound(id, input, actor);
  }
}

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
    @IdParam() id: number,
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
