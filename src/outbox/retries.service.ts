import { Injectable, Logger } from '@nestjs/common';
import { EntityManager, In, MoreThan } from 'typeorm';
import { idsOf } from '../platform/collections.js';
import { AuditService } from '../access/audit.service.js';
import { Clock } from '../platform/clock.js';
import { RowsHeldError, UnavailableError } from '../platform/errors.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import type { RetryResultView } from './outbox.dto.js';
import { CANCELLED_BY_USER, Endpoint, MessageState, OutboxMessage, UNDONE } from './outbox-message.entity.js';
import { filteredMessages, MessageFilter, shownState } from './message-filter.js';
import { OrderingKeys } from './ordering-keys.service.js';
import { OutboxWorker } from './outbox-worker.service.js';
import { MessageRequeued, publishChanged } from './outbox.events.js';

/** Which messages of a filter are retried, and how many by one call. */
export interface BulkRetry {
  /** Also what was delivered or withdrawn, or of which a later one with its ordering key was delivered. */
  force: boolean;
  /** Goes on behind this message. */
  after?: number | undefined;
  limit?: number | undefined;
}

const NOTHING_RETRIED = { retried: 0, needConfirmation: 0, endpointGone: 0, failed: 0 };
type Retried = typeof NOTHING_RETRIED;

/** Messages that one call retries at most. */
export const MAX_BULK_RETRY = 1_000;
const MAX_DURATION_MS = 20_000;
const RETRIED_AT_ONCE = 100;
/** On their way, deliberately not sent, or sent anyway after an earlier one with their ordering key. */
const NOT_RETRIED: MessageState[] = ['sending', 'skipped', 'waiting'];

