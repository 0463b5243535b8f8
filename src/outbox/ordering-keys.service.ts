import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { groupBy } from '../platform/group-by.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { OutboxMessage, UNFINISHED } from './outbox-message.entity.js';
import { OrderingKey } from './ordering-key.entity.js';

interface KeyEnd {
  lastSeq: number;
  /** It has a message that is not finished. */
  isBusy: boolean;
}

interface KeyFront {
  orderingKeyId: number;
  active: OutboxMessage[];
  firstWaiting: number | undefined;
}

/**
 * Keeps the order inside an ordering key: only its first unfinished message is `pending` or `sending`, the later ones are `waiting` and
 * so never stand in the way of a claim. Every change of that happens while the ordering key's row is held.
 */
@Injectable()
export class OrderingKeys {
  /** Takes the ordering keys for this transaction, making those that are new; answers their ids by key. */
  async hold(tx: Transaction, channel: string, keys: string[]): Promise<Map<string, number>> {
    const known = await this.lockByKeys(tx, channel, keys);
    const missing = keys.filter((key) => !known.has(key));
    if (missing.length === 0) return known;
    await tx.insertMany(
      OrderingKey,
      missing.map((key) => ({ channel, key })),
    );
    return new Map([...known, ...(await this.lockByKeys(tx, channel, missing))]);
  }

  /** Takes ordering keys by id, always in the same sequence; answers their keys. @param onlyFree without those that somebody else holds */
  async lock(tx: Transaction, ids: number[], onlyFree = false): Promise<Map<number, string>> {
    const query = tx.manager
      .createQueryBuilder(OrderingKey, 'orderingKey')
      .where({ id: In(ids) })
      .orderBy('orderingKey.id');
    const orderingKeys = await (onlyFree ? tx.lockFree(query) : tx.lock(query)).getMany();
    return new Map(orderingKeys.map(({ id, key }) => [id, key]));
  }

  async ends(tx: Transaction, orderingKeyIds: number[]): Promise<Map<number, KeyEnd>> {
    const rows = await tx.manager
      .createQueryBuilder(OutboxMessage, 'message')
      .select('message.orderingKeyId', 'orderingKeyId')
      .addSelect('MAX(message.seq)', 'lastSeq')
      .addSelect('SUM(CASE WHEN message.state IN (:...unfinished) THEN 1 ELSE 0 END)', 'unfinished')
      .setParameter('unfinished', UNFINISHED)
      .where({ orderingKeyId: In(orderingKeyIds) })
      .groupBy('message.orderingKeyId')
      .getRawMany<{ orderingKeyId: number; lastSeq: number; unfinished: string | number }>();
    return new Map(
      rows.map(({ orderingKeyId, lastSeq, unfinished }) => [
        orderingKeyId,
        { lastSeq, isBusy: Number(unfinished) > 0 },
      ]),
    );
  }

  /** Makes the first unfinished message of each ordering key pending. @returns those that came to the head of their ordering keys */
  async promote(tx: Transaction, orderingKeyIds: number[]): Promise<OutboxMessage[]> {
    const heads = await this.heads(tx, orderingKeyIds);
    await this.makePending(tx, heads);
    return heads;
  }

  /**
   * The messages that are to come to the head of their ordering keys, none where one is there already or is being sent; one that was
   * pending before its turn (an earlier one is to be sent again) steps back.
   */
  async heads(tx: Transaction, orderingKeyIds: number[]): Promise<OutboxMessage[]> {
    let orderingKeys = await this.fronts(tx, orderingKeyIds);
    const early = orderingKeys.flatMap(({ active, firstWaiting }) =>
      active.filter(({ state, seq }, index) => state === 'pending' && (index > 0 || seq > (firstWaiting ?? seq))),
    );
    if (early.length > 0) {
      await tx.manager.update(
        OutboxMessage,
        { id: In(early.map(({ id }) => id)), state: 'pending' },
        { state: 'waiting' },
      );
      orderingKeys = await this.fronts(tx, orderingKeyIds); // one of them may have been claimed meanwhile
    }
    const places = orderingKeys
      .filter(({ active, firstWaiting }) => active.length === 0 && firstWaiting !== undefined)
      .map(({ orderingKeyId, firstWaiting }) => ({ orderingKeyId, seq: firstWaiting! }));
    return places.length === 0 ? [] : tx.manager.findBy(OutboxMessage, places);
  }

  /** Due times stay as they are. */
  async makePending(tx: Transaction, heads: OutboxMessage[]): Promise<void> {
    if (heads.length === 0) return;
    await tx.manager.update(OutboxMessage, { id: In(heads.map(({ id }) => id)) }, { state: 'pending' });
  }

  /** Of each ordering key what is pending or being sent, in its order, and the place of the first that waits; not all of a long queue. */
  private async fronts(tx: Transaction, orderingKeyIds: number[]): Promise<KeyFront[]> {
    if (orderingKeyIds.length === 0) return [];
    const active = await tx.manager.find(OutboxMessage, {
      select: { id: true, orderingKeyId: true, state: true, seq: true },
      where: { orderingKeyId: In(orderingKeyIds), state: In(['pending', 'sending']) },
      order: { seq: 'ASC' },
    });
    const firstWaiting = await tx.manager
      .createQueryBuilder(OutboxMessage, 'message')
      .select('message.orderingKeyId', 'orderingKeyId')
      .addSelect('MIN(message.seq)', 'seq')
      .where({ orderingKeyId: In(orderingKeyIds), state: 'waiting' })
      .groupBy('message.orderingKeyId')
      .getRawMany<{ orderingKeyId: number; seq: number }>();
    const activeOf = groupBy(active, ({ orderingKeyId }) => orderingKeyId);
    const firstOf = new Map(firstWaiting.map(({ orderingKeyId, seq }) => [Number(orderingKeyId), Number(seq)]));
    return orderingKeyIds.map((orderingKeyId) => {
      return { orderingKeyId, active: activeOf.get(orderingKeyId) ?? [], firstWaiting: firstOf.get(orderingKeyId) };
    });
  }

  private async lockByKeys(tx: Transaction, channel: string, keys: string[]): Promise<Map<string, number>> {
    const query = tx.manager
      .createQueryBuilder(OrderingKey, 'orderingKey')
      .where({ channel, key: In(keys) })
      .orderBy('orderingKey.id');
    const orderingKeys = await tx.lock(query).getMany();
    return new Map(orderingKeys.map(({ key, id }) => [key, id]));
  }
}
