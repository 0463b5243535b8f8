import { Module } from '@nestjs/common';
import { OrderStatusesModule } from '../order-statuses/order-statuses.module.js';
import { BuyerChanges } from './buyer-changes.service.js';
import { ClientCancellations } from './client-cancellations.service.js';
import { OrderInboxDetails } from './inbox-details.service.js';
import { ItemMoves } from './item-moves.service.js';
import { ItemStatusesService } from './item-statuses.service.js';
import { OrderHandOvers } from './order-hand-overs.service.js';
import { OrderNotifications } from './order-notifications.service.js';
import { OrderTeamwork } from './order-teamwork.service.js';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';
import { OrderStore } from './order-store.service.js';
import { UndoModule } from '../undo/undo.module.js';
import { StatusUndoing } from './status-undoing.service.js';
import { StatusReplacement } from './status-replacement.service.js';

@Module({
  imports: [OrderStatusesModule, UndoModule],
  controllers: [OrdersController],
  providers: [
    OrdersService,
    OrderStore,
    BuyerChanges,
    OrderInboxDetails,
    OrderTeamwork,
    ClientCancellations,
    ItemMoves,
    ItemStatusesService,
    StatusReplacement,
    StatusUndoing,
    OrderNotifications,
    OrderHandOvers,
  ],
  exports: [
    OrdersService,
    OrderStore,
    ItemStatusesService,
    ClientCancellations,
    OrderNotifications,
    OrderHandOvers,
    BuyerChanges,
    OrderInboxDetails,
    OrderTeamwork,
  ],
})
export class OrdersModule {}
