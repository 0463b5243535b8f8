import { Injectable } from '@nestjs/common';
import { type Actor, userIdOf, visibleTo } from '../../access/actor.js';
import { Clock } from '../../platform/clock.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { isClaimed, NO_CLAIM } from './claim.dto.js';
import { ExternalOrder } from './external-order.entity.js';
import { ExternalOrderStore } from './external-order-store.service.js';

/** Shows colleagues who has an external order open, so that no two work on it unawares; nobody is kept from anything. */
@Injectable()
export class Claims {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: ExternalOrderStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Said by who has it open, again and again while they do something. The first one keeps the claim.
   * @throws NotFoundError; ForbiddenError for an API key
   */
  claim(id: number, actor: Actor): Promise<void> {
    const claimedById = userIdOf(actor, 'Claims');
    return this.transactions.run(async (tx) => {
      const order = visibleTo(actor, await this.store.lock(tx, id), `External order ${id}`);
      const now = this.clock.now();
      const isHeld = isClaimed(order, now);
      if (isHeld && order.claimedById !== claimedById) return;
      const claimedAt = isHeld ? order.claimedAt : now;
      await tx.updateByIds(ExternalOrder, [id], { claimedById, claimedAt, claimRenewedAt: now });
      if (!isHeld) await this.store.tellChange(tx, order);
    });
  }

  /**
   * Does nothing to another one's claim.
   * @throws NotFoundError; ForbiddenError for an API key
   */
  release(id: number, actor: Actor): Promise<void> {
    const userId = userIdOf(actor, 'Claims');
    return this.transactions.run(async (tx) => {
      const order = visibleTo(actor, await this.store.lock(tx, id), `External order ${id}`);
      if (order.claimedById !== userId) return;
      await tx.updateByIds(ExternalOrder, [id], NO_CLAIM);
      await this.store.tellChange(tx, order);
    });
  }
}
