import { applyDecorators, Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor, Allow, CurrentActor } from '../../access/actor.js';
import { CONTENT_TYPES, Downloads } from './downloads.service.js';
import { ExternalOrderExport, NotificationExport, OrderExport, PositionExport } from './export.dto.js';
import { ExportService } from './export.service.js';

const IsDownload = () =>
  applyDecorators(
    ApiProduces(...Object.values(CONTENT_TYPES)),
    ApiOkResponse({ schema: { type: 'string', format: 'binary' } }),
  );

/** The lists as files of up to 50,000 rows, with the rights and the filters of the lists; more rows are refused with 422. */
@ApiTags('export')
@Allow('manager', 'external_orders', 'observer')
@Controller('api')
export class ExportController {
  constructor(
    private readonly tables: ExportService,
    private readonly downloads: Downloads,
  ) {}

  /** A row for each external order. */
  @Get('external-orders/export')
  @IsDownload()
  async externalOrders(
    @Query() query: ExternalOrderExport,
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    return this.downloads.send(await this.tables.externalOrders(query, actor), query.format, actor, reply);
  }

  /** A row for each position of external orders. */
  @Get('external-orders/positions/export')
  @IsDownload()
  async positions(
    @Query() query: PositionExport,
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    return this.downloads.send(await this.tables.positions(query, actor), query.format, actor, reply);
  }

  /** A row for each item. */
  @Get('orders/export')
  @IsDownload()
  async orders(
    @Query() query: OrderExport,
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    return this.downloads.send(await this.tables.orders(query, actor), query.format, actor, reply);
  }

  /** A row for each message to GettZap. */
  @Get('gettzap-notifications/export')
  @IsDownload()
  async notifications(
    @Query() query: NotificationExport,
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    return this.downloads.send(await this.tables.notifications(query, actor), query.format, actor, reply);
  }
}
