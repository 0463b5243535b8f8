import { Module } from '@nestjs/common';
import { ExternalOrdersModule } from '../../orders/external-orders/external-orders.module.js';
import { UndoModule } from '../../orders/undo/undo.module.js';
import { OrderOffersModule } from '../order-offers/order-offers.module.js';
import { PriceListsModule } from '../price-lists/price-lists.module.js';
import { Judging } from './judging.service.js';
import { Processing } from './processing.job.js';
import { ProcessingRulesController } from './processing-rules.controller.js';
import { ProcessingRulesService } from './processing-rules.service.js';
import { RuleGauges } from './rule-gauges.service.js';

/** What becomes of external orders by itself, by what the shop has. */
@Module({
  imports: [ExternalOrdersModule, UndoModule, OrderOffersModule, PriceListsModule],
  controllers: [ProcessingRulesController],
  providers: [ProcessingRulesService, Judging, Processing, RuleGauges],
  exports: [ProcessingRulesService],
})
export class ProcessingRulesModule {}
