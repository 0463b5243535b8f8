import { Injectable, Logger } from '@nestjs/common';
import { In } from 'typeorm';
import { RowsHeldError, UnavailableError } from '../platform/errors.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { OutboxMessage, MessageState } from './outbox-message.entity.js';
import { MessageFilter, filteredMessages } from './message-filter.js';
import { Endpoint } from './endpoint.entity.js';
import { OrderingKeys } from './ordering-keys.service.js';
import { Requeue } from './requeue.service.js';

/** Which messages of a filter are retried, and how many by one call. */
export interface BulkRetry {
  /** Also what was delivered, or a later one of its ordering key was. */
  force: boolean;
  /** Goes on behind this message. */
  after?: number | undefined;
  limit?: number | undefined;
}

export interface RetryResult {
  /** Behind `after`. */
  matched: number;
  /** Of them looked at by this call, oldest first. */
  processed: number;
  retried: number;
  /** Left alone: delivered already, or a later one of their ordering key was. */
  needConfirmation: number;
  /** Could not be retried. */
  failed: number;
  /** Left alone: their receiver was deleted. */
  endpointGone: number;
  /** The `after` of the next call; null = nothing is left. */
  next: string | null;
}

const NOTHING_RETRIED: RetryResult = {
  matched: 0,
  processed: 0,
  retried: 0,
  needConfirmation: 0,
  endpointGone: 0,
  failed: 0,
  next: null,
};

type Retried = Pick<RetryResult, 'retried' | 'needConfirmation' | 'endpointGone'>;

/** Messages that one call retries at most. */
export const MAX_BULK_RETRY = 1_000;
const MAX_DURATION_MS = 20_000;
const RETRIED_AT_ONCE = 100;
/** On their way, deliberately not sent, or sent anyway after an earlier one of their ordering key. */
const NOT_RETRIED: MessageState[] = ['sending', 'skipped', 'waiting'];

/** Retries all messages that a filter finds. */
@Injectable()
export class BulkRetries {
  private readonly logger = new Logger(BulkRetries.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly orderingKeys: OrderingKeys,
    private readonly requeue: Requeue,
  ) {}

  /**
   * Retries those that match, oldest first: given up, cancelled or waiting for their next try; delivered ones only with
   * `force`. Ends after a number or a time, and says where to go on.
   */
  async retryAll(filter: MessageFilter, { force, after = 0, limit }: BulkRetry): Promise<RetryResult> {
    const { matched, ids } = await this.transactions.read(async (manager) => {
      const query = (await filteredMessages(manager, filter)).query.andWhere('message.id > :after', { after });
      const matched = await query.getCount();
      const oldest = query
        .select('message.id', 'id')
        .orderBy('message.id')
        .limit(limit ?? MAX_BULK_RETRY);
      return { matched, ids: (await oldest.getRawMany<{ id: number }>()).map(({ id }) => id) };
    });
    const result: RetryResult = { ...NOTHING_RETRIED, matched };
    const endAt = performance.now() + MAX_DURATION_MS;
    while (result.processed < ids.length && performance.now() < endAt) {
      const step = ids.slice(result.processed, result.processed + RETRIED_AT_ONCE);
      try {
        const { retried, needConfirmation, endpointGone, failed } = await this.retrySurely(step, force);
        result.processed += step.length;
        result.retried += retried;
        result.needConfirmation += needConfirmation;
        result.endpointGone += endpointGone;
        result.failed += failed;
      } catch (error) {
        if (result.processed === 0) throw error;
        break; // what was done so far is told, and the next call goes on
      }
    }
    if (result.processed > 0 && result.processed < matched) result.next = String(ids[result.processed - 1]);
    return result;
  }

  /** What retrying all that match would come to just now; changes nothing. */
  countRetry(filter: MessageFilter, { force, after = 0 }: BulkRetry): Promise<RetryResult> {
    return this.transactions.read(async (manager) => {
      const query = (await filteredMessages(manager, filter)).query.andWhere('message.id > :after', { after });
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
        .addSelect(`CASE WHEN EXISTS ${later.getQuery()} THEN 1 ELSE 0 END`, 'overtaken')
        .addSelect(`CASE WHEN EXISTS ${gone.getQuery()} THEN 1 ELSE 0 END`, 'gone')
        .setParameter('archived', true)
        .addSelect('COUNT(*)', 'count')
        .groupBy('message.state')
        .addGroupBy('overtaken')
        .addGroupBy('gone')
        .getRawMany<{ state: MessageState } & Record<'overtaken' | 'gone' | 'count', number | string>>();
      const result: RetryResult = { ...NOTHING_RETRIED };
      for (const { state, overtaken, gone, count } of rows) {
        result.matched += Number(count);
        if (NOT_RETRIED.includes(state)) continue;
        if (Number(gone) === 1) {
          result.endpointGone += Number(count);
          continue;
        }
        const needsConfirmation = !force && (state === 'delivered' || Number(overtaken) === 1);
        result[needsConfirmation ? 'needConfirmation' : 'retried'] += Number(count);
      }
      return result;
    });
  }

  /** One that cannot be retried costs the others of its step nothing. @throws UnavailableError while the database is away */
  private async retrySurely(ids: number[], force: boolean): Promise<Retried & { failed: number }> {
    try {
      return { ...(await this.retryStep(ids, force)), failed: 0 };
    } catch (error) {
      if (error instanceof UnavailableError && !(error instanceof RowsHeldError)) throw error;
      if (ids.length === 1) {
        this.logger.error({ err: error }, `Retrying message ${ids[0]} failed: ${(error as Error).message}`);
        return { ...NOTHING_RETRIED, failed: 1 };
      }
    }
    const half = Math.ceil(ids.length / 2);
    const [one, other] = [
      await this.retrySurely(ids.slice(0, half), force),
      await this.retrySurely(ids.slice(half), force),
    ];
    return {
      retried: one.retried + other.retried,
      needConfirmation: one.needConfirmation + other.needConfirmation,
      endpointGone: one.endpointGone + other.endpointGone,
      failed: one.failed + other.failed,
    };
  }

  private retryStep(ids: number[], force: boolean): Promise<Retried> {
    const work = async (tx: Transaction) => {
      let needConfirmation = 0;
      let endpointGone = 0;
      const retried: number[] = [];
      const chosen = await tx.manager.find(OutboxMessage, {
        select: { id: true, orderingKeyId: true },
        where: { id: In(ids) },
      });
      await this.orderingKeys.lock(tx, [...new Set(chosen.map(({ orderingKeyId }) => orderingKeyId))]);
      // All at once, as they are before an earlier one of their ordering key makes them step back.
      const query = tx.manager.createQueryBuilder(OutboxMessage, 'message').where({ id: In(ids) });
      const messages = await tx.lock(query.orderBy('message.id')).getMany();
      const gone = await this.requeue.archivedEndpoints(tx, messages);
      for (const message of messages) {
        if (NOT_RETRIED.includes(message.state)) continue;
        if (gone.has(message.endpointId)) {
          endpointGone += 1;
        } else if (!force && (await this.requeue.needsConfirmation(tx, message))) {
          needConfirmation += 1;
        } else {
          await this.requeue.requeue(tx, message);
          retried.push(message.id);
        }
      }
      await this.requeue.tellChanged(tx, retried);
      return { retried: retried.length, needConfirmation, endpointGone };
    };
    return this.transactions.run(work, { waitsOnce: true });
  }
}
