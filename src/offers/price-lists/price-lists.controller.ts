import { applyDecorators, Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Actor, Allow, CurrentActor } from '../../access/actor.js';
import { IdParam, OtherIdParam } from '../../platform/http/id-param.js';
import { PageQuery } from '../../platform/http/paging.dto.js';
import { ListUploads } from './list-uploads.service.js';
import {
  PriceListImportDetail,
  PriceListImportPage,
  PriceListPreview,
  StartedImportView,
} from './price-list-import.dto.js';
import { CreatePriceList, PriceListPage, PriceListQuery, PriceListView, UpdatePriceList } from './price-list.dto.js';
import { PriceListImports } from './price-list-imports.service.js';
import { PriceListFetching } from './price-list-fetch.job.js';
import { PriceListsService } from './price-lists.service.js';

const ImportIdParam = () => OtherIdParam('importId');
const FORM = {
  schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
};
const TakesFile = () =>
  applyDecorators(RouteConfig({ takesFile: true }), ApiConsumes('multipart/form-data'), ApiBody(FORM));

/** Price lists: administrators set them up, whoever decides on orders reads them and loads files. */
@ApiTags('price-lists')
@Controller('api/price-lists')
export class PriceListsController {
  constructor(
    private readonly lists: PriceListsService,
    private readonly imports: PriceListImports,
    private readonly uploads: ListUploads,
    private readonly fetching: PriceListFetching,
  ) {}

  /** Each with what is in force and how its last import went. */
  @Get()
  @Allow('manager', 'external_orders')
  list(@Query() query: PriceListQuery, @CurrentActor() actor: Actor): Promise<PriceListPage> {
    return this.lists.list(query, actor);
  }

  /** Empty: it offers something once a file is read. */
  @Post()
  create(@Body() input: CreatePriceList, @CurrentActor() actor: Actor): Promise<PriceListView> {
    return this.lists.create(input, actor);
  }

  /** The first 20 lines of a file: CSV or XLSX, also in a ZIP archive. Nothing is kept. */
  @Post('preview')
  @Allow('manager', 'external_orders')
  @TakesFile()
  @HttpCode(200)
  preview(@Req() request: FastifyRequest): Promise<PriceListPreview> {
    return this.uploads.preview(request);
  }

  /** One list, with its settings and what is in force. */
  @Get(':id')
  @Allow('manager', 'external_orders')
  get(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<PriceListView> {
    return this.lists.read(id, actor);
  }

  /** Changes what is named, and nothing else. */
  @Patch(':id')
  update(@IdParam() id: number, @Body() change: UpdatePriceList, @CurrentActor() actor: Actor): Promise<PriceListView> {
    return this.lists.update(id, change, actor);
  }

  /** Its offers count no more at once; accepted ones stay with their orders. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<void> {
    await this.lists.delete(id, actor);
  }

  /** Fetches its file from its address without waiting for its time; what comes of it is seen on the list. */
  @Post(':id/fetch')
  @Allow('manager', 'external_orders')
  @HttpCode(202)
  fetch(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<void> {
    return this.fetching.now(this.lists.find(id, actor));
  }

  /** Newest first. */
  @Get(':id/imports')
  @Allow('manager', 'external_orders')
  listImports(
    @IdParam() id: number,
    @Query() query: PageQuery,
    @CurrentActor() actor: Actor,
  ): Promise<PriceListImportPage> {
    return this.imports.list(this.lists.find(id, actor), query);
  }

  /** Begins to read a file: CSV or XLSX, also in a ZIP archive. What is in force stays so until all of it is read. */
  @Post(':id/imports')
  @Allow('manager', 'external_orders')
  @TakesFile()
  @HttpCode(202)
  load(
    @IdParam() id: number,
    @Req() request: FastifyRequest,
    @CurrentActor() actor: Actor,
  ): Promise<StartedImportView> {
    return this.uploads.load(this.lists.find(id, actor), request, actor);
  }

  /** One import: how far it is, what it changed, and lines that it could not take. */
  @Get(':id/imports/:importId')
  @Allow('manager', 'external_orders')
  getImport(
    @IdParam() id: number,
    @ImportIdParam() importId: number,
    @CurrentActor() actor: Actor,
  ): Promise<PriceListImportDetail> {
    return this.imports.detail(this.lists.find(id, actor), importId);
  }

  /** Puts an import in force that was held by the guard. */
  @Post(':id/imports/:importId/publish')
  @Allow('manager', 'external_orders')
  @HttpCode(200)
  publish(
    @IdParam() id: number,
    @ImportIdParam() importId: number,
    @CurrentActor() actor: Actor,
  ): Promise<PriceListImportDetail> {
    return this.imports.publish(this.lists.find(id, actor), importId);
  }

  /** Drops an import that was held by the guard. */
  @Post(':id/imports/:importId/discard')
  @Allow('manager', 'external_orders')
  @HttpCode(200)
  discard(
    @IdParam() id: number,
    @ImportIdParam() importId: number,
    @CurrentActor() actor: Actor,
  ): Promise<PriceListImportDetail> {
    return this.imports.discard(this.lists.find(id, actor), importId);
  }
}
