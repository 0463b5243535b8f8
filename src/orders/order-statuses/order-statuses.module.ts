import { Module } from '@nestjs/common';
import { OrderStatusesController } from './order-statuses.controller.js';
import { OrderStatusesService } from './order-statuses.service.js';
import { TextTemplates } from './text-templates.service.js';

@Module({
  controllers: [OrderStatusesController],
  providers: [OrderStatusesService, TextTemplates],
  exports: [OrderStatusesService, TextTemplates],
})
export class OrderStatusesModule {}
