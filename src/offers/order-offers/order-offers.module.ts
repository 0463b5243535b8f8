import { Module } from '@nestjs/common';
import { ExternalOrdersModule } from '../../orders/external-orders/external-orders.module.js';
import { PriceListsModule } from '../price-lists/price-lists.module.js';
import { OrderOffersController } from './order-offers.controller.js';
import { OrderOffers } from './order-offers.service.js';

/** What the shop has, beside what is ordered. */
@Module({
  imports: [ExternalOrdersModule, PriceListsModule],
  controllers: [OrderOffersController],
  providers: [OrderOffers],
  exports: [OrderOffers],
})
export class OrderOffersModule {}
