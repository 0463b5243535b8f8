import type { Transaction } from '../../platform/transactions/transaction.js';
import type { ExternalOrder } from './external-order.entity.js';
import { ExternalOrderNeedsAttention, ExternalOrdersReceived, ReceivedOrder } from './external-orders.events.js';
import type { IncomingContent } from './incoming-message.js';

/**
 * Tells the modules above what came into the inbox: once for all orders of a transaction.
 * @param isNew false: the inbox had another content of it before, or only a cancellation
 */
export async function publishReceived(
  tx: Transaction,
  arrived: Array<{ order: ExternalOrder; content: IncomingContent }>,
  isNew: boolean,
): Promise<void> {
  const orders: ReceivedOrder[] = [];
  for (const { order: externalOrder, content } of arrived) {
    if (content.kind === 'unreadable') {
      await tx.publish(new ExternalOrderNeedsAttention(externalOrder, content.problems, isNew));
    } else {
      const { positions, totalMinor } = content;
      orders.push({ externalOrder, positionCount: positions.length, totalMinor, isNew });
    }
  }
  if (orders.length > 0) await tx.publish(new ExternalOrdersReceived(orders));
}