/** Puts messages back to be sent again: one in the transaction of the caller, or all that a filter finds. */
@Injectable()
export class Retries {
  private readonly logger = new Logger(Retries.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly orderingKeys: OrderingKeys,
    private readonly worker: OutboxWorker,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Those endpoints of the messages that were deleted. */
  async archivedEndpoints(manager: EntityManager, messages: OutboxMessage[]): Promise<Set<number>> {
    const ids = [...new Set(messages.map(({ endpointId }) => endpointId))];
    const archived = await manager.findBy(Endpoint, { id: In(ids), isArchived: true });
    return new Set(idsOf(archived));
  }

  /** It was delivered or withdrawn, or a later one with its ordering key was delivered: sending it again may turn a status back. */
  async needsConfirmation(manager: EntityManager, message: OutboxMessage): Promise<boolean> {
    const { state, orderingKeyId, seq } = message;
    if (state === 'delivered') return true;
    if (isWithdrawn(message)) return true;
    return manager.existsBy(OutboxMessage, { orderingKeyId, seq: MoreThan(seq), state: 'delivered' });
  }

  /** Back to the head of its ordering key, which the caller holds; a later one that nobody is sending steps back. */
  async requeue(tx: Transaction, message: OutboxMessage): Promise<void> {
    const { id, orderingKeyId, endpointId, state } = message;
    if (state !== 'waiting') {
      const again = { retryStep: 0, isManual: true, notBefore: null, triedAt: null, deliveredAt: null, reason: '' };
      await tx.updateByIds(OutboxMessage, [id], { ...again, state: 'waiting', dueAt: this.clock.now() });
      await tx.publish(new MessageRequeued(message.channel, message.createdAt, state));
      await this.orderingKeys.promote(tx, [orderingKeyId]);
    }
    // For people it is a delivery.
    await this.audit.record(tx, 'retry', 'delivery', id, { before: { state: shownState(message) } });
    tx.afterCommit(() => this.worker.notify(endpointId));
  }

  /**
   * Retries those that match, oldest first: given up, cancelled or waiting for their next attempt; delivered ones only with
   * `force`. Ends after a number or a time, and says where to go on.
   */
  async retryAll(filter: MessageFilter, { force, after = 0, limit }: BulkRetry): Promise<RetryResultView> {
    const { matched, ids } = await this.transactions.read(async (manager) => {
      const query = await retryable(manager, filter, after, this.clock.now());
      const matched = await query.getCount();
      const oldest = query
        .select('message.id', 'id')
        .orderBy('message.id')
        .limit(limit ?? MAX_BULK_RETRY);
      return { matched, ids: (await oldest.getRawMany<{ id: number }>()).map(({ id }) => id) };
    });
    const result: RetryResultView = { ...NOTHING_RETRIED, matched, processed: 0, next: null };
    const endAt = performance.now() + MAX_DURATION_MS;
    while (result.processed < ids.length && performance.now() < endAt) {
      const step = ids.slice(result.processed, result.processed + RETRIED_AT_ONCE);
      try {
        Object.assign(result, sumOf(result, await this.retrySurely(step, force)));
        result.processed += step.length;
      } catch (error) {
        if (result.processed === 0) throw error;
        break; // what was done so far is told, and the next call goes on
      }
    }
    if (result.processed > 0 && result.processed < matched) result.next = String(ids[result.processed - 1]);
    return result;
  }

  /** What retrying all that match would come to just now; changes nothing. */
  countAll(filter: MessageFilter, { force, after = 0 }: BulkRetry): Promise<RetryResultView> {
    return this.transactions.read(async (manager) => {
      const query = await retryable(manager, filter, after, this.clock.now());
      const later = query
        .subQuery()
        .select('1')
        .from(OutboxMessage, 'later')
        .where(`later.orderingKeyId = message.orderingKeyId AND later.seq > message.seq AND later.state = 'delivered'`);
      const gone = query
        .subQuery()
        .select('1')
        .from(Endpoint, 'gone')
        .where('gone.id = message.endpointId AND gone.isArchived = :archived');
      const rows = await query
        .select('message.state', 'state')
        .addSelect('message.reason', 'reason')
        .addSelect(`CASE WHEN EXISTS ${later.getQuery()} THEN 1 ELSE 0 END`, 'overtaken')
        .addSelect(`CASE WHEN EXISTS ${gone.getQuery()} THEN 1 ELSE 0 END`, 'gone')
        .setParameter('archived', true)
        .addSelect('COUNT(*)', 'count')
        .groupBy('message.state')
        .addGroupBy('message.reason')
        .addGroupBy('overtaken')
        .addGroupBy('gone')
        .getRawMany<
          Pick<OutboxMessage, 'state' | 'reason'> & Record<'overtaken' | 'gone' | 'count', number | string>
        >();
      const result: RetryResultView = { ...NOTHING_RETRIED, matched: 0, processed: 0, next: null };
      for (const { overtaken, gone, count, ...alike } of rows) {
        const { state } = alike;
        result.matched += Number(count);
        if (NOT_RETRIED.includes(state)) continue;
        const mayTurnBack = state === 'delivered' || isWithdrawn(alike) || Number(overtaken) === 1;
        const needsConfirmation = !force && mayTurnBack;
        const fate = Number(gone) === 1 ? 'endpointGone' : needsConfirmation ? 'needConfirmation' : 'retried';
        result[fate] += Number(count);
      }
      return result;
    });
  }

  /** One that cannot be retried costs the others of its step nothing. @throws UnavailableError while the database is away */
  private async retrySurely(ids: number[], force: boolean): Promise<Retried> {
    try {
      return await this.transactions.run((tx) => this.retryStep(tx, ids, force), { waitsOnce: true });
    } catch (error) {
      if (error instanceof UnavailableError && !(error instanceof RowsHeldError)) throw error;
      if (ids.length === 1) {
        this.logger.error(
          { err: error, messageId: ids[0] },
          `Retrying message ${ids[0]} failed: ${(error as Error).message}`,
        );
        return { ...NOTHING_RETRIED, failed: 1 };
      }
    }
    const half = Math.ceil(ids.length / 2);
    const first = await this.retrySurely(ids.slice(0, half), force);
    return sumOf(first, await this.retrySurely(ids.slice(half), force));
  }

  private async retryStep(tx: Transaction, ids: number[], force: boolean): Promise<Retried> {
    const result = { ...NOTHING_RETRIED };
    const retried: number[] = [];
    const chosen = await tx.manager.find(OutboxMessage, {
      select: { id: true, orderingKeyId: true },
      where: { id: In(ids) },
    });
    await this.orderingKeys.lock(tx, [...new Set(chosen.map(({ orderingKeyId }) => orderingKeyId))]);
    // All at once, as they are before an earlier one with their ordering key makes them step back.
    const query = tx.manager.createQueryBuilder(OutboxMessage, 'message').where({ id: In(ids) });
    const messages = await tx.lockForUpdate(query.orderBy('message.id')).getMany();
    const archived = await this.archivedEndpoints(tx.manager, messages);
    for (const message of messages) {
      if (NOT_RETRIED.includes(message.state)) continue;
      if (archived.has(message.endpointId)) {
        result.endpointGone += 1;
      } else if (!force && (await this.needsConfirmation(tx.manager, message))) {
        result.needConfirmation += 1;
      } else {
        await this.requeue(tx, message);
        retried.push(message.id);
      }
    }
    await publishChanged(tx, retried);
    return { ...result, retried: retried.length };
  }
}

/** It was cancelled since it is not true any more, or for nobody any more; by a person it is put off. */
function isWithdrawn({ state, reason }: Pick<OutboxMessage, 'state' | 'reason'>): boolean {
  return state === 'cancelled' && reason !== CANCELLED_BY_USER;
}

/** What was undone is never told, and what can be undone still only where a person chose that one. */
async function retryable(manager: EntityManager, filter: MessageFilter, after: number, now: Date) {
  const { query } = await filteredMessages(manager, filter);
  return query
    .andWhere('message.id > :after', { after })
    .andWhere('message.reason <> :undone', { undone: UNDONE })
    .andWhere(
      '(message.holdId IS NULL OR message.attempts > 0 OR message.notBefore IS NULL OR message.notBefore <= :now)',
      { now },
    );
}

function sumOf(one: Retried, other: Retried): Retried {
  return {
    retried: one.retried + other.retried,
    needConfirmation: one.needConfirmation + other.needConfirmation,
    endpointGone: one.endpointGone + other.endpointGone,
    failed: one.failed + other.failed,
  };
}
