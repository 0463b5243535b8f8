import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { ExternalOrder } from './external-order.entity.js';
import {
  ExternalOrderContentsReceived,
  ReceivedContentOf,
  ExternalOrdersReceived,
  ReceivedOrder,
  ToldExternalOrder,
  ExternalOrderNeedsAttention,
} from './external-orders.events.js';
import type { IncomingContent } from './incoming-message.js';

/** Tells the modules above what came into the inbox: once for all orders of a transaction. */
@Injectable()
export class InboxNews {
  constructor(private readonly clock: Clock) {}

  /** @param isNew false: the inbox had another content of it before, or only a cancellation */
  async publishReceived(
    tx: Transaction,
    arrived: Array<{ order: ExternalOrder; content: IncomingContent }>,
    isNew: boolean,
  ): Promise<void> {
    const orders: ReceivedOrder[] = [];
    for (const { order, content } of arrived) {
      const externalOrder = toldOf(order);
      if (content.kind === 'unreadable') {
        await tx.publish(new ExternalOrderNeedsAttention(externalOrder, content.problems, isNew));
      } else {
        const { positions, totalMinor } = content;
        orders.push({ externalOrder, positionCount: positions.length, totalMinor, isNew });
      }
    }
    if (orders.length > 0) await tx.publish(new ExternalOrdersReceived(orders));
  }

  async contentsReceived(
    tx: Transaction,
    received: Array<{ order: ExternalOrder; outcome: ReceivedContentOf['outcome'] }>,
  ): Promise<void> {
    const told = received.map(({ order, outcome }) => ({ externalOrder: toldOf(order), outcome }));
    await tx.publish(new ExternalOrderContentsReceived(told, this.clock.now()));
  }
}

function toldOf({ id, externalId, connectionId, regionId }: ExternalOrder): ToldExternalOrder {
  return { id, externalId, connectionId, regionId };
}
