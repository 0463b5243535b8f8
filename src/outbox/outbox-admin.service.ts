import { Injectable } from '@nestjs/common';
import { EntityManager, In, MoreThan } from 'typeorm';
import type { RetryResultView } from './outbox.dto.js';
import { Actor, visibleTo } from '../access/actor.js';
import { AuditService } from '../access/audit.service.js';
import { ConflictError, NotFoundError } from '../platform/errors.js';
import { Page, PageQuery, readIds, readPage } from '../platform/http/paging.dto.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { Endpoint, OrderingKey, OutboxAttempt, OutboxMessage, UNDONE, UNSENT } from './outbox-message.entity.js';
import { filteredMessages, MessageFilter, shownState } from './message-filter.js';
import { OrderingKeys } from './ordering-keys.service.js';
import { OutboxWorker } from './outbox-worker.service.js';
import { publishChanged } from './outbox.events.js';
import { BulkRetry, Retries } from './retries.service.js';

/** How an attempt went, without what was sent. */
export type LastAttempt = Pick<OutboxAttempt, 'messageId' | 'at' | 'durationMs' | 'response' | 'error'>;

/** A message with what surrounds it. */
export interface MessageInPlace {
  message: OutboxMessage;
  orderingKey: string;
  endpoint: Endpoint;
  /** Of one that is not delivered: why it waits, or was given up. */
  lastAttempt?: LastAttempt;
}

export interface MessageDetail extends MessageInPlace {
  /** Of very many the first and the last ones. */
  attempts: OutboxAttempt[];
  attemptsMade: number;
}

/** From either end. */
const ATTEMPTS_SHOWN = 100;

/** Messages as people see and steer them, of whatever channel. */
@Injectable()
export class OutboxAdmin {
  constructor(
    private readonly transactions: Transactions,
    private readonly orderingKeys: OrderingKeys,
    private readonly worker: OutboxWorker,
    private readonly audit: AuditService,
    private readonly retries: Retries,
  ) {}

  list(filter: MessageFilter, paging: PageQuery): Promise<Page<MessageInPlace>> {
    return this.transactions.read(async (manager) => {
      const { query, searched } = await filteredMessages(manager, filter);
      const { data, meta } = await readPage(query, paging, 'message.createdAt', searched);
      return { data: await inPlace(manager, data), meta };
    });
  }

  /** Ids of the first rows of the list, whatever its pages. */
  idsOf(filter: MessageFilter, sort: PageQuery['sort'], limit: number): Promise<number[]> {
    return this.transactions.read(async (manager) =>
      readIds((await filteredMessages(manager, filter)).query, sort, 'message.createdAt', limit),
    );
  }

  /** All messages with an ordering key, in its order. */
  async ofOrderingKey(manager: EntityManager, channel: string, key: string): Promise<MessageInPlace[]> {
    const messages = await manager
      .createQueryBuilder(OutboxMessage, 'message')
      .innerJoin(OrderingKey, 'orderingKey', 'orderingKey.id = message.orderingKeyId')
      .where('orderingKey.channel = :channel AND orderingKey.key = :key', { channel, key })
      .orderBy('message.seq')
      .getMany();
    return inPlace(manager, messages);
  }

