import { Injectable } from '@nestjs/common';
import { FindOptionsWhere, In, IsNull, Not } from 'typeorm';
import { idsOf } from '../platform/collections.js';
import { Clock } from '../platform/clock.js';
import { ConflictError } from '../platform/errors.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { type MessageState, OutboxMessage, OutboxAttempt, OrderingKey } from './outbox-message.entity.js';
import { OrderingKeys } from './ordering-keys.service.js';

export interface RemovedBodies {
  /** How many were found, at most the limit. */
  found: number;
  /** The latest of them: the next step goes on from here. */
  lastAt: Date;
}

/** Of a message in the list of its channel. */
export type MessagePlace = Pick<OutboxMessage, 'createdAt' | 'id'>;

/** Over, and no longer a person's to look at. */
const STRIPPED: MessageState[] = ['delivered', 'cancelled', 'skipped'];

/** Removes what was said in messages and their attempts; that they were made, and what became of them, stays. */
@Injectable()
export class MessageContents {
  constructor(
    private readonly transactions: Transactions,
    private readonly orderingKeys: OrderingKeys,
    private readonly clock: Clock,
  ) {}

  /** Removes the oldest bodies of attempts between the times; a message that is dead keeps its own. */
  removeOld(from: Date, before: Date, limit: number): Promise<RemovedBodies> {
    return this.transactions.run(async (tx) => {
      const old = await tx.manager
        .createQueryBuilder(OutboxAttempt, 'attempt')
        .select(['attempt.id', 'attempt.at'])
        .innerJoin(OutboxMessage, 'message', 'message.id = attempt.messageId')
        .where('attempt.bodyRemovedAt IS NULL')
        .andWhere('attempt.at >= :from AND attempt.at < :before', { from, before })
        .andWhere('message.state <> :dead', { dead: 'dead' })
        .orderBy('attempt.at')
        .limit(limit)
        .getMany();
      await this.removeBodies(tx, { id: In(idsOf(old)) });
      return { found: old.length, lastAt: old.at(-1)?.at ?? before };
    });
  }

  /**
   * Removes from the payloads of a channel's oldest messages what was said in them; one that waits or is dead keeps it.
   * @param after where the last step ended
   * @param emptied the fields that say it, as they may stay
   */
  stripOld(
    channel: string,
    { after, before, limit }: { after: MessagePlace | undefined; before: Date; limit: number },
    emptied: Record<string, string>,
  ): Promise<{ found: number; last: MessagePlace | undefined }> {
    return this.transactions.run(async (tx) => {
      const query = tx.manager
        .createQueryBuilder(OutboxMessage, 'message')
        .select(['message.id', 'message.createdAt', 'message.state', 'message.payload'])
        .where('message.channel = :channel AND message.createdAt < :before', { channel, before });
      if (after) {
        query.andWhere('message.createdAt >= :at', { at: after.createdAt });
        query.andWhere('(message.createdAt > :at OR message.id > :id)', { id: after.id });
      }
      const old = await query.orderBy('message.createdAt').addOrderBy('message.id').limit(limit).getMany();
      const isSaid = (payload: object) =>
        Object.entries(emptied).some(([field, left]) => (payload as Record<string, unknown>)[field] !== left);
      const payload = Object.entries(emptied).reduce(
        (expression, [field, left]) => `JSON_SET(${expression}, '$.${field}', '${left}')`,
        'payload',
      );
      // By the state once more: somebody may have it sent again just now.
      const stripped = { id: In(idsOf(old.filter(({ payload }) => isSaid(payload)))), state: In(STRIPPED) };
      await tx.manager.update(OutboxMessage, stripped, { payload: () => payload });
      return { found: old.length, last: old.at(-1) };
    });
  }

  /**
   * Removes from ordering keys all that was said in them.
   * @param strip the payload as it may stay
   * @throws ConflictError `being_sent` while one of them is on its way, since its attempt is still to be written
   */
  async erase(
    tx: Transaction,
    channel: string,
    orderingKeys: string[],
    strip: (payload: object) => object,
  ): Promise<void> {
    const known = await tx.manager.findBy(OrderingKey, { channel, key: In(orderingKeys) });
    if (known.length === 0) return;
    const orderingKeyId = In(idsOf(known));
    await this.orderingKeys.lock(tx, idsOf(known));
    const messages = await tx
      .lockForUpdate(tx.manager.createQueryBuilder(OutboxMessage, 'message').where({ orderingKeyId }))
      .getMany();
    if (messages.some(({ state }) => state === 'sending')) {
      throw new ConflictError('being_sent', 'A message of this order is being sent right now.');
    }
    for (const { id, payload } of messages) {
      await tx.manager.update(OutboxMessage, { id }, { payload: strip(payload) });
    }
    const messageId = In(idsOf(messages));
    await this.removeBodies(tx, { messageId });
    // A reason may quote what was to be sent.
    const error = () => `JSON_REPLACE(error, '$.params.reason', '…')`;
    await tx.manager.update(OutboxAttempt, { messageId, error: Not(IsNull()) }, { error });
  }

  /** By the database itself: the bodies need not travel to be removed. */
  private async removeBodies(tx: Transaction, attempts: FindOptionsWhere<OutboxAttempt>): Promise<void> {
    const withoutBody = (column: string) => () => `JSON_SET(${column}, '$.body', '')`;
    await tx.manager
      .createQueryBuilder()
      .update(OutboxAttempt)
      .set({
        request: withoutBody('request'),
        response: withoutBody('response'),
        bodyRemovedAt: this.clock.now(),
      })
      .where({ ...attempts, bodyRemovedAt: IsNull() })
      .execute();
  }
}
