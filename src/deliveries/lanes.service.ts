import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Transaction } from '../shared/transaction.js';
import { Delivery, UNFINISHED } from './delivery.entity.js';
import { DeliveryLane } from './delivery-lane.entity.js';

interface LaneEnd {
  lastSeq: number;
  /** It has a delivery that is not finished. */
  isBusy: boolean;
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

  /** Takes lanes by id, always in the same sequence. */
  async lock(tx: Transaction, ids: number[]): Promise<void> {
    const query = tx.manager
      .createQueryBuilder(DeliveryLane, 'lane')
      .where({ id: In(ids) })
      .orderBy('lane.id');
    await tx.lock(query).getMany();
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

  /** Makes the first waiting delivery of each lane pending where none is pending or being sent. @returns whether there was one */
  async promote(tx: Transaction, laneIds: number[], now: Date): Promise<boolean> {
    const open = await tx.manager.find(Delivery, {
      select: { id: true, laneId: true, state: true, seq: true },
      where: { laneId: In(laneIds), state: In(UNFINISHED) },
      order: { seq: 'ASC' },
    });
    const heads = new Map<number, number>();
    const busy = new Set(open.filter(({ state }) => state !== 'waiting').map(({ laneId }) => laneId));
    for (const { id, laneId } of open) if (!busy.has(laneId) && !heads.has(laneId)) heads.set(laneId, id);
    if (heads.size === 0) return false;
    await tx.manager.update(Delivery, { id: In([...heads.values()]) }, { state: 'pending', dueAt: now });
    return true;
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
