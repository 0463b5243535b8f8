import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, CurrentActor } from '../../access/actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import { BulkDeciding } from './bulk-deciding.service.js';
import { DecidingService } from './deciding.service.js';
import {
  AcceptExternalOrder,
  BulkDecision,
  BulkResult,
  DeleteExternalOrder,
  RefuseExternalOrder,
  ReopenExternalOrder,
} from './decision.dto.js';
import {
  ExternalOrderDetail,
  ExternalOrderPage,
  ExternalOrderQuery,
  ExternalOrderCountQuery,
  ExternalOrderCounts,
} from './external-order.dto.js';
import { Decision } from './external-orders.events.js';
import { ExternalOrdersService } from './external-orders.service.js';
import { ListedPositionPage, ListedPositionQuery } from './listed-position.dto.js';
import { ListedPositions } from './listed-positions.service.js';
import { ReopeningService } from './reopening.service.js';
import { presentUndo, Undo } from '../undo/undo.service.js';

@ApiTags('external-orders')
@Controller('api/external-orders')
export class ExternalOrdersController {
  constructor(
    private readonly externalOrders: ExternalOrdersService,
    private readonly deciding: DecidingService,
    private readonly bulkDeciding: BulkDeciding,
    private readonly reopening: ReopeningService,
    private readonly undo: Undo,
    private readonly positions: ListedPositions,
  ) {}

  /** The inbox: orders as they came from marketplaces, whatever became of them. */
  @Get()
  @Allow('manager', 'external_orders', 'observer')
  list(@Query() query: ExternalOrderQuery, @CurrentActor() actor: Actor): Promise<ExternalOrderPage> {
    return this.externalOrders.list(query, actor);
  }

  /** How many the list would show in each state. */
  @Get('counts')
  @Allow('manager', 'external_orders', 'observer')
  counts(@Query() query: ExternalOrderCountQuery, @CurrentActor() actor: Actor): Promise<ExternalOrderCounts> {
    return this.externalOrders.counts(query, actor);
  }

  /** Position by position, sorted by the external order's arrival, then in position order. */
  @Get('positions')
  @Allow('manager', 'external_orders', 'observer')
  listPositions(@Query() query: ListedPositionQuery, @CurrentActor() actor: Actor): Promise<ListedPositionPage> {
    return this.positions.list(query, actor);
  }

  /** Accepts all open positions of up to 200 external orders, each for itself, and answers what became of each. */
  @Post('accept')
  @HttpCode(200)
  @Allow('manager', 'external_orders')
  acceptAll(@Body() input: BulkDecision, @CurrentActor() actor: Actor): Promise<BulkResult> {
    return this.decideAll('accepted', input, actor);
  }

  /** Refuses all open positions of up to 200 external orders, each for itself, and answers what became of each. */
  @Post('refuse')
  @HttpCode(200)
  @Allow('manager', 'external_orders')
  refuseAll(@Body() input: BulkDecision, @CurrentActor() actor: Actor): Promise<BulkResult> {
    return this.decideAll('refused', input, actor);
  }

  /** One external order with its positions, its history, and what GettZap was told. */
  @Get(':id')
  @Allow('manager', 'external_orders', 'observer')
  get(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<ExternalOrderDetail> {
    return this.externalOrders.detail(id, actor);
  }

  /** Accepts all open positions, or the named ones, each in full or in a smaller quantity. */
  @Post(':id/accept')
  @HttpCode(200)
  @Allow('manager', 'external_orders')
  accept(
    @IdParam() id: number,
    @Body() input: AcceptExternalOrder,
    @CurrentActor() actor: Actor,
  ): Promise<ExternalOrderDetail> {
    return this.decide(id, 'accepted', input, actor);
  }

  /** Refuses all open positions, or the named ones. */
  @Post(':id/refuse')
  @HttpCode(200)
  @Allow('manager', 'external_orders')
  refuse(
    @IdParam() id: number,
    @Body() input: RefuseExternalOrder,
    @CurrentActor() actor: Actor,
  ): Promise<ExternalOrderDetail> {
    return this.decide(id, 'refused', input, actor);
  }

  /** Opens refused positions again, also where GettZap was told: the next decision is told as usual. */
  @Post(':id/reopen')
  @HttpCode(200)
  @Allow('manager', 'external_orders')
  async reopen(
    @IdParam() id: number,
    @Body() { positions }: ReopenExternalOrder,
    @CurrentActor() actor: Actor,
  ): Promise<ExternalOrderDetail> {
    const named = positions?.map((position) => position.id);
    await this.reopening.reopen(id, named, actor);
    return this.externalOrders.detail(id, actor);
  }

  /** Takes it out of the inbox; its id stays known. */
  @Delete(':id')
  @HttpCode(204)
  @Allow('manager', 'external_orders')
  delete(@IdParam() id: number, @Body() { reason }: DeleteExternalOrder, @CurrentActor() actor: Actor): Promise<void> {
    return this.externalOrders.delete(id, reason, actor);
  }

  private async decide(
    id: number,
    decision: Decision,
    { hold, ...request }: AcceptExternalOrder | RefuseExternalOrder,
    actor: Actor,
  ): Promise<ExternalOrderDetail> {
    const window = this.undo.open(hold);
    await this.deciding.decide(id, decision, request, actor, window);
    return { ...(await this.externalOrders.detail(id, actor)), undo: presentUndo(window) };
  }

  private async decideAll(decision: Decision, input: BulkDecision, actor: Actor): Promise<BulkResult> {
    const window = this.undo.open(input.hold);
    const results = await this.bulkDeciding.decideAll(input, decision, actor, window);
    const isAnyDecided = results.some(({ outcome }) => outcome === decision);
    return { results, undo: isAnyDecided ? presentUndo(window) : null };
  }
}
