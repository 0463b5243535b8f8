import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { RetryResultView } from './outbox.dto.js';
import { Actor, visibleTo } from '../access/actor.js';
import { AuditService } from '../access/audit.service.js';
import { ConflictError, NotFoundError } from '../platform/errors.js';
import { Page, PageQuery } from '../platform/http/paging.dto.js';
import { readIds, readPage } from '../platform/http/read-page.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { CANCELLED_BY_USER, OrderingKey, OutboxMessage, UNDONE, UNSENT } from './outbox-message.entity.js';
import { filteredMessages, MessageFilter, shownState } from './message-filter.js';
import { attemptsOf, inPlace, type MessageDetail, type MessageInPlace } from './message-in-place.js';
import { OrderingKeys } from './ordering-keys.service.js';
import { OutboxWorker } from './outbox-worker.service.js';
import { publishChanged } from './outbox.events.js';
import { BulkRetry, Retries } from './retries.service.js';

/** As many as an answer about one order can carry; all stand in the list. */
const NEWEST_OF_KEY = 1_000;

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

  /** The newest messages with an ordering key, in its order. */
  async ofOrderingKey(manager: EntityManager, channel: string, key: string): Promise<MessageInPlace[]> {
    const messages = await manager
      .createQueryBuilder(OutboxMessage, 'message')
      .innerJoin(OrderingKey, 'orderingKey', 'orderingKey.id = message.orderingKeyId')
      .where('orderingKey.channel = :channel AND orderingKey.key = :key', { channel, key })
      .orderBy('message.seq', 'DESC')
      .limit(NEWEST_OF_KEY)
      .getMany();
    return inPlace(manager, messages.reverse());
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
   * @param force also when it was delivered or withdrawn, or a later one with its ordering key was delivered
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
          'It was delivered or withdrawn, or a later message of the same order was delivered: sending it again may turn the status back.',
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
      await tx.updateByIds(OutboxMessage, [id], { state: 'cancelled', reason: CANCELLED_BY_USER });
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
    return (await tx.lockOne(OutboxMessage, { id }))!;
  }
}