  /** @throws NotFoundError */
  detail(channel: string, id: number, actor: Actor): Promise<MessageDetail> {
    return this.transactions.read(async (manager) => {
      const message = visibleTo(actor, await manager.findOneBy(OutboxMessage, { id, channel }), `Delivery ${id}`);
      const [place] = await inPlace(manager, [message]);
      return { ...place!, ...(await attemptsOf(manager, id)) };
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
   * @param force also when it was delivered, or a later one with its ordering key was
   * @throws NotFoundError; ConflictError `confirmation_required`, `being_sent`, `skipped`, `undone`, `endpoint_gone`
   */
  retry(channel: string, id: number, force: boolean, actor: Actor): Promise<void> {
    return this.transactions.run(async (tx) => {
      const message = await this.lock(tx, channel, id, actor);
      if (message.state === 'sending') throw new ConflictError('being_sent', 'It is being sent right now.');
      if (message.state === 'skipped')
        throw new ConflictError('skipped', 'There is nothing to send: it was left out on purpose.');
      if (message.reason === UNDONE) throw new ConflictError('undone', 'There is nothing to tell: it was undone.');
      if ((await this.retries.archivedEndpoints(tx.manager, [message])).size > 0)
        throw new ConflictError('endpoint_gone', 'Its receiver was deleted: there is nobody to send it to.');
      if (!force && (await this.retries.needsConfirmation(tx.manager, message))) {
        throw new ConflictError(
          'confirmation_required',
          'It was delivered, or a later message of the same order was: sending it again may turn the status back.',
        );
      }
      await this.retries.requeue(tx, message);
      await publishChanged(tx, [message.id]);
    });
  }

  /** Retries all that match, or with `dryRun` says what that would come to. */
  retryAll(filter: MessageFilter, { dryRun, ...bulk }: BulkRetry & { dryRun: boolean }): Promise<RetryResultView> {
    return dryRun ? this.retries.countAll(filter, bulk) : this.retries.retryAll(filter, bulk);
  }

  /** @throws NotFoundError; ConflictError `being_sent`, `already_finished` */
  cancel(channel: string, id: number, actor: Actor): Promise<void> {
    return this.transactions.run(async (tx) => {
      const message = await this.lock(tx, channel, id, actor);
      if (message.state === 'sending') throw new ConflictError('being_sent', 'It is being sent right now.');
      if (!UNSENT.includes(message.state)) {
        throw new ConflictError('already_finished', 'It waits for nothing any more.');
      }
      await tx.updateByIds(OutboxMessage, [id], { state: 'cancelled', reason: 'cancelled_by_user' });
      const before = { state: shownState(message) };
      await this.audit.record(tx, 'cancel', 'delivery', id, { before, after: { state: 'cancelled' } });
      await this.orderingKeys.promote(tx, [message.orderingKeyId]);
      await publishChanged(tx, [id]);
      tx.afterCommit(() => this.worker.notify(message.endpointId));
    });
  }

  /** Takes the message's ordering key, and the message itself against a claim, which takes that alone. */
  private async lock(tx: Transaction, channel: string, id: number, actor: Actor): Promise<OutboxMessage> {
    const found = visibleTo(actor, await tx.manager.findOneBy(OutboxMessage, { id, channel }), `Delivery ${id}`);
    await this.orderingKeys.lock(tx, [found.orderingKeyId]);
    return tx.lockForUpdate(tx.manager.createQueryBuilder(OutboxMessage, 'message').where({ id })).getOneOrFail();
  }
}

async function inPlace(manager: EntityManager, messages: OutboxMessage[]): Promise<MessageInPlace[]> {
  if (messages.length === 0) return [];
  const ids = (of: (message: OutboxMessage) => number) => In([...new Set(messages.map(of))]);
  const [keys, endpoints, lastAttempts] = await Promise.all([
    manager.findBy(OrderingKey, { id: ids(({ orderingKeyId }) => orderingKeyId) }),
    manager.findBy(Endpoint, { id: ids(({ endpointId }) => endpointId) }),
    lastAttemptsOf(manager, messages),
  ]);
  const keyOf = new Map(keys.map(({ id, key }) => [id, key]));
  const endpointOf = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  return messages.map((message) => ({
    message,
    orderingKey: keyOf.get(message.orderingKeyId) ?? '',
    endpoint: endpointOf.get(message.endpointId)!,
    lastAttempt: lastAttempts.get(message.id),
  }));
}

/** By their ids, which an index has in their sequence. */
async function attemptsOf(manager: EntityManager, messageId: number) {
  const take = ATTEMPTS_SHOWN;
  const first = await manager.find(OutboxAttempt, { where: { messageId }, order: { id: 'ASC' }, take });
  if (first.length < take) return { attempts: first, attemptsMade: first.length };
  const later = { messageId, id: MoreThan(first.at(-1)!.id) };
  const last = await manager.find(OutboxAttempt, { where: later, order: { id: 'DESC' }, take });
  const attemptsMade = await manager.countBy(OutboxAttempt, { messageId });
  return { attempts: [...first, ...last.reverse()], attemptsMade };
}

/** The latest attempt of each message that was tried and is not delivered, by the message's id. */
async function lastAttemptsOf(manager: EntityManager, messages: OutboxMessage[]): Promise<Map<number, LastAttempt>> {
  const tried = messages.filter(({ state, attempts }) => attempts > 0 && state !== 'delivered');
  if (tried.length === 0) return new Map();
  const latest = await manager
    .createQueryBuilder(OutboxAttempt, 'attempt')
    .select('MAX(attempt.id)', 'id')
    .where('attempt.messageId IN (:...ids)', { ids: tried.map(({ id }) => id) })
    .groupBy('attempt.messageId')
    .getRawMany<{ id: number }>();
  const attempts = await manager.find(OutboxAttempt, {
    select: { id: true, messageId: true, at: true, durationMs: true, response: true, error: true },
    where: { id: In(latest.map(({ id }) => id)) },
  });
  return new Map(attempts.map((attempt) => [attempt.messageId, attempt]));
}
