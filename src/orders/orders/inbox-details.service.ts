import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { OrderDetail } from './order.dto.js';

/** What an order shows of its external order. */
export type InboxDetails = Pick<OrderDetail, 'changes' | 'notes'>;

type Source = (manager: EntityManager, externalOrderId: number) => Promise<InboxDetails>;

/** Shows on an order what the inbox knows of it; the inbox, further up, plugs itself in. */
@Injectable()
export class OrderInboxDetails {
  private source: Source = async () => ({ changes: [], notes: [] });

  register(source: Source): void {
    this.source = source;
  }

  of(manager: EntityManager, externalOrderId: number): Promise<InboxDetails> {
    return this.source(manager, externalOrderId);
  }
}
