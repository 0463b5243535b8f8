import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, CurrentActor, ForAllRegions } from '../actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import { mapPage, NamedQuery } from '../../platform/http/paging.dto.js';
import { CreateRegion, presentRegion, RegionPage, RegionView, UpdateRegion } from './region.dto.js';
import { RegionsService } from './regions.service.js';

@ApiTags('regions')
@Controller('api/regions')
export class RegionsController {
  constructor(private readonly regions: RegionsService) {}

  /** Those that the caller sees. */
  @Get()
  @Allow('manager', 'external_orders', 'observer')
  async list(@Query() query: NamedQuery, @CurrentActor() actor: Actor): Promise<RegionPage> {
    return mapPage(await this.regions.list(query, actor), presentRegion);
  }

  /** A branch of the shop, with its time zone and what stands on printed orders. */
  @Post()
  @ForAllRegions()
  async create(@Body() input: CreateRegion): Promise<RegionView> {
    return presentRegion(await this.regions.create(input));
  }

  /** Changes what is named, and nothing else. */
  @Patch(':id')
  async update(@IdParam() id: number, @Body() change: UpdateRegion, @CurrentActor() actor: Actor): Promise<RegionView> {
    return presentRegion(await this.regions.update(id, change, actor));
  }

  /** Refused while anything belongs to it. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<void> {
    await this.regions.delete(id, actor);
  }
}
