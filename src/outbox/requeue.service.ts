import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { AuditService } from '../access/audit.service.js';
import { Clock } from '../platform/clock.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { DeliveriesChanged } from './deliveries-changed.event.js';
import { Delivery } from './delivery.entity.js';
import { shownState } from './delivery-filter.js';
import { DeliveryLane } from './delivery-lane.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { Dispatcher } from './dispatcher.service.js';
import { Lanes } from './lanes.service.js';

/** Puts deliveries back to be sent again, in the caller's transaction, which holds their lanes. */
@Injectable()
export class Requeue {
  constructor(
    private readonly lanes: Lanes,
    private readonly dispatcher: Dispatcher,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Those targets of the deliveries that were deleted. */
  async goneTargets(tx: Transaction, deliveries: Delivery[]): Promise<Set<number>> {
    const ids = [...new Set(deliveries.map(({ targetId }) => targetId))];
    const gone = await tx.manager.findBy(DeliveryTarget, { id: In(ids), isRetired: true });
    return new Set(gone.map(({ id }) => id));
  }

  /** It was delivered, or a later one of its lane was: sending it again may turn a status back. */
  async needsConfirmation(tx: Transaction, { state, laneId, seq }: Delivery): Promise<boolean> {
    if (state === 'delivered') return true;
    return tx.manager.existsBy(Delivery, { laneId, seq: MoreThan(seq), state: 'delivered' });
  }

  /** Back to the head of its lane; a later one that nobody is sending steps back. */
  async requeue(tx: Transaction, delivery: Delivery): Promise<void> {
    const { id, laneId, targetId, state } = delivery;
    if (state !== 'waiting') {
      const again = { scheduleStep: 0, isManual: true, heldUntil: null, triedAt: null, deliveredAt: null, reason: '' };
      await tx.manager.update(Delivery, { id }, { ...again, state: 'waiting', dueAt: this.clock.now() });
      await this.lanes.promote(tx, [laneId]);
    }
    await this.audit.record(tx, auditOf('retry', delivery));
    tx.afterCommit(() => this.dispatcher.wake(targetId));
  }

  async tellChanged(tx: Transaction, ids: number[]): Promise<void> {
    if (ids.length === 0) return;
    const deliveries = await tx.manager.findBy(Delivery, { id: In(ids) });
    const laneIds = [...new Set(deliveries.map(({ laneId }) => laneId))];
    const lanes = await tx.manager.findBy(DeliveryLane, { id: In(laneIds) });
    const keys = new Map(lanes.map(({ id, key }) => [id, key]));
    const changed = deliveries.map(({ id, channel, laneId, state }) => {
      return { id, channel, laneKey: keys.get(laneId) ?? '', state };
    });
    await tx.publish(new DeliveriesChanged(changed));
  }
}

export function auditOf(action: string, delivery: Delivery) {
  return { action, subject: 'delivery', subjectId: delivery.id, before: { state: shownState(delivery) } };
}
