import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  HttpException,
  Patch,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, ForAllRegions } from '../../access/actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import { mapPage } from '../../platform/http/paging.dto.js';
import {
  BrandFileResult,
  BrandPage,
  BrandQuery,
  BrandView,
  CreateBrand,
  presentBrand,
  UnknownBrandPage,
  UnknownBrandQuery,
  UpdateBrand,
} from './brand.dto.js';
import { BrandFiles } from './brand-files.service.js';
import { BrandsService } from './brands.service.js';
import { UnknownBrandsService } from './unknown-brands.service.js';

const LARGEST_FILE = 4_194_304;
const CSV = 'text/csv';
const FILE = { schema: { type: 'string', format: 'binary' } };

/** Makers and their spellings: the shop's, whatever region somebody is of. */
@ApiTags('brands')
@Controller('api/brands')
export class BrandsController {
  constructor(
    private readonly brands: BrandsService,
    private readonly unknownBrands: UnknownBrandsService,
    private readonly files: BrandFiles,
  ) {}

  /** Each with its spellings. */
  @Get()
  @Allow('manager', 'external_orders')
  list(@Query() query: BrandQuery): BrandPage {
    return mapPage(this.brands.list(query), presentBrand);
  }

  /** Spellings that came in lists or orders and that no brand has, those that came most first. */
  @Get('unknown')
  @Allow('manager', 'external_orders')
  unknown(@Query() query: UnknownBrandQuery): Promise<UnknownBrandPage> {
    return this.unknownBrands.list(query);
  }

  /** All brands as CSV: `brand;synonyms`, the synonyms separated by commas. */
  @Get('export')
  @Allow('manager', 'external_orders')
  @Header('Content-Type', `${CSV}; charset=utf-8`)
  @Header('Content-Disposition', 'attachment; filename="brands.csv"')
  @ApiProduces(CSV)
  @ApiOkResponse(FILE)
  export(): string {
    return this.files.write();
  }

  /**
   * Adds the brands and synonyms of such a file, in utf-8 or windows-1251, up to 4 MiB; nothing is deleted. Lines that cannot be taken are
   * told, the others are taken.
   */
  @Post('import')
  @HttpCode(200)
  @Allow('manager')
  @ForAllRegions()
  @RouteConfig({ rawBodyLimit: LARGEST_FILE })
  @ApiConsumes(CSV)
  @ApiBody(FILE)
  async import(@Req() { body, headers }: FastifyRequest): Promise<BrandFileResult> {
    // What is JSON would else be a brand of its own, named by its braces.
    if (!headers['content-type']?.startsWith(CSV)) throw new HttpException('Send text/csv.', 415);
    return this.files.read(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
  }

  /** A spelling that another brand has already is refused. */
  @Post()
  @Allow('manager')
  @ForAllRegions()
  async create(@Body() input: CreateBrand): Promise<BrandView> {
    return presentBrand(await this.brands.create(input));
  }

  /** Another name, or all its synonyms. With `version`, only where nobody else changed it since. */
  @Patch(':id')
  @Allow('manager')
  @ForAllRegions()
  async update(@IdParam() id: number, @Body() change: UpdateBrand): Promise<BrandView> {
    return presentBrand(await this.brands.update(id, change));
  }

  /** Its spellings are unknown from then on. */
  @Delete(':id')
  @HttpCode(204)
  @Allow('manager')
  @ForAllRegions()
  async delete(@IdParam() id: number): Promise<void> {
    await this.brands.delete(id);
  }
}
