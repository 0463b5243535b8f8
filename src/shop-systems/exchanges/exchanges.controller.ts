import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, CurrentActor, ForAllRegions } from '../../access/actor.js';
import { OrderHandOverView } from '../../orders/orders/order-hand-over.dto.js';
import { IdParam, OtherIdParam } from '../../platform/http/id-param.js';
import { PageQuery } from '../../platform/http/paging.dto.js';
import {
  CreatedExchangeView,
  CreateExchange,
  ExchangeCheckView,
  ExchangePage,
  ExchangePasswordView,
  ExchangeStatusView,
  ExchangeView,
  HandOverPage,
  HandOverPreview,
  HandOverQuery,
  PreviewHandOver,
  StatusMeaning,
  statusMeaningsOf,
  UpdateExchange,
} from './exchange.dto.js';
import { ExchangedRawView, ExchangeSessionDetail, ExchangeSessionPage } from './exchange-session.dto.js';
import { ExchangeArchive } from './exchange-archive.service.js';
import { ExchangeChecks } from './exchange-checks.service.js';
import { ExchangeSessions } from './exchange-sessions.service.js';
import { ExchangeStatuses } from './exchange-statuses.service.js';
import { ExchangesService } from './exchanges.service.js';
import { HandOversService } from './hand-overs.service.js';
import { AcceptProposal, ProposalPage, ProposalQuery, ProposalView } from './proposal.dto.js';
import { ProposalsService } from './proposals.service.js';

const HandOverIdParam = () => OtherIdParam('handOverId');
const SessionIdParam = () => OtherIdParam('sessionId');
const ProposalIdParam = () => OtherIdParam('proposalId');

/** Exchanges with the shop's own systems: administrators set them up, managers read and repeat. */
@ApiTags('exchanges')
@Controller('api/exchanges')
export class ExchangesController {
  constructor(
    private readonly exchanges: ExchangesService,
    private readonly checks: ExchangeChecks,
    private readonly statuses: ExchangeStatuses,
    private readonly handOvers: HandOversService,
    private readonly sessions: ExchangeSessions,
    private readonly archive: ExchangeArchive,
    private readonly proposals: ProposalsService,
  ) {}

  /** Exchanges with 1C, ABCP and PARTS SOFT, and how each is. */
  @Get()
  @Allow('manager')
  list(@Query() query: PageQuery, @CurrentActor() actor: Actor): Promise<ExchangePage> {
    return this.exchanges.list(query, actor);
  }

  /** Inactive; the answer carries the password, this once. */
  @Post()
  @ForAllRegions()
  create(@Body() input: CreateExchange): Promise<CreatedExchangeView> {
    return this.exchanges.create(input);
  }

