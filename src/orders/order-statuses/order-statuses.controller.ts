import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, ForAllRegions } from '../../access/actor.js';
import { IdFilter } from '../../platform/http/filters.js';
import { IdParam } from '../../platform/http/id-param.js';
import { mapPage, PageQuery } from '../../platform/http/paging.dto.js';
import {
  CreateOrderStatus,
  OrderStatusPage,
  OrderStatusView,
  presentOrderStatus,
  ReorderStatuses,
  TextVariableView,
  UpdateOrderStatus,
} from './order-status.dto.js';
import { OrderStatusesService } from './order-statuses.service.js';
import { TEXT_VARIABLES } from './text-variables.js';

class DeleteQuery {
  /** The status that takes over what the deleted one was used for. */
  @IdFilter()
  replacementId?: number;
}

@ApiTags('order-statuses')
@Controller('api/order-statuses')
export class OrderStatusesController {
  constructor(private readonly statuses: OrderStatusesService) {}

  /** The whole directory, page by page; `position` is the place of each. */
  @Get()
  @Allow('manager', 'external_orders', 'observer')
  async list(@Query() query: PageQuery): Promise<OrderStatusPage> {
    return mapPage(await this.statuses.list(query), presentOrderStatus);
  }

  /** What the texts may name. */
  @Get('variables')
  @Allow('manager', 'external_orders', 'observer')
  variables(): TextVariableView[] {
    return TEXT_VARIABLES;
  }

  /** It comes last in the directory; without a status of GettZap’s it is told to nobody. */
  @Post()
  @ForAllRegions()
  async create(@Body() input: CreateOrderStatus): Promise<OrderStatusView> {
    return presentOrderStatus(await this.statuses.create(input));
  }

  /** Puts the directory into another order; answers it in that order. */
  @Post('reorder')
  @HttpCode(200)
  @ForAllRegions()
  async reorder(@Body() { ids }: ReorderStatuses): Promise<OrderStatusPage> {
    const statuses = await this.statuses.reorder(ids.map(Number));
    const total = statuses.length;
    return { data: statuses.map(presentOrderStatus), meta: { page: 1, perPage: total, total } };
  }

  /** One status, with what it tells GettZap. */
  @Get(':id')
  @Allow('manager', 'external_orders', 'observer')
  async get(@IdParam() id: number): Promise<OrderStatusView> {
    return presentOrderStatus(await this.statuses.read(id));
  }

  /** Changes what is named, and nothing else. */
  @Patch(':id')
  @ForAllRegions()
  async update(@IdParam() id: number, @Body() change: UpdateOrderStatus): Promise<OrderStatusView> {
    return presentOrderStatus(await this.statuses.update(id, change));
  }

  /** One that is in use needs `replacementId`, which takes its place everywhere; nobody is told of it. */
  @Delete(':id')
  @HttpCode(204)
  @ForAllRegions()
  async delete(@IdParam() id: number, @Query() { replacementId }: DeleteQuery): Promise<void> {
    await this.statuses.delete(id, replacementId);
  }
}
