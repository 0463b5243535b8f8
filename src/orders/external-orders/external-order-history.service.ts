import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { type ExternalOrder, ExternalOrderHistoryEntry, HistoryDetails } from './external-order.entity.js';

export interface HistoryNote {
  kind: ExternalOrderHistoryEntry['kind'];
  comment?: string;
  details?: HistoryDetails;
  actor?: string;
}

/** What happened to an external order, in order. */
@Injectable()
export class ExternalOrderHistory {
  constructor(private readonly clock: Clock) {}

  async write(tx: Transaction, order: ExternalOrder, note: HistoryNote): Promise<void> {
    const { kind, comment = '', details = {}, actor = '' } = note;
    const { id: externalOrderId, version } = order;
    await tx.insertMany(ExternalOrderHistoryEntry, [
      { externalOrderId, kind, version, comment, details, actor, at: this.clock.now() },
    ]);
  }

  /** The stored entries, oldest first; that the order came in is told by the order itself. */
  of(manager: EntityManager, externalOrderId: number): Promise<ExternalOrderHistoryEntry[]> {
    return manager.find(ExternalOrderHistoryEntry, { where: { externalOrderId }, order: { id: 'ASC' } });
  }
}
