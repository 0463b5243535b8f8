import { Injectable } from '@nestjs/common';
import { type Actor, visibleTo } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { BuyerChanges } from '../orders/buyer-changes.service.js';
import { ChangedMeanwhileError } from '../../platform/errors.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { changesOf } from './content-changes.js';
import { ExternalOrderStore } from './external-order-store.service.js';
import { historyOf } from './stored-history.js';

/** Ends the flag of what the buyer changed after the decision. */
@Injectable()
export class BuyerChangesSeen {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: ExternalOrderStore,
    private readonly buyerChanges: BuyerChanges,
    private readonly audit: AuditService,
  ) {}

  /**
   * Does nothing when there is nothing to see.
   * @param version of the newest change that the actor has seen; undefined = all that there are
   * @throws NotFoundError; ChangedMeanwhileError when the buyer went on changing
   */
  see(id: number, version: number | undefined, actor: Actor): Promise<void> {
    return this.transactions.run(async (tx) => {
      const order = visibleTo(actor, await this.store.lock(tx, id), `External order ${id}`);
      if (!order.changedAfterDecision) return;
      const [newest] = changesOf(await historyOf(tx.manager, id));
      if (version !== undefined && newest && newest.version !== version) throw new ChangedMeanwhileError();
      order.changedAfterDecision = false;
      await this.store.update(tx, order);
      await this.store.writeHistory(tx, order, { kind: 'change_seen', actor: actor.name });
      await this.audit.record(tx, 'see_change', 'external_order', id);
      await this.buyerChanges.wereSeen(tx, id, actor.name);
    });
  }
}
