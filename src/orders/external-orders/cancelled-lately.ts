import type { SelectQueryBuilder } from 'typeorm';
import { earlier } from '../../platform/clock.js';
import { ExternalOrder } from './external-order.entity.js';
import { ExternalOrderHistoryEntry } from './external-order-history.entity.js';

const DAY_MS = 86_400_000;

/**
 * Leaves of a query over `externalOrder` what the client cancelled in the last 24 hours, and conflicts however old. Both have an index
 * of their own and are few: they are found first, and then looked at.
 */
export function limitToCancelledLately<T extends ExternalOrder>(query: SelectQueryBuilder<T>, now: Date): void {
  const conflicts = query.subQuery().select('conflict.id', 'id').from(ExternalOrder, 'conflict');
  conflicts.where('conflict.cancelConflict = 1');
  const cancelled = query.subQuery().select('entry.externalOrderId', 'id').from(ExternalOrderHistoryEntry, 'entry');
  cancelled.where(`entry.kind = 'cancelled_by_client' AND entry.at >= :cancelledSince`);
  const [one, other] = [conflicts, cancelled].map((found) => found.getQuery().slice(1, -1));
  query
    .andWhere(`externalOrder.id IN (SELECT lately.id FROM (${one} UNION ${other}) lately)`)
    .andWhere(`(externalOrder.cancelConflict = 1 OR externalOrder.state = 'cancelled')`)
    .andWhere('externalOrder.deletedAt IS NULL')
    .setParameter('cancelledSince', earlier(now, DAY_MS));
}
