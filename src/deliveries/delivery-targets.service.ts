import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { Clock } from '../shared/clock.js';
import type { Transaction } from '../shared/transaction.js';
import { Delivery, UNFINISHED } from './delivery.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { Dispatcher } from './dispatcher.service.js';

/** Switches receivers on and off, ends their pauses, and tells how they are. */
@Injectable()
export class DeliveryTargetsService {
  constructor(
    private readonly clock: Clock,
    private readonly dispatcher: Dispatcher,
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

  countUnfinished(manager: EntityManager, targetId: number): Promise<number> {
    return manager.countBy(Delivery, { targetId, state: In(UNFINISHED) });
  }
}
