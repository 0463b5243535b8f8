import { Module } from '@nestjs/common';
import { MarketplacesModule } from '../marketplaces/marketplaces.module.js';
import { OrderStatusesModule } from '../order-statuses/order-statuses.module.js';
import { RegionsModule } from '../regions/regions.module.js';
import { TrialService } from './trial.service.js';

@Module({
  imports: [MarketplacesModule, OrderStatusesModule, RegionsModule],
  providers: [TrialService],
  exports: [TrialService],
})
export class TrialModule {}
