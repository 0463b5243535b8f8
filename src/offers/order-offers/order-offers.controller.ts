import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, CurrentActor } from '../../access/actor.js';
import { IdParam } from '../../platform/http/id-param.js';
import { OrderAvailabilitiesQuery, OrderAvailabilitiesView, OrderOffersView } from './order-offers.dto.js';
import { OrderOffers } from './order-offers.service.js';

@ApiTags('offers')
@Controller('api/external-orders')
export class OrderOffersController {
  constructor(private readonly offers: OrderOffers) {}

  /** What of external orders that wait for a decision could be delivered; without ids, of none. */
  @Get('offers')
  @Allow('manager', 'external_orders')
  async availabilities(
    @Query() { ids = [] }: OrderAvailabilitiesQuery,
    @CurrentActor() actor: Actor,
  ): Promise<OrderAvailabilitiesView> {
    return { data: await this.offers.availabilities(ids, actor) };
  }

  /** What the price lists of its region have for each position. */
  @Get(':id/offers')
  @Allow('manager', 'external_orders')
  of(@IdParam() id: number, @CurrentActor() actor: Actor): Promise<OrderOffersView> {
    return this.offers.of(id, actor);
  }
}
