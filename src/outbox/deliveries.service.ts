import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { groupBy } from '../platform/group-by.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { DeliveriesChanged } from './deliveries-changed.event.js';
import { Delivery, DeliveryState, TARGET_RETIRED } from './delivery.entity.js';
import { DeliveryLane } from './delivery-lane.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { Dispatcher } from './dispatcher.service.js';
import { Lanes } from './lanes.service.js';

/** A message to be sent. */
export interface NewDelivery {
  targetKey: string;
  /** Messages of one lane arrive in the order in which they were enqueued. */
  laneKey: string;
  kind: string;
  /** Who may see it; absent = it lies in no region. */
  regionId?: number;
  /** What a person would search it by. */
  subject: string;
  payload: object;
  /** Set for a message that is deliberately not sent, and only recorded. */
  skippedBecause?: string;
}

/** Why a message is only recorded; "" = it is sent. */
export function whyNotSent(message: Pick<NewDelivery, 'skippedBecause'>, target: { isRetired: boolean }): string {
  return message.skippedBecause ?? (target.isRetired ? TARGET_RETIRED : '');
}

/** Durable sending: what was enqueued in a committed transaction is sent until it arrives or is given up. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly lanes: Lanes,
    private readonly dispatcher: Dispatcher,
    private readonly clock: Clock,
  ) {}

  /** Records the messages in the caller's transaction; the first try follows right after the commit. */
  async enqueue(tx: Transaction, channel: string, messages: NewDelivery[]): Promise<void> {
    if (messages.length === 0) return;
    const targets = await this.targetsOf(tx, channel, messages);
    const laneIds = await this.lanes.hold(tx, channel, [...new Set(messages.map(({ laneKey }) => laneKey))]);
    const ends = await this.lanes.ends(tx, [...laneIds.values()]);
    const now = this.clock.now();
    const rows: Array<Omit<Delivery, 'id'>> = [];
    for (const [laneKey, ofLane] of groupBy(messages, (message) => message.laneKey)) {
      const laneId = laneIds.get(laneKey)!;
      let { lastSeq, isBusy } = ends.get(laneId) ?? { lastSeq: 0, isBusy: false };
      for (const message of ofLane) {
        const target = targets.get(message.targetKey)!;
        const skippedBecause = whyNotSent(message, target);
        const state: DeliveryState = skippedBecause ? 'skipped' : isBusy ? 'waiting' : 'pending';
        isBusy ||= state === 'pending';
        rows.push({
          channel,
          targetId: target.id,
          laneId,
          regionId: message.regionId ?? null,
          seq: ++lastSeq,
          kind: message.kind,
          state,
          reason: skippedBecause,
          subject: message.subject,
          idempotencyKey: randomUUID(),
          payload: message.payload,
          dueAt: now,
          heldUntil: null,
          triedAt: null,
          owner: '',
          attemptCount: 0,
          triesMade: 0,
          scheduleStep: 0,
          isManual: false,
          createdAt: now,
          deliveredAt: null,
        });
      }
    }
    await tx.insertMany(Delivery, rows);
    for (const targetId of new Set(rows.filter(({ state }) => state === 'pending').map((row) => row.targetId))) {
      tx.afterCommit(() => this.dispatcher.wake(targetId));
    }
  }

  /** Cancels messages of a lane that nobody began to send; `applies` chooses them by their content. */
  async withdraw(
    tx: Transaction,
    channel: string,
    laneKey: string,
    reason: string,
    applies: (delivery: Pick<Delivery, 'kind' | 'payload'>) => boolean,
  ): Promise<void> {
    const lane = await tx
      .lock(tx.manager.createQueryBuilder(DeliveryLane, 'lane').where({ channel, key: laneKey }))
      .getOne();
    if (!lane) return;
    const unsent = await tx
      .lock(
        tx.manager
          .createQueryBuilder(Delivery, 'delivery')
          .where({ laneId: lane.id, state: In(['waiting', 'pending']), triesMade: 0 }),
      )
      .getMany();
    const ids = unsent.filter(applies).map(({ id }) => id);
    if (ids.length === 0) return;
    await tx.manager.update(Delivery, { id: In(ids) }, { state: 'cancelled', reason });
    await this.lanes.promote(tx, [lane.id]);
    await tx.publish(new DeliveriesChanged(ids.map((id) => ({ id, channel, laneKey, state: 'cancelled' }))));
    tx.afterCommit(() => this.dispatcher.wake(unsent[0]!.targetId));
  }

  private async targetsOf(
    tx: Transaction,
    channel: string,
    messages: NewDelivery[],
  ): Promise<Map<string, DeliveryTarget>> {
    const keys = [...new Set(messages.map(({ targetKey }) => targetKey))];
    const targets = await tx.manager.findBy(DeliveryTarget, { channel, key: In(keys) });
    const byKey = new Map(targets.map((target) => [target.key, target]));
    for (const key of keys) if (!byKey.has(key)) throw new Error(`The ${channel} target ${key} was never configured.`);
    return byKey;
  }
}
