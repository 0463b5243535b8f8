import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { Actor, visibleTo } from '../access/actor.js';
import { AuditService } from '../access/audit.service.js';
import { ConflictError, NotFoundError } from '../platform/errors.js';
import { Page, PageQuery, readIds, readPage } from '../platform/http/paging.dto.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { OutboxMessage } from './outbox-message.entity.js';
import { OutboxAttempt } from './outbox-attempt.entity.js';
import { MessageFilter, filteredMessages } from './message-filter.js';
import { OrderingKey } from './ordering-key.entity.js';
import { Endpoint } from './endpoint.entity.js';
import { OutboxWorker } from './outbox-worker.service.js';
import { LastAttempt, lastAttemptsOf } from './last-attempts.js';
import { OrderingKeys } from './ordering-keys.service.js';
import { auditOf, Requeue } from './requeue.service.js';

/** A message with what surrounds it. */
export interface MessageInPlace {
  message: OutboxMessage;
  orderingKey: string;
  endpoint: Endpoint;
  /** Of one that is not delivered: why it waits, or was given up. */
  lastAttempt?: LastAttempt;
}

/** Messages as people see and steer them. */
@Injectable()
export class OutboxAdmin {
  constructor(
    private readonly transactions: Transactions,
    private readonly orderingKeys: OrderingKeys,
    private readonly dispatcher: OutboxWorker,
    private readonly audit: AuditService,
    private readonly requeue: Requeue,
  ) {}

  list(filter: MessageFilter, paging: PageQuery): Promise<Page<MessageInPlace>> {
    return this.transactions.read(async (manager) => {
      const { query, searched } = await filteredMessages(manager, filter);
      const { data, meta } = await readPage(query, paging, 'message.createdAt', searched);
      return { data: await this.withPlaces(manager, data), meta };
    });
  }

  /** Ids of the first rows of the list, whatever its pages. */
  idsOf(filter: MessageFilter, sort: PageQuery['sort'], limit: number): Promise<number[]> {
    return this.transactions.read(async (manager) =>
      readIds((await filteredMessages(manager, filter)).query, sort, 'message.createdAt', limit),
    );
  }

  /** All messages of an ordering key, in its order. */
  ofOrderingKey(channel: string, orderingKey: string): Promise<MessageInPlace[]> {
    return this.transactions.read(async (manager) => {
      const row = await manager.findOneBy(OrderingKey, { channel, key: orderingKey });
      if (!row) return [];
      const messages = await manager.find(OutboxMessage, { where: { orderingKeyId: row.id }, order: { seq: 'ASC' } });
      return this.withPlaces(manager, messages);
    });
  }

  /** @throws NotFoundError */
  detail(channel: string, id: number, actor: Actor): Promise<MessageInPlace & { attempts: OutboxAttempt[] }> {
    return this.transactions.read(async (manager) => {
      const message = visibleTo(actor, await manager.findOneBy(OutboxMessage, { id, channel }), `Delivery ${id}`);
      const attempts = await manager.find(OutboxAttempt, { where: { deliveryId: id }, order: { number: 'ASC' } });
      const [place] = await this.withPlaces(manager, [message]);
      return { ...place!, attempts };
    });
  }

  /** The channel that a message goes by. @throws NotFoundError */
  async channelOf(id: number): Promise<string> {
    const message = await this.transactions.read((manager) =>
      manager.findOne(OutboxMessage, { select: { id: true, channel: true }, where: { id } }),
    );
    if (!message) throw new NotFoundError(`Delivery ${id}`);
    return message.channel;
  }

  /**
   * Sends it again now, with a whole schedule of attempts before it.
   * @param force also when it was delivered, or a later one of its ordering key was
   * @throws NotFoundError; ConflictError `confirmation_required`, `being_sent`, `skipped`, `endpoint_gone`
   */
  retry(channel: string, id: number, force: boolean, actor: Actor): Promise<void> {
    return this.transactions.run(async (tx) => {
      const message = await this.hold(tx, channel, id, actor);
      if (message.state === 'sending') throw new ConflictError('being_sent', 'It is being sent right now.');
      if (message.state === 'skipped')
        throw new ConflictError('skipped', 'There is nothing to send: it was left out on purpose.');
      if ((await this.requeue.archivedEndpoints(tx, [message])).size > 0)
        throw new ConflictError('endpoint_gone', 'Its receiver was deleted: there is nobody to send it to.');
      if (!force && (await this.requeue.needsConfirmation(tx, message))) {
        throw new ConflictError(
          'confirmation_required',
          'It was delivered, or a later message of the same order was: sending it again may transition the status back.',
        );
      }
      await this.requeue.requeue(tx, message);
      await this.requeue.tellChanged(tx, [message.id]);
    });
  }

  /** @throws NotFoundError; ConflictError `being_sent`, `already_finished` */
  cancel(channel: string, id: number, actor: Actor): Promise<void> {
    return this.transactions.run(async (tx) => {
      const message = await this.hold(tx, channel, id, actor);
      if (message.state === 'sending') throw new ConflictError('being_sent', 'It is being sent right now.');
      if (message.state !== 'waiting' && message.state !== 'pending') {
        throw new ConflictError('already_finished', 'It waits for nothing any more.');
      }
      await tx.manager.update(OutboxMessage, { id }, { state: 'cancelled', reason: 'cancelled_by_user' });
      await this.audit.record(tx, { ...auditOf('cancel', message), after: { state: 'cancelled' } });
      await this.orderingKeys.promote(tx, [message.orderingKeyId]);
      await this.requeue.tellChanged(tx, [id]);
      tx.afterCommit(() => this.dispatcher.notify(message.endpointId));
    });
  }

  /** Takes the message's ordering key and answers the message as it is then. */
  private async hold(tx: Transaction, channel: string, id: number, actor: Actor): Promise<OutboxMessage> {
    const found = visibleTo(actor, await tx.manager.findOneBy(OutboxMessage, { id, channel }), `Delivery ${id}`);
    await this.orderingKeys.lock(tx, [found.orderingKeyId]);
    return this.locked(tx, id);
  }

  /** Against a claim, which takes the message alone. */
  private locked(tx: Transaction, id: number): Promise<OutboxMessage> {
    return tx.lock(tx.manager.createQueryBuilder(OutboxMessage, 'message').where({ id })).getOneOrFail();
  }

  private async withPlaces(manager: EntityManager, messages: OutboxMessage[]): Promise<MessageInPlace[]> {
    if (messages.length === 0) return [];
    const ids = (of: (message: OutboxMessage) => number) => In([...new Set(messages.map(of))]);
    const rows = await manager.findBy(OrderingKey, { id: ids(({ orderingKeyId }) => orderingKeyId) });
    const endpoints = await manager.findBy(Endpoint, { id: ids(({ endpointId }) => endpointId) });
    const orderingKeys = new Map(rows.map(({ id, key }) => [id, key]));
    const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
    const lastAttempts = await lastAttemptsOf(manager, messages);
    return messages.map((message) => ({
      message,
      orderingKey: orderingKeys.get(message.orderingKeyId) ?? '',
      endpoint: byId.get(message.endpointId)!,
      lastAttempt: lastAttempts.get(message.id),
    }));
  }
}
