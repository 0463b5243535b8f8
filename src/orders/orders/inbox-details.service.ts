import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { BuyerChangeView } from './buyer-change.dto.js';
import type { OrderDetail } from './order.dto.js';

/** What an order shows of its external order. */
export type InboxDetails = Pick<OrderDetail, 'changes' | 'notes'>;

interface Source {
  of(manager: EntityManager, externalOrderId: number): Promise<InboxDetails>;
  pendingChangesOf(manager: EntityManager, externalOrderIds: number[]): Promise<Map<number, BuyerChangeView[]>>;
}

/** Shows on an order what the inbox knows of it; the inbox, further up, plugs itself in. */
@Injectable()
export class OrderInboxDetails {
  private source: Source = {
    of: async () => ({ changes: [], notes: [] }),
    pendingChangesOf: async () => new Map(),
  };

  register(source: Source): void {
    this.source = source;
  }

  of(manager: EntityManager, externalOrderId: number): Promise<InboxDetails> {
    return this.source.of(manager, externalOrderId);
  }

  /** What buyers want otherwise than their orders say, by external order; one of which there is nothing is left out. */
  pendingChangesOf(manager: EntityManager, externalOrderIds: number[]): Promise<Map<number, BuyerChangeView[]>> {
    return this.source.pendingChangesOf(manager, externalOrderIds);
  }
}
