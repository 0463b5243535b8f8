import { Injectable, OnModuleInit } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { RegionsService } from '../../access/regions/regions.service.js';
import { DecisionLimits } from '../../orders/external-orders/decision-limits.service.js';
import { OrderStatusesService } from '../../orders/order-statuses/order-statuses.service.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { CONNECTIONS, MarketplaceConnection } from './marketplace-connection.entity.js';

const NAME = 'a marketplace connection';

/** Says how long decisions may take, and keeps the region of a connection, and the status for what the client cancelled, while they are used. */
@Injectable()
export class ConnectionGuards implements OnModuleInit {
  constructor(
    private readonly regions: RegionsService,
    private readonly statuses: OrderStatusesService,
    private readonly limits: DecisionLimits,
  ) {}

  onModuleInit(): void {
    const isAny = (tx: Transaction, column: { regionId: number } | { cancelledStatusId: number }) =>
      tx.manager.existsBy(MarketplaceConnection, { ...column, deletedAt: IsNull() });
    this.limits.register((snapshot) => snapshot.get(CONNECTIONS));
    this.regions.register({ name: NAME, isUsing: (tx, regionId) => isAny(tx, { regionId }) });
    this.statuses.register({
      name: NAME,
      isUsing: (tx, cancelledStatusId) => isAny(tx, { cancelledStatusId }),
      replace: async (tx, cancelledStatusId, replacementId) => {
        await tx.manager.update(MarketplaceConnection, { cancelledStatusId }, { cancelledStatusId: replacementId });
      },
    });
  }
}
