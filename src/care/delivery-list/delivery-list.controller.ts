import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { RetryResultView } from '../../outbox/outbox.dto.js';
import { type Actor, Allow, CurrentActor } from '../../access/actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import {
  DELIVERY_DETAIL_SCHEMA,
  DELIVERY_DETAILS,
  DELIVERY_VIEWS,
  DeliveryDetail,
  DeliveryListQuery,
  DeliveryPage,
  RetryDeliveries,
  RetryDelivery,
} from './delivery-list.dto.js';
import { DeliveryList } from './delivery-list.service.js';

const DETAIL = { schema: DELIVERY_DETAIL_SCHEMA };

@ApiTags('gettzap-notifications')
@ApiExtraModels(...Object.values(DELIVERY_VIEWS), ...Object.values(DELIVERY_DETAILS))
@Controller('api/gettzap-notifications')
export class DeliveryListController {
  constructor(private readonly deliveries: DeliveryList) {}

  /** Messages to GettZap with their state; with `channel`, those to web-hooks, by e-mail or to shop systems. */
  @Get()
  @Allow('manager', 'external_orders', 'observer')
  list(@Query() query: DeliveryListQuery, @CurrentActor() actor: Actor): Promise<DeliveryPage> {
    return this.deliveries.list(query, actor);
  }

  /** Retries those that match the filter, oldest first and a number of them a call. */
  @Post('retry')
  @HttpCode(200)
  @Allow('manager')
  retryAll(@Body() input: RetryDeliveries, @CurrentActor() actor: Actor): Promise<RetryResultView> {
    return this.deliveries.retryAll(input, actor);
  }

  /** One message as it was or will be sent, with its attempts. */
  @Get(':id')
  @Allow('manager', 'external_orders', 'observer')
  @ApiOkResponse(DETAIL)
  get(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<DeliveryDetail> {
    return this.deliveries.detail(id, actor);
  }

  /** Sends one again now. */
  @Post(':id/retry')
  @HttpCode(200)
  @Allow('manager')
  @ApiOkResponse(DETAIL)
  retry(
    @IdParam() id: number,
    @Body() { force = false }: RetryDelivery,
    @CurrentActor() actor: Actor,
  ): Promise<DeliveryDetail> {
    return this.deliveries.retry(id, force, actor);
  }

  /** It is never sent; refused while it is on its way. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Allow('manager')
  @ApiOkResponse(DETAIL)
  cancel(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<DeliveryDetail> {
    return this.deliveries.cancel(id, actor);
  }
}
