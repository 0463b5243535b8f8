import { Module } from '@nestjs/common';
import { ExternalOrdersModule } from '../external-orders/external-orders.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { ChangedLimits } from './changed-limits.job.js';
import { DeadlineGauges } from './deadline-gauges.service.js';
import { DeadlineTimes } from './deadline-times.service.js';
import { DecisionDeadlines } from './decision-deadlines.job.js';
import { ItemDeadlines } from './item-deadlines.job.js';
import { RenewedDeadlines } from './renewed-deadlines.service.js';

@Module({
  imports: [OrdersModule, ExternalOrdersModule],
  providers: [DecisionDeadlines, ItemDeadlines, ChangedLimits, RenewedDeadlines, DeadlineGauges, DeadlineTimes],
})
export class DeadlinesModule {}
