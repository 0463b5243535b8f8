import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, CurrentActor } from '../../access/actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import { mapPage, PageQuery } from '../../platform/http/paging.dto.js';
import {
  ConnectionPage,
  ConnectionView,
  CreateConnection,
  MarketplaceView,
  presentConnection,
  ReplacedLinkView,
  RevokedLinkView,
  RevokeLinks,
  UpdateConnection,
} from './marketplace-connection.dto.js';
import { ConnectionWithLink, MarketplaceConnectionsService } from './marketplace-connections.service.js';

@ApiTags('marketplaces')
@Controller('api')
export class MarketplaceConnectionsController {
  constructor(private readonly connections: MarketplaceConnectionsService) {}

  /** Those that can be connected, with the number of connections to each. */
  @Get('marketplaces')
  @Allow('manager', 'external_orders', 'observer')
  marketplaces(@CurrentActor() actor: Actor): Promise<MarketplaceView[]> {
    return this.connections.marketplaces(actor);
  }

  /** Administrators see the order links, too. */
  @Get('marketplace-connections')
  @Allow('manager', 'external_orders', 'observer')
  async list(@Query() query: PageQuery, @CurrentActor() actor: Actor): Promise<ConnectionPage> {
    return mapPage(await this.connections.list(query, actor), (each) => present(each, actor));
  }

  /** Inactive, with an order link; it takes orders once it has a region and is switched on. */
  @Post('marketplace-connections')
  async create(@Body() input: CreateConnection, @CurrentActor() actor: Actor): Promise<ConnectionView> {
    return present(await this.connections.create(input, actor), actor);
  }

  /** Passwords and keys are never shown; administrators see the order link. */
  @Get('marketplace-connections/:id')
  @Allow('manager', 'external_orders', 'observer')
  async get(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<ConnectionView> {
    return present(await this.connections.read(id, actor), actor);
  }

  /** Changes what is named, and nothing else. */
  @Patch('marketplace-connections/:id')
  async update(
    @IdParam() id: number,
    @Body() settings: UpdateConnection,
    @CurrentActor() actor: Actor,
  ): Promise<ConnectionView> {
    return present(await this.connections.update(id, settings, actor), actor);
  }

  /** It takes no orders from now on, and what was not sent yet is cancelled; its orders stay. */
  @Delete('marketplace-connections/:id')
  @HttpCode(204)
  async delete(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<void> {
    await this.connections.delete(id, actor);
  }

  /** Makes a new order link; the old one works for 24 h more. */
  @Post('marketplace-connections/:id/order-link')
  @HttpCode(200)
  async replaceLink(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<ReplacedLinkView> {
    const { orderLink, oldLinkValidUntil } = await this.connections.replaceLink(id, actor);
    return { orderLink, oldLinkValidUntil: oldLinkValidUntil.toISOString() };
  }

  /** Ends order links at once, where one has become known to others. */
  @Post('marketplace-connections/:id/order-link/revoke')
  @HttpCode(200)
  async revokeLinks(
    @IdParam() id: number,
    @Body() { scope }: RevokeLinks,
    @CurrentActor() actor: Actor,
  ): Promise<RevokedLinkView> {
    const { orderLink } = await this.connections.revokeLinks(id, scope, actor);
    return { orderLink };
  }
}

function present({ connection, ...links }: ConnectionWithLink, actor: Actor): ConnectionView {
  return presentConnection(connection, actor.roles.includes('admin') ? links : undefined);
}
