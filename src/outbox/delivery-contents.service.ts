import { Injectable } from '@nestjs/common';
import { FindOptionsWhere, In, IsNull } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { ConflictError } from '../platform/errors.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryAttempt } from './delivery-attempt.entity.js';
import { DeliveryLane } from './delivery-lane.entity.js';
import { Lanes } from './lanes.service.js';

export interface RemovedBodies {
  /** How many were found, at most the limit. */
  found: number;
  /** The latest of them: the next step goes on from here. */
  lastAt: Date;
}

/** Removes what was said in deliveries and their attempts; that they were made, and what became of them, stays. */
@Injectable()
export class DeliveryContents {
  constructor(
    private readonly transactions: Transactions,
    private readonly lanes: Lanes,
    private readonly clock: Clock,
  ) {}

  /** Removes the oldest bodies of attempts between the times; a delivery that is dead keeps its own. */
  removeOld(from: Date, before: Date, limit: number): Promise<RemovedBodies> {
    return this.transactions.run(async (tx) => {
      const old = await tx.manager
        .createQueryBuilder(DeliveryAttempt, 'attempt')
        .select(['attempt.id', 'attempt.at'])
        .innerJoin(Delivery, 'delivery', 'delivery.id = attempt.deliveryId')
        .where('attempt.bodyRemovedAt IS NULL')
        .andWhere('attempt.at >= :from AND attempt.at < :before', { from, before })
        .andWhere('delivery.state <> :dead', { dead: 'dead' })
        .orderBy('attempt.at')
        .limit(limit)
        .getMany();
      await this.removeBodies(tx, { id: In(old.map(({ id }) => id)) });
      return { found: old.length, lastAt: old.at(-1)?.at ?? before };
    });
  }

  /**
   * Removes from lanes all that was said in them.
   * @param strip the payload as it may stay
   * @throws ConflictError `being_sent` while one of them is on its way, since its attempt is still to be written
   */
  async erase(tx: Transaction, channel: string, laneKeys: string[], strip: (payload: object) => object): Promise<void> {
    const known = await tx.manager.findBy(DeliveryLane, { channel, key: In(laneKeys) });
    if (known.length === 0) return;
    const laneId = In(known.map(({ id }) => id));
    await this.lanes.lock(
      tx,
      known.map(({ id }) => id),
    );
    const deliveries = await tx.lock(tx.manager.createQueryBuilder(Delivery, 'delivery').where({ laneId })).getMany();
    if (deliveries.some(({ state }) => state === 'sending')) {
      throw new ConflictError('being_sent', 'A message of this order is being sent right now.');
    }
    for (const { id, payload } of deliveries) {
      await tx.manager.update(Delivery, { id }, { payload: strip(payload) });
    }
    await this.removeBodies(tx, { deliveryId: In(deliveries.map(({ id }) => id)) });
  }

  /** By the database itself: the bodies need not travel to be removed. */
  private async removeBodies(tx: Transaction, attempts: FindOptionsWhere<DeliveryAttempt>): Promise<void> {
    const withoutBody = (column: string) => () => `JSON_SET(${column}, '$.body', '')`;
    await tx.manager
      .createQueryBuilder()
      .update(DeliveryAttempt)
      .set({
        request: withoutBody('request'),
        response: withoutBody('response'),
        bodyRemovedAt: this.clock.now(),
      })
      .where({ ...attempts, bodyRemovedAt: IsNull() })
      .execute();
  }
}
