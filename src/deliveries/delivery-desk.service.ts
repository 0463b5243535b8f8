import { Injectable } from '@nestjs/common';
import { Brackets, EntityManager, In, MoreThan, SelectQueryBuilder } from 'typeorm';
import { Actor, limitToRegions, visibleTo } from '../access/actor.js';
import { AuditService } from '../access/audit.service.js';
import { Clock } from '../shared/clock.js';
import { ConflictError, NotFoundError } from '../shared/errors.js';
import { likeAnywhere, Page, PageQuery, readPage } from '../shared/paging.dto.js';
import type { Transaction } from '../shared/transaction.js';
import { Transactions } from '../shared/transactions.service.js';
import { DeliveriesChanged } from './deliveries-changed.event.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryAttempt } from './delivery-attempt.entity.js';
import { DeliveryLane } from './delivery-lane.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { Dispatcher } from './dispatcher.service.js';
import { Lanes } from './lanes.service.js';

/** States as they are shown: one that waits in its lane is pending, one that failed before is retrying. */
export const SHOWN_STATES = ['pending', 'sending', 'retrying', 'delivered', 'dead', 'cancelled', 'skipped'] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

export interface DeliveryFilter {
  channel: string;
  actor: Actor;
  state?: ShownState | undefined;
  targetKey?: string | undefined;
  /** Any of these lanes. */
  laneKeys?: string[] | undefined;
  /** Part of what a person would search it by. */
  q?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

export interface RetryResult {
  matched: number;
  retried: number;
  /** Left alone: delivered already, or a later one of their lane was. */
  needConfirmation: number;
}

/** A delivery with what surrounds it. */
export interface DeliveryWithPlace {
  delivery: Delivery;
  laneKey: string;
  target: DeliveryTarget;
}

const RETRIED_AT_ONCE = 100;

export function shownState({ state, triesMade }: Delivery): ShownState {
  if (state === 'waiting') return 'pending';
  return state === 'pending' && triesMade > 0 ? 'retrying' : state;
}

/** Deliveries as people see and steer them. */
@Injectable()
export class DeliveryDesk {
  constructor(
    private readonly transactions: Transactions,
    private readonly lanes: Lanes,
    private readonly dispatcher: Dispatcher,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  list(filter: DeliveryFilter, paging: PageQuery): Promise<Page<DeliveryWithPlace>> {
    return this.transactions.read(async (manager) => {
      const query = await this.filtered(manager, filter);
      const { data, meta } = await readPage(query, paging, 'delivery.createdAt');
      return { data: await this.withPlaces(manager, data), meta };
    });
  }

  /** All deliveries of a lane, in its order. */
  ofLane(channel: string, laneKey: string): Promise<DeliveryWithPlace[]> {
    return this.transactions.read(async (manager) => {
      const lane = await manager.findOneBy(DeliveryLane, { channel, key: laneKey });
      if (!lane) return [];
      const deliveries = await manager.find(Delivery, { where: { laneId: lane.id }, order: { seq: 'ASC' } });
      return this.withPlaces(manager, deliveries);
    });
  }

  /** @throws NotFoundError */
  detail(channel: string, id: number, actor: Actor): Promise<DeliveryWithPlace & { attempts: DeliveryAttempt[] }> {
    return this.transactions.read(async (manager) => {
      const delivery = visibleTo(actor, await manager.findOneBy(Delivery, { id, channel }), `Delivery ${id}`);
      const attempts = await manager.find(DeliveryAttempt, { where: { deliveryId: id }, order: { number: 'ASC' } });
      const [place] = await this.withPlaces(manager, [delivery]);
      return { ...place!, attempts };
    });
  }

  /** The channel that a delivery goes by. @throws NotFoundError */
  async channelOf(id: number): Promise<string> {
    const delivery = await this.transactions.read((manager) =>
      manager.findOne(Delivery, { select: { id: true, channel: true }, where: { id } }),
    );
    if (!delivery) throw new NotFoundError(`Delivery ${id}`);
    return delivery.channel;
  }

  /**
   * Sends it again now, with a whole schedule of tries before it.
   * @param force also when it was delivered, or a later one of its lane was
   * @throws NotFoundError; ConflictError `confirmation_required`, `being_sent`, `skipped`
   */
  retry(channel: string, id: number, force: boolean, actor: Actor): Promise<void> {
    return this.transactions.run(async (tx) => {
      const delivery = await this.hold(tx, channel, id, actor);
      if (delivery.state === 'sending') throw new ConflictError('being_sent', 'It is being sent right now.');
      if (delivery.state === 'skipped')
        throw new ConflictError('skipped', 'There is nothing to send: it was left out on purpose.');
      if (!force && (await this.needsConfirmation(tx, delivery))) {
        throw new ConflictError(
          'confirmation_required',
          'It was delivered, or a later message of the same order was: sending it again may turn the status back.',
        );
      }
      await this.requeue(tx, delivery);
      await this.audit.record(tx, auditOf('retry', delivery));
      await this.tellChanged(tx, [delivery.id]);
    });
  }

  /** Retries all that match: given up, cancelled or waiting for their next try; delivered ones only with `force`. */
  async retryAll(filter: DeliveryFilter, force: boolean): Promise<RetryResult> {
    const ids = await this.transactions.read(async (manager) => {
      const query = await this.filtered(manager, filter);
      const rows = await query.select('delivery.id', 'id').orderBy('delivery.id').getRawMany<{ id: number }>();
      return rows.map(({ id }) => id);
    });
    const result: RetryResult = { matched: ids.length, retried: 0, needConfirmation: 0 };
    for (let start = 0; start < ids.length; start += RETRIED_AT_ONCE) {
      const { retried, needConfirmation } = await this.retryStep(ids.slice(start, start + RETRIED_AT_ONCE), force);
      result.retried += retried;
      result.needConfirmation += needConfirmation;
    }
    return result;
  }

  /** @throws NotFoundError; ConflictError `being_sent`, `already_finished` */
  cancel(channel: string, id: number, actor: Actor): Promise<void> {
    return this.transactions.run(async (tx) => {
      const delivery = await this.hold(tx, channel, id, actor);
      if (delivery.state === 'sending') throw new ConflictError('being_sent', 'It is being sent right now.');
      if (delivery.state !== 'waiting' && delivery.state !== 'pending') {
        throw new ConflictError('already_finished', 'It waits for nothing any more.');
      }
      await tx.manager.update(Delivery, { id }, { state: 'cancelled', reason: 'cancelled_by_user' });
      await this.audit.record(tx, { ...auditOf('cancel', delivery), after: { state: 'cancelled' } });
      await this.lanes.promote(tx, [delivery.laneId]);
      await this.tellChanged(tx, [id]);
      tx.afterCommit(() => this.dispatcher.wake(delivery.targetId));
    });
  }

  private retryStep(ids: number[], force: boolean): Promise<{ retried: number; needConfirmation: number }> {
    return this.transactions.run(async (tx) => {
      let needConfirmation = 0;
      const retried: number[] = [];
      const chosen = await tx.manager.find(Delivery, { select: { id: true, laneId: true }, where: { id: In(ids) } });
      await this.lanes.lock(tx, [...new Set(chosen.map(({ laneId }) => laneId))]);
      for (const { id } of chosen) {
        const delivery = await this.locked(tx, id);
        if (delivery.state === 'sending' || delivery.state === 'skipped' || delivery.state === 'waiting') continue;
        if (!force && (await this.needsConfirmation(tx, delivery))) {
          needConfirmation += 1;
        } else {
          await this.requeue(tx, delivery);
          await this.audit.record(tx, auditOf('retry', delivery));
          retried.push(id);
        }
      }
      await this.tellChanged(tx, retried);
      return { retried: retried.length, needConfirmation };
    });
  }

  /** Takes the delivery's lane and answers the delivery as it is then. */
  private async hold(tx: Transaction, channel: string, id: number, actor: Actor): Promise<Delivery> {
    const found = visibleTo(actor, await tx.manager.findOneBy(Delivery, { id, channel }), `Delivery ${id}`);
    await this.lanes.lock(tx, [found.laneId]);
    return this.locked(tx, id);
  }

  /** Against a claim, which takes the delivery alone. */
  private locked(tx: Transaction, id: number): Promise<Delivery> {
    return tx.lock(tx.manager.createQueryBuilder(Delivery, 'delivery').where({ id })).getOneOrFail();
  }

  private async tellChanged(tx: Transaction, ids: number[]): Promise<void> {
    const deliveries = ids.length === 0 ? [] : await tx.manager.findBy(Delivery, { id: In(ids) });
    const places = await this.withPlaces(tx.manager, deliveries);
    const changed = places.map(({ delivery: { id, channel, state }, laneKey }) => ({ id, channel, laneKey, state }));
    if (changed.length > 0) await tx.publish(new DeliveriesChanged(changed));
  }

  private async needsConfirmation(tx: Transaction, { state, laneId, seq }: Delivery): Promise<boolean> {
    if (state === 'delivered') return true;
    return tx.manager.existsBy(Delivery, { laneId, seq: MoreThan(seq), state: 'delivered' });
  }

  /** Back to the head of its lane; a later one that nobody is sending steps back. */
  private async requeue(tx: Transaction, { id, laneId, targetId, state }: Delivery): Promise<void> {
    if (state !== 'waiting') {
      const again = { scheduleStep: 0, isManual: true, heldUntil: null, deliveredAt: null, reason: '' };
      await tx.manager.update(Delivery, { id }, { ...again, state: 'waiting', dueAt: this.clock.now() });
      await this.lanes.promote(tx, [laneId]);
    }
    tx.afterCommit(() => this.dispatcher.wake(targetId));
  }

  private async filtered(manager: EntityManager, filter: DeliveryFilter): Promise<SelectQueryBuilder<Delivery>> {
    const { channel, actor, state, targetKey, laneKeys, q, from, to } = filter;
    const query = manager.createQueryBuilder(Delivery, 'delivery').where('delivery.channel = :channel', { channel });
    limitToRegions(query, 'delivery.regionId', actor);
    if (state) query.andWhere(new Brackets((where) => whereShown(where as SelectQueryBuilder<Delivery>, state)));
    if (targetKey !== undefined) {
      const target = await manager.findOneBy(DeliveryTarget, { channel, key: targetKey });
      query.andWhere('delivery.targetId = :targetId', { targetId: target?.id ?? 0 });
    }
    if (laneKeys !== undefined) {
      const lanes = await manager.findBy(DeliveryLane, { channel, key: In(laneKeys) });
      query.andWhere('delivery.laneId IN (:...laneIds)', { laneIds: [0, ...lanes.map(({ id }) => id)] });
    }
    if (q) query.andWhere(`delivery.subject LIKE :like ESCAPE '!'`, { like: likeAnywhere(q) });
    if (from) query.andWhere('delivery.createdAt >= :from', { from });
    if (to) query.andWhere('delivery.createdAt < :to', { to });
    return query;
  }

  private async withPlaces(manager: EntityManager, deliveries: Delivery[]): Promise<DeliveryWithPlace[]> {
    if (deliveries.length === 0) return [];
    const ids = (of: (delivery: Delivery) => number) => In([...new Set(deliveries.map(of))]);
    const lanes = await manager.findBy(DeliveryLane, { id: ids(({ laneId }) => laneId) });
    const targets = await manager.findBy(DeliveryTarget, { id: ids(({ targetId }) => targetId) });
    const laneKeys = new Map(lanes.map(({ id, key }) => [id, key]));
    const byId = new Map(targets.map((target) => [target.id, target]));
    return deliveries.map((delivery) => ({
      delivery,
      laneKey: laneKeys.get(delivery.laneId) ?? '',
      target: byId.get(delivery.targetId)!,
    }));
  }
}

function auditOf(action: string, delivery: Delivery) {
  return { action, subject: 'delivery', subjectId: delivery.id, before: { state: shownState(delivery) } };
}

function whereShown(where: SelectQueryBuilder<Delivery>, state: ShownState): void {
  if (state === 'retrying') {
    where.where('delivery.state = :dbState AND delivery.triesMade > 0', { dbState: 'pending' });
  } else if (state === 'pending') {
    where.where('delivery.state = :waiting OR (delivery.state = :dbState AND delivery.triesMade = 0)', {
      waiting: 'waiting',
      dbState: 'pending',
    });
  } else {
    where.where('delivery.state = :dbState', { dbState: state });
  }
}
