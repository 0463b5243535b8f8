import { Module } from '@nestjs/common';
import { RegionsModule } from '../../access/regions/regions.module.js';
import { TrialModule } from '../trial/trial.module.js';
import { DashboardController } from './dashboard.controller.js';
import { DashboardService } from './dashboard.service.js';
import { DeliveryFigures } from './delivery-figures.service.js';
import { InboxFigures } from './inbox-figures.service.js';
import { SetupSteps } from './setup-steps.service.js';

@Module({
  imports: [RegionsModule, TrialModule],
  controllers: [DashboardController],
  providers: [DashboardService, InboxFigures, DeliveryFigures, SetupSteps],
})
export class DashboardModule {}
