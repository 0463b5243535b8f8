import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { Clock } from '../platform/clock.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { DeliveriesChanged } from './deliveries-changed.event.js';
import { Delivery, DeliveryState, TARGET_RETIRED, UNFINISHED } from './delivery.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { Dispatcher } from './dispatcher.service.js';
import { Lanes } from './lanes.service.js';

const CANCELLED_AT_ONCE = 500;

/** Switches receivers on and off, ends their pauses, and tells how they are. */
@Injectable()
export class DeliveryTargetsService {
  constructor(
    private readonly clock: Clock,
    private readonly dispatcher: Dispatcher,
    private readonly transactions: Transactions,
    private readonly lanes: Lanes,
  ) {}

  find(manager: EntityManager, channel: string, key: string): Promise<DeliveryTarget | null> {
    return manager.findOneBy(DeliveryTarget, { channel, key });
  }

  findByKeys(manager: EntityManager, channel: string, keys: string[]): Promise<DeliveryTarget[]> {
    return manager.findBy(DeliveryTarget, { channel, key: In(keys) });
  }

  findByIds(manager: EntityManager, ids: number[]): Promise<DeliveryTarget[]> {
    return manager.findBy(DeliveryTarget, { id: In(ids) });
  }

  /** Makes the target known, or switches it on or off. */
  async configure(tx: Transaction, channel: string, key: string, isEnabled: boolean): Promise<void> {
    const target = await this.find(tx.manager, channel, key);
    if (!target) {
      await tx.insert(DeliveryTarget, {
        channel,
        key,
        isEnabled,
        isRetired: false,
        resumedAt: null,
        pausedAt: null,
        pauseReason: '',
        failuresInRow: 0,
        recentFailures: [],
        recoveredAt: null,
        openedAt: null,
        probeAt: null,
        probesFailed: 0,
      });
    } else if (target.isEnabled !== isEnabled) {
      await tx.manager.update(DeliveryTarget, { id: target.id }, { isEnabled });
      tx.afterCommit(() => this.dispatcher.wake(target.id));
    }
  }

  /** Ends a pause after a refused sign-in, and lets a target that was cut off be probed at once. */
  async resume(tx: Transaction, channel: string, key: string): Promise<void> {
    const target = await this.find(tx.manager, channel, key);
    if (!target) return;
    const resumedAt = this.clock.now();
    const change = { resumedAt, pausedAt: null, pauseReason: '', probeAt: target.openedAt ? resumedAt : null };
    await tx.manager.update(DeliveryTarget, { id: target.id }, change);
    tx.afterCommit(() => this.dispatcher.wake(target.id));
  }

  /** Switches a target off for good: what was not sent is cancelled. */
  async retire(tx: Transaction, channel: string, key: string, reason: string): Promise<void> {
    const target = await this.find(tx.manager, channel, key);
    if (!target) return;
    await tx.manager.update(DeliveryTarget, { id: target.id }, { isEnabled: false, isRetired: true });
    await tx.manager.update(
      Delivery,
      { targetId: target.id, state: In(['waiting', 'pending']) },
      { state: 'cancelled', reason },
    );
  }

  /**
   * Cancels what waits at a target that is gone for good: it was written, or a claim of it was given back, while the target was being
   * switched off.
   */
  async cancelOfRetired(): Promise<void> {
    const waits = { state: In<DeliveryState>(['waiting', 'pending']) };
    const left = await this.transactions.read(async (manager) => {
      const retired = await manager.findBy(DeliveryTarget, { isRetired: true });
      if (retired.length === 0) return [];
      return manager.find(Delivery, {
        select: { id: true, laneId: true },
        where: { targetId: In(retired.map(({ id }) => id)), ...waits },
        take: CANCELLED_AT_ONCE,
      });
    });
    if (left.length === 0) return;
    await this.transactions.run(async (tx) => {
      const laneKeys = await this.lanes.lock(tx, [...new Set(left.map(({ laneId }) => laneId))], true);
      const query = tx.manager
        .createQueryBuilder(Delivery, 'delivery')
        .where({ id: In(left.map(({ id }) => id)), laneId: In([...laneKeys.keys()]), ...waits });
      const free = await tx.lockFree(query).getMany();
      if (free.length === 0) return;
      const ids = free.map(({ id }) => id);
      await tx.manager.update(Delivery, { id: In(ids) }, { state: 'cancelled', reason: TARGET_RETIRED });
      const changed = free.map(({ id, channel, laneId }) => {
        return { id, channel, laneKey: laneKeys.get(laneId) ?? '', state: 'cancelled' as const };
      });
      await tx.publish(new DeliveriesChanged(changed));
    });
  }

  countUnfinished(manager: EntityManager, targetId: number): Promise<number> {
    return manager.countBy(Delivery, { targetId, state: In(UNFINISHED) });
  }
}
