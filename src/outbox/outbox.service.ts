import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Configuration } from '../platform/configuration/configuration.service.js';
import { Clock } from '../platform/clock.js';
import { groupBy } from '../platform/collections.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { MessagesChanged } from './outbox.events.js';
import { OutboxMessage, MessageState, ENDPOINT_ARCHIVED, OrderingKey } from './outbox-message.entity.js';
import { endpointName, ENDPOINTS } from './endpoints.service.js';
import { OutboxWorker } from './outbox-worker.service.js';
import { OrderingKeys } from './ordering-keys.service.js';

/** A message to be sent. */
export interface NewMessage {
  endpointKey: string;
  /** Messages of one ordering key arrive in the order in which they were enqueued. */
  orderingKey: string;
  kind: string;
  /** Who may see it; absent = it lies in no region. */
  regionId?: number;
  /** What a person would search it by. */
  subject: string;
  payload: object;
  /** Set for a message that is deliberately not sent, and only recorded. */
  skippedBecause?: string;
}

/** Why a message is only recorded; "" = it is sent. */
export function whyNotSent(message: Pick<NewMessage, 'skippedBecause'>, endpoint: { isArchived: boolean }): string {
  return message.skippedBecause ?? (endpoint.isArchived ? ENDPOINT_ARCHIVED : '');
}

/** Durable sending: what was enqueued in a committed transaction is sent until it arrives or is given up. */
@Injectable()
export class Outbox {
  constructor(
    private readonly orderingKeys: OrderingKeys,
    private readonly configuration: Configuration,
    private readonly worker: OutboxWorker,
    private readonly clock: Clock,
  ) {}

  /** Records the messages in the caller's transaction; the first attempt follows right after the commit. */
  async add(tx: Transaction, channel: string, messages: NewMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const endpoints = (await this.configuration.of(tx)).get(ENDPOINTS);
    const ends = await this.orderingKeys.lockOrCreate(tx, channel, [
      ...new Set(messages.map(({ orderingKey }) => orderingKey)),
    ]);
    const now = this.clock.now();
    const rows: Array<Omit<OutboxMessage, 'id'>> = [];
    for (const [orderingKey, ofOrderingKey] of groupBy(messages, (message) => message.orderingKey)) {
      const { id: orderingKeyId, ...end } = ends.get(orderingKey)!;
      let { lastSeq, isBusy } = end;
      for (const message of ofOrderingKey) {
        const endpoint = endpoints.get(endpointName(channel, message.endpointKey));
        if (!endpoint) throw new Error(`The ${channel} endpoint ${message.endpointKey} was never configured.`);
        const skippedBecause = whyNotSent(message, endpoint);
        const state: MessageState = skippedBecause ? 'skipped' : isBusy ? 'waiting' : 'pending';
        isBusy ||= state === 'pending';
        rows.push({
          channel,
          endpointId: endpoint.id,
          orderingKeyId,
          regionId: message.regionId ?? null,
          seq: ++lastSeq,
          kind: message.kind,
          state,
          reason: skippedBecause,
          subject: message.subject,
          idempotencyKey: randomUUID(),
          payload: message.payload,
          dueAt: now,
          notBefore: null,
          triedAt: null,
          leaseToken: '',
          countedAttempts: 0,
          attempts: 0,
          retryStep: 0,
          isManual: false,
          createdAt: now,
          deliveredAt: null,
        });
      }
    }
    await tx.insertMany(OutboxMessage, rows);
    for (const endpointId of new Set(rows.filter(({ state }) => state === 'pending').map((row) => row.endpointId))) {
      tx.afterCommit(() => this.worker.notify(endpointId));
    }
  }

  /** Cancels messages of an ordering key that nobody began to send; `applies` chooses them by their content. */
  async cancelUnsent(
    tx: Transaction,
    channel: string,
    orderingKey: string,
    reason: string,
    applies: (message: Pick<OutboxMessage, 'kind' | 'payload'>) => boolean,
  ): Promise<void> {
    const row = await tx
      .lockForUpdate(tx.manager.createQueryBuilder(OrderingKey, 'orderingKey').where({ channel, key: orderingKey }))
      .getOne();
    if (!row) return;
    const unsent = await tx
      .lockForUpdate(
        tx.manager
          .createQueryBuilder(OutboxMessage, 'message')
          .where({ orderingKeyId: row.id, state: In(['waiting', 'pending']), attempts: 0 }),
      )
      .getMany();
    const ids = unsent.filter(applies).map(({ id }) => id);
    if (ids.length === 0) return;
    await tx.manager.update(OutboxMessage, { id: In(ids) }, { state: 'cancelled', reason });
    await this.orderingKeys.promote(tx, [row.id]);
    await tx.publish(new MessagesChanged(ids.map((id) => ({ id, channel, orderingKey, state: 'cancelled' }))));
    tx.afterCommit(() => this.worker.notify(unsent[0]!.endpointId));
  }
}
