import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../access/actor.js';
import { Allow, CurrentActor } from '../../access/allow.decorator.js';
import { DeliveryStatusView } from '../../outbox/outbox.dto.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
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
  delivery(@Param('id', ParseIdPipe) id: number, @CurrentActor() actor: Actor): Promise<DeliveryStatusView> {
    return this.endpoints.statusOf(id, actor);
  }

  /** Ends the pause after a refused sign-in. */
  @Post('marketplace-connections/:id/resume')
  @HttpCode(200)
  resume(@Param('id', ParseIdPipe) id: number, @CurrentActor() actor: Actor): Promise<DeliveryStatusView> {
    return this.endpoints.resume(id, actor);
  }

  /** Renders a text with the values of an order item, or with an example's; for those who may save one. */
  @Post('order-statuses/preview')
  @HttpCode(200)
  async preview(@Body() input: PreviewText, @CurrentActor() actor: Actor): Promise<PreviewView> {
    return { text: await this.textPreview.preview(input, actor) };
  }
}
