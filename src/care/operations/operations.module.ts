import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { OperationsController } from './operations.controller.js';
import { MetricsPage } from './metrics-page.service.js';
import { ReadinessService } from './readiness.service.js';
import { StartupService } from './startup.service.js';

@Module({
  imports: [AccessModule, OutboxModule],
  controllers: [OperationsController],
  providers: [ReadinessService, MetricsPage, StartupService],
  exports: [ReadinessService],
})
export class OperationsModule {}
