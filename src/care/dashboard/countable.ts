import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { GETTZAP_CHANNEL } from '../../marketplaces/gettzap-notifications/gettzap-notification.js';
import { ExternalOrder } from '../../orders/external-orders/external-order.entity.js';
import { OutboxMessage, UNFINISHED } from '../../outbox/outbox-message.entity.js';
import type { CountedKind } from './quarter-count.entity.js';

export interface Countable {
  /** All of them, as `row`, which has `state`, `regionId` and `createdAt`. */
  query(manager: EntityManager): SelectQueryBuilder<ObjectLiteral>;
  /** A row that left these states seldom changes once more, and whoever changes it tells so. */
  openStates: readonly string[];
}

export const COUNTABLE: Record<CountedKind, Countable> = {
  external_orders: {
    query: (manager) => manager.createQueryBuilder(ExternalOrder, 'row').where('1 = 1'),
    openStates: ['new', 'partially_decided', 'needs_attention'],
  },
  deliveries: {
    query: (manager) =>
      manager.createQueryBuilder(OutboxMessage, 'row').where('row.channel = :channel', { channel: GETTZAP_CHANNEL }),
    openStates: UNFINISHED,
  },
};
