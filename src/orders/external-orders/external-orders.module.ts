import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module.js';
import { BuyerData } from './buyer-data.service.js';
import { BuyerChangesSeen } from './buyer-changes-seen.service.js';
import { CancellingService } from './cancelling.service.js';
import { DecisionLimits } from './decision-limits.service.js';
import { BulkDeciding } from './bulk-deciding.service.js';
import { DecidingService } from './deciding.service.js';
import { ExternalOrderStore } from './external-order-store.service.js';
import { ExternalOrdersController } from './external-orders.controller.js';
import { ExternalOrdersService } from './external-orders.service.js';
import { InboxGauges } from './inbox-gauges.service.js';
import { KnownBuyers } from './known-buyers.service.js';
import { ListedPositions } from './listed-positions.service.js';
import { OfferSource } from './offer-source.service.js';
import { Claims } from './claims.service.js';
import { ContentReconciler } from './content-reconciler.service.js';
import { ReopeningService } from './reopening.service.js';
import { UndoModule } from '../undo/undo.module.js';
import { ReceivingService } from './receiving.service.js';
import { OlderVersionOrders } from './older-version-orders.job.js';
import { SettledConflicts } from './settled-conflicts.job.js';
import { TeamworkController } from './teamwork.controller.js';
import { Teamwork } from './teamwork.service.js';

@Module({
  imports: [UndoModule, OrdersModule],
  controllers: [ExternalOrdersController, TeamworkController],
  providers: [
    ExternalOrdersService,
    ReceivingService,
    ContentReconciler,
    CancellingService,
    OlderVersionOrders,
    SettledConflicts,
    DecidingService,
    BulkDeciding,
    ReopeningService,
    ExternalOrderStore,
    DecisionLimits,
    InboxGauges,
    KnownBuyers,
    ListedPositions,
    OfferSource,
    BuyerData,
    BuyerChangesSeen,
    Teamwork,
    Claims,
  ],
  exports: [
    ReceivingService,
    DecidingService,
    DecisionLimits,
    ExternalOrderStore,
    KnownBuyers,
    ExternalOrdersService,
    ListedPositions,
    OfferSource,
    InboxGauges,
    BuyerData,
  ],
})
export class ExternalOrdersModule {}
