import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { idsOf, groupBy } from '../platform/collections.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { OrderingKey, OutboxMessage, UNFINISHED } from './outbox-message.entity.js';

interface KeyEnd {
  id: number;
  lastSeq: number;
  /** It has a message that is not finished. */
  isBusy: boolean;
}

const STUCK_AT_ONCE = 500;

/**
 * Keeps the order of messages with one ordering key: only the first that is unfinished is `pending` or `sending`, the later ones are
 * `waiting` and so never stand in the way of a claim. Every change of that happens while the key's row is held.
 */
@Injectable()
export class OrderingKeys {
  /** Takes the ordering keys for this transaction, making those that are new; answers their ends by key. */
  async lockOrCreate(tx: Transaction, channel: string, keys: string[]): Promise<Map<string, KeyEnd>> {
    const [known, ends] = await tx.inOrder(
      () => this.lockByKeys(tx, channel, keys),
      () => this.ends(tx, channel, keys),
    );
    const missing = keys.filter((key) => !known.has(key));
    if (missing.length > 0) {
      await tx.insertMany(
        OrderingKey,
        missing.map((key) => ({ channel, key })),
      );
      for (const [key, id] of await this.lockByKeys(tx, channel, missing)) known.set(key, id);
    }
    return new Map([...known].map(([key, id]) => [key, { id, ...(ends.get(id) ?? { lastSeq: 0, isBusy: false }) }]));
  }

  /** Takes keys by id, always in the same sequence; answers them by id. @param skipLocked without those that somebody else holds */
  async lock(tx: Transaction, ids: number[], skipLocked = false): Promise<Map<number, string>> {
    const query = tx.manager
      .createQueryBuilder(OrderingKey, 'orderingKey')
      .where({ id: In(ids) })
      .orderBy('orderingKey.id');
    const rows = await tx.lockForUpdate(query, { skipLocked }).getMany();
    return new Map(rows.map(({ id, key }) => [id, key]));
  }

  /** By the ordering key's id, of those that have messages. */
  private async ends(tx: Transaction, channel: string, keys: string[]): Promise<Map<number, Omit<KeyEnd, 'id'>>> {
    const rows = await tx.manager
      .createQueryBuilder(OutboxMessage, 'message')
      .innerJoin(OrderingKey, 'orderingKey', 'orderingKey.id = message.orderingKeyId')
      .select('message.orderingKeyId', 'id')
      .addSelect('MAX(message.seq)', 'lastSeq')
      .addSelect('SUM(CASE WHEN message.state IN (:...unfinished) THEN 1 ELSE 0 END)', 'unfinished')
      .setParameter('unfinished', UNFINISHED)
      .where('orderingKey.channel = :channel AND orderingKey.key IN (:...keys)', { channel, keys })
      .groupBy('message.orderingKeyId')
      .getRawMany<{ id: number; lastSeq: number; unfinished: string | number }>();
    return new Map(rows.map(({ id, lastSeq, unfinished }) => [id, { lastSeq, isBusy: Number(unfinished) > 0 }]));
  }

  /** Makes the first unfinished message of each key pending, with its due time as it was. @returns those that came to the head */
  async promote(tx: Transaction, ids: number[]): Promise<OutboxMessage[]> {
    const heads = await this.heads(tx, ids);
    const headIds = idsOf(heads);
    await tx.updateByIds(OutboxMessage, headIds, { state: 'pending' });
    return heads;
  }

  /**
   * The messages that are to come to the head of their keys, none where one is there already or is being sent; one that was pending
   * before its turn (an earlier one is to be sent again) steps back.
   */
  async heads(tx: Transaction, ids: number[]): Promise<OutboxMessage[]> {
    let fronts = await this.fronts(tx.manager, ids);
    const early = fronts.flatMap((front) => front.filter(({ state }, place) => state === 'pending' && place > 0));
    if (early.length > 0) {
      await tx.manager.update(OutboxMessage, { id: In(idsOf(early)), state: 'pending' }, { state: 'waiting' });
      fronts = await this.fronts(tx.manager, ids); // one of them may have been claimed meanwhile
    }
    return fronts.flatMap((front) => (front.every(({ state }) => state === 'waiting') ? front : []));
  }

  /** Keys in which everything waits for a message that is finished. */
  async findStuck(manager: EntityManager): Promise<number[]> {
    const heads = manager
      .createQueryBuilder(OutboxMessage, 'head')
      .select('1')
      .where('head.orderingKeyId = waiting.orderingKeyId')
      .andWhere(`head.state IN ('pending', 'sending')`);
    const rows = await manager
      .createQueryBuilder(OutboxMessage, 'waiting')
      .select('DISTINCT waiting.orderingKeyId', 'id')
      .where(`waiting.state = 'waiting'`)
      .andWhere(`NOT EXISTS (${heads.getQuery()})`)
      .limit(STUCK_AT_ONCE)
      .getRawMany<{ id: number }>();
    return idsOf(rows);
  }

  /** Of each key what is pending or being sent and the first that waits, in their order; however long its queue is. */
  private async fronts(manager: EntityManager, ids: number[]): Promise<OutboxMessage[][]> {
    if (ids.length === 0) return [];
    const messages = () =>
      manager.createQueryBuilder().from(OutboxMessage, 'some').where('some.orderingKeyId IN (:...ids)');
    const active = messages().select('some.id', 'id').andWhere(`some.state IN ('pending', 'sending')`);
    const first = messages()
      .select('some.orderingKeyId', 'orderingKeyId')
      .addSelect('MIN(some.seq)', 'seq')
      .andWhere(`some.state = 'waiting'`)
      .groupBy('some.orderingKeyId');
    const waiting = manager
      .createQueryBuilder()
      .select('waiting.id', 'id')
      .from(OutboxMessage, 'waiting')
      .innerJoin(
        `(${first.getQuery()})`,
        'ahead',
        'ahead.orderingKeyId = waiting.orderingKeyId AND ahead.seq = waiting.seq',
      )
      .where(`waiting.state = 'waiting'`);
    const found = await manager
      .createQueryBuilder(OutboxMessage, 'message')
      .innerJoin(`(${active.getQuery()} UNION ALL ${waiting.getQuery()})`, 'front', 'front.id = message.id')
      .setParameter('ids', ids)
      .orderBy('message.seq')
      .getMany();
    return [...groupBy(found, ({ orderingKeyId }) => orderingKeyId).values()];
  }

  private async lockByKeys(tx: Transaction, channel: string, keys: string[]): Promise<Map<string, number>> {
    const query = tx.manager
      .createQueryBuilder(OrderingKey, 'orderingKey')
      .where({ channel, key: In(keys) })
      .orderBy('orderingKey.id');
    const rows = await tx.lockForUpdate(query).getMany();
    return new Map(rows.map(({ key, id }) => [key, id]));
  }
}
