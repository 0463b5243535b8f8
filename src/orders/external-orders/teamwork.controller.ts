import { Body, Controller, Delete, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, CurrentActor } from '../../access/actor.js';
import { NoteView, WriteNote } from '../orders/note.dto.js';
import { IdParam } from '../../platform/http/id-param.js';
import { BuyerChangesSeen } from './buyer-changes-seen.service.js';
import { Claims } from './claims.service.js';
import { ExternalOrderDetail } from './external-order.dto.js';
import { ExternalOrdersService } from './external-orders.service.js';
import { AssignExternalOrder, SeeBuyerChanges } from './teamwork.dto.js';
import { Teamwork } from './teamwork.service.js';

@ApiTags('external-orders')
@Controller('api/external-orders/:id')
@Allow('manager', 'external_orders')
export class TeamworkController {
  constructor(
    private readonly externalOrders: ExternalOrdersService,
    private readonly teamwork: Teamwork,
    private readonly changesSeen: BuyerChangesSeen,
    private readonly claims: Claims,
  ) {}

  /** Somebody has seen what the buyer changed after the decision: ends `changedAfterDecision`; without it nothing happens. */
  @Post('seen')
  @HttpCode(200)
  async see(
    @IdParam() id: number,
    @Body() { version }: SeeBuyerChanges,
    @CurrentActor() actor: Actor,
  ): Promise<ExternalOrderDetail> {
    await this.changesSeen.see(id, version, actor);
    return this.externalOrders.detail(id, actor);
  }

  /** Internal: the marketplace is never told of it. Also under the order. */
  @Post('notes')
  addNote(@IdParam() id: number, @Body() { text }: WriteNote, @CurrentActor() actor: Actor): Promise<NoteView> {
    return this.teamwork.addNote(id, text, actor);
  }

  /** Says who looks after it, and after the order that is made of it. */
  @Put('assignee')
  async assign(
    @IdParam() id: number,
    @Body() { userId }: AssignExternalOrder,
    @CurrentActor() actor: Actor,
  ): Promise<ExternalOrderDetail> {
    await this.teamwork.assign(id, userId === null ? null : Number(userId), actor);
    return this.externalOrders.detail(id, actor);
  }

  /** The caller has it open: colleagues see that. The first keeps it until they leave, or do nothing for half an hour. */
  @Put('claim')
  @HttpCode(204)
  claim(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<void> {
    return this.claims.claim(id, actor);
  }

  /** The caller has left it. */
  @Delete('claim')
  @HttpCode(204)
  release(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<void> {
    return this.claims.release(id, actor);
  }
}
