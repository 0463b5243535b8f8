import { Module } from '@nestjs/common';
import { MarketplacesModule } from '../../marketplaces/connections/marketplaces.module.js';
import { OrderStatusesModule } from '../../orders/order-statuses/order-statuses.module.js';
import { RegionsModule } from '../../access/regions/regions.module.js';
import { TrialService } from './trial.service.js';

@Module({
  imports: [MarketplacesModule, OrderStatusesModule, RegionsModule],
  providers: [TrialService],
  exports: [TrialService],
})
export class TrialModule {}
