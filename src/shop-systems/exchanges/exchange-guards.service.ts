import { Injectable, OnModuleInit } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { RegionsService } from '../../access/regions/regions.service.js';
import { OrderStatusesService } from '../../orders/order-statuses/order-statuses.service.js';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { catchUp } from './catching-up.js';
import { Exchange, ExchangeStatus } from './exchange.entity.js';

const NAME = 'an exchange';

/** Keeps the regions of exchanges, and the statuses that values of theirs mean, while they are used. */
@Injectable()
export class ExchangeGuards implements OnModuleInit {
  constructor(
    private readonly regions: RegionsService,
    private readonly statuses: OrderStatusesService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.regions.register({
      name: NAME,
      isUsing: async (tx, id) => (await exchangesOf(tx)).some(({ regionIds }) => regionIds.includes(id)),
    });
    this.statuses.register({ name: NAME, isUsing, replace: (...given) => this.replace(...given) });
  }

  private async replace(tx: Transaction, statusId: number, replacementId: number | null): Promise<void> {
    if (replacementId === null) return;
    await tx.manager.update(ExchangeStatus, { statusId }, { statusId: replacementId });
    for (const exchange of await exchangesOf(tx)) {
      const { id, isActive, readyStatusIds, refusedStatusId } = exchange;
      const ready = new Set(readyStatusIds.map((each) => (each === statusId ? replacementId : each)));
      const refused = refusedStatusId === statusId ? replacementId : refusedStatusId;
      Object.assign(exchange, { readyStatusIds: [...ready], refusedStatusId: refused });
      await tx.updateByIds(Exchange, [id], { readyStatusIds: [...ready], refusedStatusId: refused });
      // Orders that were in the replacement before are ready by it, too.
      if (isActive && readyStatusIds.includes(statusId)) await catchUp(tx, exchange, false, this.clock.now());
    }
  }
}

function exchangesOf(tx: Transaction): Promise<Exchange[]> {
  return tx.manager.findBy(Exchange, { deletedAt: IsNull() });
}

async function isUsing(tx: Transaction, statusId: number): Promise<boolean> {
  const exchanges = await exchangesOf(tx);
  const mapped = await tx.manager.findBy(ExchangeStatus, { statusId });
  return exchanges.some(
    ({ id, readyStatusIds, refusedStatusId }) =>
      readyStatusIds.includes(statusId) ||
      refusedStatusId === statusId ||
      mapped.some(({ exchangeId }) => exchangeId === id),
  );
}
