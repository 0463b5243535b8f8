import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Actor } from '../access/actor.js';
import { Allow, CurrentActor } from '../access/allow.decorator.js';
import {
  GettzapNotificationDetail,
  GettzapNotificationPage,
} from '../gettzap-notifications/gettzap-notification.dto.js';
import { ParseIdPipe } from '../shared/parse-id.pipe.js';
import { WebhookDeliveryDetail, WebhookDeliveryPage } from '../webhooks/webhook-delivery.dto.js';
import { DeliveryListQuery, RetryDeliveries, RetryDelivery, RetryResultView } from './delivery-list.dto.js';
import { DeliveryDetail, DeliveryList, DeliveryPage } from './delivery-list.service.js';

const anyOf = (...types: Array<new () => object>) => ({
  schema: { oneOf: types.map((type) => ({ $ref: getSchemaPath(type) })) },
});
const PAGE = anyOf(GettzapNotificationPage, WebhookDeliveryPage);
const DETAIL = anyOf(GettzapNotificationDetail, WebhookDeliveryDetail);

@ApiTags('gettzap-notifications')
@ApiExtraModels(GettzapNotificationPage, GettzapNotificationDetail, WebhookDeliveryPage, WebhookDeliveryDetail)
@Controller('api/gettzap-notifications')
export class DeliveryListController {
  constructor(private readonly deliveries: DeliveryList) {}

  @Get()
  @Allow('manager', 'external_orders', 'observer')
  @ApiOkResponse(PAGE)
  list(@Query() query: DeliveryListQuery, @CurrentActor() actor: Actor): Promise<DeliveryPage> {
    return this.deliveries.list(query, actor);
  }

  /** Retries all that match the filter. */
  @Post('retry')
  @HttpCode(200)
  @Allow('manager')
  retryAll(@Body() { filter, force = false }: RetryDeliveries, @CurrentActor() actor: Actor): Promise<RetryResultView> {
    return this.deliveries.retryAll(filter, force, actor);
  }

  @Get(':id')
  @Allow('manager', 'external_orders', 'observer')
  @ApiOkResponse(DETAIL)
  get(@Param('id', ParseIdPipe) id: number, @CurrentActor() actor: Actor): Promise<DeliveryDetail> {
    return this.deliveries.detail(id, actor);
  }

  /** Sends one again now. */
  @Post(':id/retry')
  @HttpCode(200)
  @Allow('manager')
  @ApiOkResponse(DETAIL)
  retry(
    @Param('id', ParseIdPipe) id: number,
    @Body() { force = false }: RetryDelivery,
    @CurrentActor() actor: Actor,
  ): Promise<DeliveryDetail> {
    return this.deliveries.retry(id, force, actor);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Allow('manager')
  @ApiOkResponse(DETAIL)
  cancel(@Param('id', ParseIdPipe) id: number, @CurrentActor() actor: Actor): Promise<DeliveryDetail> {
    return this.deliveries.cancel(id, actor);
  }
}
