import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { groupBy } from '../platform/group-by.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Delivery, UNFINISHED } from './delivery.entity.js';
import { DeliveryLane } from './delivery-lane.entity.js';

interface LaneEnd {
  lastSeq: number;
  /** It has a delivery that is not finished. */
  isBusy: boolean;
}

interface LaneFront {
  laneId: number;
  active: Delivery[];
  firstWaiting: number | undefined;
}

/**
 * Keeps the order inside a lane: only its first unfinished delivery is `pending` or `sending`, the later ones are `waiting` and
 * so never stand in the way of a claim. Every change of that happens while the lane's row is held.
 */
@Injectable()
export class Lanes {
  /** Takes the lanes for this transaction, making those that are new; answers their ids by key. */
  async hold(tx: Transaction, channel: string, keys: string[]): Promise<Map<string, number>> {
    const known = await this.lockByKeys(tx, channel, keys);
    const missing = keys.filter((key) => !known.has(key));
    if (missing.length === 0) return known;
    await tx.insertMany(
      DeliveryLane,
      missing.map((key) => ({ channel, key })),
    );
    return new Map([...known, ...(await this.lockByKeys(tx, channel, missing))]);
  }

  /** Takes lanes by id, always in the same sequence; answers their keys. @param onlyFree without those that somebody else holds */
  async lock(tx: Transaction, ids: number[], onlyFree = false): Promise<Map<number, string>> {
    const query = tx.manager
      .createQueryBuilder(DeliveryLane, 'lane')
      .where({ id: In(ids) })
      .orderBy('lane.id');
    const lanes = await (onlyFree ? tx.lockFree(query) : tx.lock(query)).getMany();
    return new Map(lanes.map(({ id, key }) => [id, key]));
  }

  async ends(tx: Transaction, laneIds: number[]): Promise<Map<number, LaneEnd>> {
    const rows = await tx.manager
      .createQueryBuilder(Delivery, 'delivery')
      .select('delivery.laneId', 'laneId')
      .addSelect('MAX(delivery.seq)', 'lastSeq')
      .addSelect('SUM(CASE WHEN delivery.state IN (:...unfinished) THEN 1 ELSE 0 END)', 'unfinished')
      .setParameter('unfinished', UNFINISHED)
      .where({ laneId: In(laneIds) })
      .groupBy('delivery.laneId')
      .getRawMany<{ laneId: number; lastSeq: number; unfinished: string | number }>();
    return new Map(
      rows.map(({ laneId, lastSeq, unfinished }) => [laneId, { lastSeq, isBusy: Number(unfinished) > 0 }]),
    );
  }

  /** Makes the first unfinished delivery of each lane pending. @returns those that came to the head of their lanes */
  async promote(tx: Transaction, laneIds: number[]): Promise<Delivery[]> {
    const heads = await this.heads(tx, laneIds);
    await this.makePending(tx, heads);
    return heads;
  }

  /**
   * The deliveries that are to come to the head of their lanes, none where one is there already or is being sent; one that was
   * pending before its turn (an earlier one is to be sent again) steps back.
   */
  async heads(tx: Transaction, laneIds: number[]): Promise<Delivery[]> {
    let lanes = await this.fronts(tx, laneIds);
    const early = lanes.flatMap(({ active, firstWaiting }) =>
      active.filter(({ state, seq }, index) => state === 'pending' && (index > 0 || seq > (firstWaiting ?? seq))),
    );
    if (early.length > 0) {
      await tx.manager.update(Delivery, { id: In(early.map(({ id }) => id)), state: 'pending' }, { state: 'waiting' });
      lanes = await this.fronts(tx, laneIds); // one of them may have been claimed meanwhile
    }
    const places = lanes
      .filter(({ active, firstWaiting }) => active.length === 0 && firstWaiting !== undefined)
      .map(({ laneId, firstWaiting }) => ({ laneId, seq: firstWaiting! }));
    return places.length === 0 ? [] : tx.manager.findBy(Delivery, places);
  }

  /** Due times stay as they are. */
  async makePending(tx: Transaction, heads: Delivery[]): Promise<void> {
    if (heads.length === 0) return;
    await tx.manager.update(Delivery, { id: In(heads.map(({ id }) => id)) }, { state: 'pending' });
  }

  /** Of each lane what is pending or being sent, in its order, and the place of the first that waits; not all of a long queue. */
  private async fronts(tx: Transaction, laneIds: number[]): Promise<LaneFront[]> {
    if (laneIds.length === 0) return [];
    const active = await tx.manager.find(Delivery, {
      select: { id: true, laneId: true, state: true, seq: true },
      where: { laneId: In(laneIds), state: In(['pending', 'sending']) },
      order: { seq: 'ASC' },
    });
    const firstWaiting = await tx.manager
      .createQueryBuilder(Delivery, 'delivery')
      .select('delivery.laneId', 'laneId')
      .addSelect('MIN(delivery.seq)', 'seq')
      .where({ laneId: In(laneIds), state: 'waiting' })
      .groupBy('delivery.laneId')
      .getRawMany<{ laneId: number; seq: number }>();
    const activeOf = groupBy(active, ({ laneId }) => laneId);
    const firstOf = new Map(firstWaiting.map(({ laneId, seq }) => [Number(laneId), Number(seq)]));
    return laneIds.map((laneId) => {
      return { laneId, active: activeOf.get(laneId) ?? [], firstWaiting: firstOf.get(laneId) };
    });
  }

  private async lockByKeys(tx: Transaction, channel: string, keys: string[]): Promise<Map<string, number>> {
    const query = tx.manager
      .createQueryBuilder(DeliveryLane, 'lane')
      .where({ channel, key: In(keys) })
      .orderBy('lane.id');
    const lanes = await tx.lock(query).getMany();
    return new Map(lanes.map(({ key, id }) => [key, id]));
  }
}
