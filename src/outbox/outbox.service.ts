import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Configuration } from '../platform/configuration/configuration.service.js';
import { Clock } from '../platform/clock.js';
import { groupBy, idsOf } from '../platform/collections.js';
import { type Hold, HoldsUndone, tooLateToUndo } from '../platform/transactions/hold.js';
import { OnDomainEvent, type Transaction } from '../platform/transactions/transaction.js';
import { MessagesChanged } from './outbox.events.js';
import {
  CANCELLED_BY_USER,
  ENDPOINT_ARCHIVED,
  MessageState,
  OrderingKey,
  OutboxMessage,
  UNDONE,
  UNSENT,
} from './outbox-message.entity.js';
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
  /** Holds it back. */
  hold?: Hold | null;
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
          dueAt: message.hold?.until ?? now,
          notBefore: message.hold?.until ?? null,
          holdId: message.hold?.id ?? null,
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
    const due = rows.filter(({ state, holdId }) => state === 'pending' && !holdId);
    for (const endpointId of new Set(due.map((row) => row.endpointId))) {
      tx.afterCommit(() => this.worker.notify(endpointId));
    }
  }

  /**
   * Cancels messages of an ordering key that nobody began to send. One that a person had cancelled before takes the reason: to retry it
   * would tell what is not true any more.
   * @param applies chooses them by their content
   * @returns those that would have been sent
   */
  async cancelUnsent(
    tx: Transaction,
    channel: string,
    orderingKey: string,
    reason: string,
    applies: (message: Pick<OutboxMessage, 'kind' | 'payload'>) => boolean,
  ): Promise<OutboxMessage[]> {
    const row = await tx.lockOne(OrderingKey, { channel, key: orderingKey });
    if (!row) return [];
    const untried = { orderingKeyId: row.id, attempts: 0 };
    const query = tx.manager.createQueryBuilder(OutboxMessage, 'message').where([
      { ...untried, state: In(UNSENT) },
      { ...untried, state: 'cancelled', reason: CANCELLED_BY_USER },
    ]);
    const withdrawn = (await tx.lockForUpdate(query).getMany()).filter(applies);
    const unsent = withdrawn.filter(({ state }) => UNSENT.includes(state));
    await this.cancel(tx, withdrawn, new Map([[row.id, orderingKey]]), reason);
    return unsent;
  }

  /** Cancels all messages of an ordering key that wait, also those of which attempts were made. */
  async cancelWaiting(tx: Transaction, orderingKeyId: number, reason: string): Promise<void> {
    const keys = await this.orderingKeys.lock(tx, [orderingKeyId]);
    const where = { orderingKeyId, state: In(UNSENT) };
    const query = tx.manager.createQueryBuilder(OutboxMessage, 'message').where(where).orderBy('message.id');
    await this.cancel(tx, await tx.lockForUpdate(query).getMany(), keys, reason);
  }

  /** What was undone is told to nobody; what would not have been told anyway ends alike. @throws ConflictError `too_late` once an attempt was begun */
  @OnDomainEvent(HoldsUndone)
  async cancelHeld({ holdIds }: HoldsUndone, tx: Transaction): Promise<void> {
    const held = { holdId: In(holdIds) };
    const found = await tx.manager.find(OutboxMessage, { select: { id: true, orderingKeyId: true }, where: held });
    if (found.length === 0) return;
    const keys = await this.orderingKeys.lock(tx, [...new Set(found.map(({ orderingKeyId }) => orderingKeyId))]);
    const query = tx.manager.createQueryBuilder(OutboxMessage, 'message').where(held).orderBy('message.id');
    const messages = await tx.lockForUpdate(query).getMany();
    const isBegun = ({ attempts, state }: OutboxMessage) => attempts > 0 || state === 'sending';
    if (messages.some(isBegun)) throw tooLateToUndo();
    const isWithdrawn = ({ state, reason }: OutboxMessage) =>
      UNSENT.includes(state) || state === 'skipped' || (state === 'cancelled' && reason === CANCELLED_BY_USER);
    await this.cancel(tx, messages.filter(isWithdrawn), keys, UNDONE);
  }

  /** @param orderingKeys of the messages, by their ids; their rows are held */
  private async cancel(
    tx: Transaction,
    messages: OutboxMessage[],
    orderingKeys: Map<number, string>,
    reason: string,
  ): Promise<void> {
    if (messages.length === 0) return;
    const hasWaited = messages.some(({ state }) => state !== 'skipped');
    const cancelled = messages.map((message) => Object.assign(message, { state: 'cancelled' as const, reason }));
    await tx.updateByIds(OutboxMessage, idsOf(cancelled), { state: 'cancelled', reason });
    // What was skipped has kept nothing else from being sent.
    if (hasWaited) await this.orderingKeys.promote(tx, [...orderingKeys.keys()]);
    await tx.publish(MessagesChanged.of(cancelled, orderingKeys));
    if (!hasWaited) return;
    for (const endpointId of new Set(cancelled.map((message) => message.endpointId))) {
      tx.afterCommit(() => this.worker.notify(endpointId));
    }
  }
}
