import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, CurrentActor } from '../../access/actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import { ItemStatusResult, SetItemStatus } from './item-status.dto.js';
import { ItemStatusesService } from './item-statuses.service.js';
import { OrderCountQuery, OrderCounts, OrderDetail, OrderListQuery, OrderPage } from './order.dto.js';
import { OrdersService } from './orders.service.js';

@ApiTags('orders')
@Controller('api')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly itemStatuses: ItemStatusesService,
  ) {}

  /** Orders that were made of accepted positions, with their items. */
  @Get('orders')
  @Allow('manager', 'external_orders', 'observer')
  list(@Query() query: OrderListQuery, @CurrentActor() actor: Actor): Promise<OrderPage> {
    return this.orders.list(query, actor);
  }

  /** How many the list would show in each status. */
  @Get('orders/counts')
  @Allow('manager', 'external_orders', 'observer')
  counts(@Query() query: OrderCountQuery, @CurrentActor() actor: Actor): Promise<OrderCounts> {
    return this.orders.counts(query, actor);
  }

  /** One order with its items, its history, what GettZap was told, and what the buyer changed. */
  @Get('orders/:id')
  @Allow('manager', 'external_orders', 'observer')
  get(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<OrderDetail> {
    return this.orders.detail(id, actor);
  }

  /** Puts items into a status; GettZap is told as the status is configured. */
  @Post('order-items/status')
  @HttpCode(200)
  @Allow('manager')
  setItemStatus(@Body() input: SetItemStatus, @CurrentActor() actor: Actor): Promise<ItemStatusResult> {
    return this.itemStatuses.set(input, actor);
  }
}
