import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.decorator.js';
import { ParseIdPipe } from '../shared/parse-id.pipe.js';
import { ConnectionTargets } from './connection-targets.service.js';
import {
  DeliveryStatusView,
  GettzapNotificationDetail,
  GettzapNotificationPage,
  NotificationQuery,
  PreviewText,
  PreviewView,
  RetryNotification,
  RetryNotifications,
  RetryResultView,
} from './gettzap-notification.dto.js';
import { GettzapNotificationsService } from './gettzap-notifications.service.js';
import { TextPreview } from './text-preview.service.js';

@ApiTags('gettzap-notifications')
@Controller('api')
export class GettzapNotificationsController {
  constructor(
    private readonly notifications: GettzapNotificationsService,
    private readonly targets: ConnectionTargets,
    private readonly textPreview: TextPreview,
  ) {}

  @Get('gettzap-notifications')
  @Allow('manager', 'external_orders', 'observer')
  list(@Query() query: NotificationQuery): Promise<GettzapNotificationPage> {
    return this.notifications.list(query);
  }

  /** Retries all that match the filter. */
  @Post('gettzap-notifications/retry')
  @HttpCode(200)
  @Allow('manager')
  retryAll(@Body() { filter, force = false }: RetryNotifications): Promise<RetryResultView> {
    return this.notifications.retryAll(filter, force);
  }

  @Get('gettzap-notifications/:id')
  @Allow('manager', 'external_orders', 'observer')
  get(@Param('id', ParseIdPipe) id: number): Promise<GettzapNotificationDetail> {
    return this.notifications.detail(id);
  }

  /** Sends one again now. */
  @Post('gettzap-notifications/:id/retry')
  @HttpCode(200)
  @Allow('manager')
  retry(
    @Param('id', ParseIdPipe) id: number,
    @Body() { force = false }: RetryNotification,
  ): Promise<GettzapNotificationDetail> {
    return this.notifications.retry(id, force);
  }

  @Post('gettzap-notifications/:id/cancel')
  @HttpCode(200)
  @Allow('manager')
  cancel(@Param('id', ParseIdPipe) id: number): Promise<GettzapNotificationDetail> {
    return this.notifications.cancel(id);
  }

  /** How sending to this connection is going. */
  @Get('marketplace-connections/:id/delivery')
  @Allow('manager', 'external_orders', 'observer')
  delivery(@Param('id', ParseIdPipe) id: number): Promise<DeliveryStatusView> {
    return this.targets.statusOf(id);
  }

  /** Ends the pause after a refused sign-in. */
  @Post('marketplace-connections/:id/resume')
  @HttpCode(200)
  resume(@Param('id', ParseIdPipe) id: number): Promise<DeliveryStatusView> {
    return this.targets.resume(id);
  }

  /** Renders a text with the values of an order item, or with an example's. */
  @Post('order-statuses/preview')
  @HttpCode(200)
  @Allow('manager', 'external_orders', 'observer')
  async preview(@Body() input: PreviewText): Promise<PreviewView> {
    return { text: await this.textPreview.preview(input) };
  }
}
