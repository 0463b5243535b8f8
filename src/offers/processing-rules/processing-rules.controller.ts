import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, CurrentActor } from '../../access/actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import {
  CreateProcessingRule,
  presentRule,
  ProcessingRuleOrder,
  ProcessingRuleQuery,
  ProcessingRuleResults,
  ProcessingRulesView,
  ProcessingRuleView,
  UpdateProcessingRule,
} from './processing-rule.dto.js';
import { ProcessingRulesService } from './processing-rules.service.js';

/** Rules that decide on external orders: administrators set them up, whoever decides reads them. */
@ApiTags('processing-rules')
@Controller('api/processing-rules')
export class ProcessingRulesController {
  constructor(private readonly rules: ProcessingRulesService) {}

  /** In the sequence in which they are asked, connection by connection. */
  @Get()
  @Allow('manager', 'external_orders')
  async list(@Query() query: ProcessingRuleQuery, @CurrentActor() actor: Actor): Promise<ProcessingRulesView> {
    return { data: this.rules.list(query, actor).map(presentRule) };
  }

  /** It comes behind the connection's other rules, and decides nothing before it is switched on. */
  @Post()
  async create(@Body() input: CreateProcessingRule, @CurrentActor() actor: Actor): Promise<ProcessingRuleView> {
    return presentRule(await this.rules.create(input, actor));
  }

  /** The first rule that fits decides. */
  @Put('order')
  async sort(@Body() order: ProcessingRuleOrder, @CurrentActor() actor: Actor): Promise<ProcessingRulesView> {
    return { data: (await this.rules.sort(order, actor)).map(presentRule) };
  }

  /** One rule, with its conditions and what it does. */
  @Get(':id')
  @Allow('manager', 'external_orders')
  async get(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<ProcessingRuleView> {
    return presentRule(this.rules.find(id, actor));
  }

  /** Changes what is named, and nothing else. */
  @Patch(':id')
  async update(
    @IdParam() id: number,
    @Body() change: UpdateProcessingRule,
    @CurrentActor() actor: Actor,
  ): Promise<ProcessingRuleView> {
    return presentRule(await this.rules.update(id, change, actor));
  }

  /** What it decided stays. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<void> {
    await this.rules.delete(id, actor);
  }

  /** How often people agree with it. */
  @Get(':id/results')
  @Allow('manager', 'external_orders')
  getResults(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<ProcessingRuleResults> {
    return this.rules.results(id, actor);
  }
}
