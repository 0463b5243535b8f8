import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { AuditService } from '../access/audit.service.js';
import { Clock } from '../platform/clock.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { MessagesChanged } from './messages-changed.event.js';
import { OutboxMessage } from './outbox-message.entity.js';
import { shownState } from './message-filter.js';
import { OrderingKey } from './ordering-key.entity.js';
import { Endpoint } from './endpoint.entity.js';
import { OutboxWorker } from './outbox-worker.service.js';
import { OrderingKeys } from './ordering-keys.service.js';

/** Puts messages back to be sent again, in the caller's transaction, which holds their ordering keys. */
@Injectable()
export class Requeue {
  constructor(
    private readonly orderingKeys: OrderingKeys,
    private readonly dispatcher: OutboxWorker,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Those endpoints of the messages that were deleted. */
  async archivedEndpoints(tx: Transaction, messages: OutboxMessage[]): Promise<Set<number>> {
    const ids = [...new Set(messages.map(({ endpointId }) => endpointId))];
    const gone = await tx.manager.findBy(Endpoint, { id: In(ids), isArchived: true });
    return new Set(gone.map(({ id }) => id));
  }

  /** It was delivered, or a later one of its ordering key was: sending it again may turn a status back. */
  async needsConfirmation(tx: Transaction, { state, orderingKeyId, seq }: OutboxMessage): Promise<boolean> {
    if (state === 'delivered') return true;
    return tx.manager.existsBy(OutboxMessage, { orderingKeyId, seq: MoreThan(seq), state: 'delivered' });
  }

  /** Back to the head of its ordering key; a later one that nobody is sending steps back. */
  async requeue(tx: Transaction, message: OutboxMessage): Promise<void> {
    const { id, orderingKeyId, endpointId, state } = message;
    if (state !== 'waiting') {
      const again = { retryStep: 0, isManual: true, notBefore: null, triedAt: null, deliveredAt: null, reason: '' };
      await tx.manager.update(OutboxMessage, { id }, { ...again, state: 'waiting', dueAt: this.clock.now() });
      await this.orderingKeys.promote(tx, [orderingKeyId]);
    }
    await this.audit.record(tx, auditOf('retry', message));
    tx.afterCommit(() => this.dispatcher.notify(endpointId));
  }

  async tellChanged(tx: Transaction, ids: number[]): Promise<void> {
    if (ids.length === 0) return;
    const messages = await tx.manager.findBy(OutboxMessage, { id: In(ids) });
    const orderingKeyIds = [...new Set(messages.map(({ orderingKeyId }) => orderingKeyId))];
    const orderingKeys = await tx.manager.findBy(OrderingKey, { id: In(orderingKeyIds) });
    const keys = new Map(orderingKeys.map(({ id, key }) => [id, key]));
    const changed = messages.map(({ id, channel, orderingKeyId, state }) => {
      return { id, channel, orderingKey: keys.get(orderingKeyId) ?? '', state };
    });
    await tx.publish(new MessagesChanged(changed));
  }
}

export function auditOf(action: string, message: OutboxMessage) {
  return { action, subject: 'delivery', subjectId: message.id, before: { state: shownState(message) } };
}
