import { Module } from '@nestjs/common';
import { OutboxModule } from '../../outbox/outbox.module.js';
import { OrderStatusesModule } from '../../orders/order-statuses/order-statuses.module.js';
import { OrdersModule } from '../../orders/orders/orders.module.js';
import { HandOverBatches } from './batches.service.js';
import { ExchangeArchive } from './exchange-archive.service.js';
import { ExchangeAsking } from './exchange-asking.service.js';
import { OrderPushing } from './order-pushing.service.js';
import { ExchangeChecks } from './exchange-checks.service.js';
import { ExchangeFollows } from './exchange-follows.service.js';
import { ExchangeGauges } from './exchange-gauges.service.js';
import { ExchangeGuards } from './exchange-guards.service.js';
import { ExchangeKinds } from './exchange-kinds.service.js';
import { ExchangeSessions } from './exchange-sessions.service.js';
import { ExchangeSettings } from './exchange-settings.service.js';
import { ExchangeSignIns } from './exchange-sign-ins.service.js';
import { ExchangeStatuses } from './exchange-statuses.service.js';
import { ExchangeWatch } from './exchange-watch.job.js';
import { ExchangesController } from './exchanges.controller.js';
import { ExchangesService } from './exchanges.service.js';
import { HandOverMarker } from './hand-over-marker.service.js';
import { HandOverQueue } from './hand-over-queue.service.js';
import { HandOversService } from './hand-overs.service.js';
import { ProposalsService } from './proposals.service.js';
import { PushDeliveries } from './push-deliveries.service.js';
import { PushedOrders } from './pushed-orders.service.js';
import { ReturnedDocuments } from './returned-documents.service.js';
import { ReturnedStatuses } from './returned-statuses.service.js';
import { ReturnedFiles } from './returned-files.service.js';

/** Orders are handed over to the shop's own systems, and what happens there comes back. */
@Module({
  imports: [OutboxModule, OrdersModule, OrderStatusesModule],
  controllers: [ExchangesController],
  providers: [
    ExchangesService,
    ExchangeStatuses,
    ExchangeKinds,
    ExchangeSettings,
    ExchangeSignIns,
    ExchangeChecks,
    ExchangeSessions,
    ExchangeArchive,
    ExchangeGauges,
    ExchangeGuards,
    ExchangeWatch,
    HandOverMarker,
    HandOverQueue,
    PushedOrders,
    PushDeliveries,
    HandOverBatches,
    HandOversService,
    ProposalsService,
    ReturnedDocuments,
    ReturnedFiles,
    ReturnedStatuses,
    ExchangeFollows,
    ExchangeAsking,
    OrderPushing,
  ],
  exports: [
    ExchangeAsking,
    OrderPushing,
    ExchangesService,
    ExchangeKinds,
    ExchangeSignIns,
    ExchangeFollows,
    ExchangeStatuses,
    ExchangeSessions,
    ExchangeArchive,
    HandOverBatches,
    PushedOrders,
    PushDeliveries,
    ReturnedDocuments,
    ReturnedFiles,
  ],
})
export class ExchangesModule {}