  /** One exchange, with its settings but without its passwords. */
  @Get(':id')
  @Allow('manager')
  get(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<ExchangeView> {
    return this.exchanges.read(id, actor);
  }

  /** Changes what is named, and nothing else. */
  @Patch(':id')
  @ForAllRegions()
  update(@IdParam() id: number, @Body() change: UpdateExchange): Promise<ExchangeView> {
    return this.exchanges.update(id, change);
  }

  /** Nothing more is handed over; what was stays to be seen. */
  @Delete(':id')
  @ForAllRegions()
  @HttpCode(204)
  async delete(@IdParam() id: number): Promise<void> {
    await this.exchanges.delete(id);
  }

  /** The former password is refused from then on. */
  @Post(':id/password')
  @ForAllRegions()
  @HttpCode(200)
  replacePassword(@IdParam() id: number): Promise<ExchangePasswordView> {
    return this.exchanges.replacePassword(id);
  }

  /** Ends a pause after a refused sign-in. */
  @Post(':id/resume')
  @ForAllRegions()
  @HttpCode(200)
  resume(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<ExchangeView> {
    return this.exchanges.resume(id, actor);
  }

  /** Tries the other side out, without any effect there. */
  @Post(':id/check')
  @ForAllRegions()
  @HttpCode(200)
  check(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<ExchangeCheckView> {
    return this.checks.check(this.exchanges.find(id, actor));
  }

  /** Statuses of the other side that came, and what each means here. */
  @Get(':id/statuses')
  @Allow('manager')
  listStatuses(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<ExchangeStatusView[]> {
    return this.statuses.list(this.exchanges.find(id, actor).id, actor);
  }

  /** Says what values mean; those that are not named stay. Documents that waited for it are carried out. */
  @Put(':id/statuses')
  @ForAllRegions()
  @RouteConfig({ takesList: true })
  @ApiBody({ type: [StatusMeaning] })
  async setStatuses(
    @IdParam() id: number,
    @Body() body: unknown,
    @CurrentActor() actor: Actor,
  ): Promise<ExchangeStatusView[]> {
    const meanings = statusMeaningsOf(body);
    const exchange = this.exchanges.find(id, actor);
    await this.statuses.set(exchange.id, meanings);
    return this.statuses.list(exchange.id, actor);
  }

  /** Orders that were handed over, wait for it, or failed. */
  @Get(':id/hand-overs')
  @Allow('manager')
  listHandOvers(
    @IdParam() id: number,
    @Query() query: HandOverQuery,
    @CurrentActor() actor: Actor,
  ): Promise<HandOverPage> {
    return this.handOvers.list(this.exchanges.find(id, actor), query, actor);
  }

  /** Hands the order over once more, as it is now. */
  @Post(':id/hand-overs/:handOverId/repeat')
  @Allow('manager')
  @HttpCode(200)
  repeat(
    @IdParam() id: number,
    @HandOverIdParam() handOverId: number,
    @CurrentActor() actor: Actor,
  ): Promise<OrderHandOverView> {
    return this.handOvers.repeat(this.exchanges.find(id, actor), handOverId, actor);
  }

  /** Hands the order over no more, until that is asked for once more: where the other side comes for orders and cannot take this one. */
  @Post(':id/hand-overs/:handOverId/leave-out')
  @Allow('manager')
  @HttpCode(200)
  leaveOut(
    @IdParam() id: number,
    @HandOverIdParam() handOverId: number,
    @CurrentActor() actor: Actor,
  ): Promise<OrderHandOverView> {
    return this.handOvers.leaveOut(this.exchanges.find(id, actor), handOverId, actor);
  }

  /** What would be handed over of an order; nothing is changed. */
  @Post(':id/preview')
  @Allow('manager')
  @HttpCode(200)
  preview(
    @IdParam() id: number,
    @Body() { orderId }: PreviewHandOver,
    @CurrentActor() actor: Actor,
  ): Promise<HandOverPreview> {
    return this.handOvers.preview(this.exchanges.find(id, actor), Number(orderId), actor);
  }

  /** When the other side came, and how it went. */
  @Get(':id/sessions')
  @ForAllRegions()
  listSessions(
    @IdParam() id: number,
    @Query() query: PageQuery,
    @CurrentActor() actor: Actor,
  ): Promise<ExchangeSessionPage> {
    return this.sessions.list(this.exchanges.find(id, actor).id, query);
  }

  /** One session, call by call. */
  @Get(':id/sessions/:sessionId')
  @ForAllRegions()
  getSession(
    @IdParam() id: number,
    @SessionIdParam() sessionId: number,
    @CurrentActor() actor: Actor,
  ): Promise<ExchangeSessionDetail> {
    return this.sessions.detail(this.exchanges.find(id, actor).id, sessionId);
  }

  /** What was handed out in a batch, as it was sent. */
  @Get(':id/batches/:batchId')
  @ForAllRegions()
  getBatch(
    @IdParam() id: number,
    @OtherIdParam('batchId') batchId: number,
    @CurrentActor() actor: Actor,
  ): Promise<ExchangedRawView> {
    return this.archive.batch(this.exchanges.find(id, actor).id, batchId);
  }

  /** What came in a file, as it was sent. */
  @Get(':id/files/:fileId')
  @ForAllRegions()
  getFile(
    @IdParam() id: number,
    @OtherIdParam('fileId') fileId: number,
    @CurrentActor() actor: Actor,
  ): Promise<ExchangedRawView> {
    return this.archive.file(this.exchanges.find(id, actor).id, fileId);
  }

  /** Pieces that the other side’s documents have no more, so that they are proposed to be refused here. */
  @Get(':id/proposals')
  @Allow('manager')
  listProposals(
    @IdParam() id: number,
    @Query() { state, ...query }: ProposalQuery,
    @CurrentActor() actor: Actor,
  ): Promise<ProposalPage> {
    return this.proposals.list(this.exchanges.find(id, actor).id, state, query, actor);
  }

  /** Refuses the pieces here, too. */
  @Post(':id/proposals/:proposalId/accept')
  @Allow('manager')
  @HttpCode(200)
  accept(
    @IdParam() id: number,
    @ProposalIdParam() proposalId: number,
    @Body() input: AcceptProposal,
    @CurrentActor() actor: Actor,
  ): Promise<ProposalView> {
    return this.proposals.accept(this.exchanges.find(id, actor).id, proposalId, input, actor);
  }

  /** Nothing is changed; the same pieces are not proposed again. */
  @Post(':id/proposals/:proposalId/dismiss')
  @Allow('manager')
  @HttpCode(200)
  dismiss(
    @IdParam() id: number,
    @ProposalIdParam() proposalId: number,
    @CurrentActor() actor: Actor,
  ): Promise<ProposalView> {
    return this.proposals.dismiss(this.exchanges.find(id, actor).id, proposalId, actor);
  }
}
