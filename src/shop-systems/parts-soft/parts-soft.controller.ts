import { applyDecorators, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, Allow, AllowSignedIn, CurrentActor } from '../../access/actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import { AllowUnknownParameters } from '../../platform/http/unknown-parameters.js';
import {
  ChangedPartsSoftItems,
  ChangePartsSoftStatus,
  OnePartsSoftCustomer,
  PartsSoftCustomerGroups,
  PartsSoftCustomers,
  PartsSoftDiscountTypes,
  PartsSoftError,
  PartsSoftOrders,
  PartsSoftProducts,
  PartsSoftRegions,
  PartsSoftStatusTypes,
} from './parts-soft.dto.js';
import { API_V3, IGNORED_FILTERS } from './parts-soft-errors.js';
import { type Found, PartsSoft } from './parts-soft.service.js';
import type { RawQuery } from './search-conditions.js';
import { readStatusChange } from './status-change.js';

const OK = { status: 'OK' } as const;

const Searched = (...filters: string[]) =>
  applyDecorators(
    ...['page', 'per_page', ...filters.map((filter) => `search[${filter}]`)].map((name) =>
      ApiQuery({ name, required: false, type: String }),
    ),
  );

/** The calls of PARTS SOFT's API v3 that programs of shops make, so that they go on working; see docs/parts-soft.md. */
@ApiTags('parts-soft')
@ApiResponse({ status: '4XX', type: PartsSoftError })
@ApiResponse({ status: '5XX', type: PartsSoftError })
@AllowSignedIn()
@AllowUnknownParameters()
@Controller(API_V3)
export class PartsSoftController {
  constructor(private readonly partsSoft: PartsSoft) {}

  /** Newest first, 20 a page unless told otherwise, at most 100; page 0 is the first, too. */
  @Get('orders.json')
  @Searched(
    ...['created_at_gteq', 'created_at_lteq', 'updated_at_gteq', 'customer_id_eq', 'customer_region_id_eq'],
    ...['marketplace_id_eq', 'order_items_comment_eq', 'status_id_eq', 'id_in'],
  )
  async orders(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentActor() actor: Actor,
  ): Promise<PartsSoftOrders> {
    return { ...OK, orders: told(await this.partsSoft.orders(request.query as RawQuery, actor), reply) };
  }

  /** Buyers, newest first; pages as those of orders. */
  @Get('customers.json')
  @Searched('id_in', 'region_id_eq', 'created_at_gteq', 'created_at_lteq', 'updated_at_gteq')
  async customers(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentActor() actor: Actor,
  ): Promise<PartsSoftCustomers> {
    return { ...OK, customers: told(await this.partsSoft.customersOf(request.query as RawQuery, actor), reply) };
  }

  /** One buyer. */
  @Get('customers/:id.json')
  async customer(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<OnePartsSoftCustomer> {
    return { ...OK, customer: await this.partsSoft.customer(id, actor) };
  }

  /** All of them, unless a page is asked for; so are the status types. */
  @Get('regions.json')
  @Searched()
  regions(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentActor() actor: Actor,
  ): PartsSoftRegions {
    return { ...OK, regions: told(this.partsSoft.regions(request.query as RawQuery, actor), reply) };
  }

  /** The directory of statuses. */
  @Get('order_status_types.json')
  @Searched()
  statusTypes(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentActor() actor: Actor,
  ): PartsSoftStatusTypes {
    return { ...OK, order_status_types: told(this.partsSoft.statusTypes(request.query as RawQuery, actor), reply) };
  }

  /** Always empty: there are no groups of buyers here. */
  @Get('customer_groups.json')
  customerGroups(): PartsSoftCustomerGroups {
    return { ...OK, customer_groups: [] };
  }

  /** Always empty: there are no discounts here. */
  @Get('discount_types.json')
  discountTypes(): PartsSoftDiscountTypes {
    return { ...OK, discount_types: [] };
  }

  /** Always empty: there is no catalogue here. */
  @Get('products.json')
  products(): PartsSoftProducts {
    return { ...OK, products: [] };
  }

  /** All of the items or none: an id that is not known is named, and nothing is changed. */
  @Post('order_items/change_status')
  @HttpCode(200)
  @Allow('manager')
  @RouteConfig({ takesForms: true })
  @ApiConsumes('application/x-www-form-urlencoded', 'application/json')
  @ApiBody({ type: ChangePartsSoftStatus })
  async changeStatus(@Req() { body }: FastifyRequest, @CurrentActor() actor: Actor): Promise<ChangedPartsSoftItems> {
    const change = readStatusChange((body ?? {}) as Record<string, unknown>);
    return { ...OK, order_items: await this.partsSoft.changeStatus(change, actor) };
  }
}

function told<T>({ rows, ignored }: Found<T>, reply: FastifyReply): T[] {
  if (ignored.length > 0) void reply.header(IGNORED_FILTERS, ignored.join(', '));
  return rows;
}
