import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { Actor, visibleTo } from '../access/actor.js';
import { AuditService } from '../access/audit.service.js';
import { ConflictError, NotFoundError } from '../platform/errors.js';
import { Page, PageQuery, readIds, readPage } from '../platform/http/paging.dto.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryAttempt } from './delivery-attempt.entity.js';
import { DeliveryFilter, filteredDeliveries } from './delivery-filter.js';
import { DeliveryLane } from './delivery-lane.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { Dispatcher } from './dispatcher.service.js';
import { LastAttempt, lastAttemptsOf } from './last-attempts.js';
import { Lanes } from './lanes.service.js';
import { auditOf, Requeue } from './requeue.service.js';

/** A delivery with what surrounds it. */
export interface DeliveryWithPlace {
  delivery: Delivery;
  laneKey: string;
  target: DeliveryTarget;
  /** Of one that is not delivered: why it waits, or was given up. */
  lastAttempt?: LastAttempt;
}

/** Deliveries as people see and steer them. */
@Injectable()
export class DeliveryDesk {
  constructor(
    private readonly transactions: Transactions,
    private readonly lanes: Lanes,
    private readonly dispatcher: Dispatcher,
    private readonly audit: AuditService,
    private readonly requeue: Requeue,
  ) {}

  list(filter: DeliveryFilter, paging: PageQuery): Promise<Page<DeliveryWithPlace>> {
    return this.transactions.read(async (manager) => {
      const { query, searched } = await filteredDeliveries(manager, filter);
      const { data, meta } = await readPage(query, paging, 'delivery.createdAt', searched);
      return { data: await this.withPlaces(manager, data), meta };
    });
  }

  /** Ids of the first rows of the list, whatever its pages. */
  idsOf(filter: DeliveryFilter, sort: PageQuery['sort'], limit: number): Promise<number[]> {
    return this.transactions.read(async (manager) =>
      readIds((await filteredDeliveries(manager, filter)).query, sort, 'delivery.createdAt', limit),
    );
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
   * @throws NotFoundError; ConflictError `confirmation_required`, `being_sent`, `skipped`, `endpoint_gone`
   */
  retry(channel: string, id: number, force: boolean, actor: Actor): Promise<void> {
    return this.transactions.run(async (tx) => {
      const delivery = await this.hold(tx, channel, id, actor);
      if (delivery.state === 'sending') throw new ConflictError('being_sent', 'It is being sent right now.');
      if (delivery.state === 'skipped')
        throw new ConflictError('skipped', 'There is nothing to send: it was left out on purpose.');
      if ((await this.requeue.goneTargets(tx, [delivery])).size > 0)
        throw new ConflictError('endpoint_gone', 'Its receiver was deleted: there is nobody to send it to.');
      if (!force && (await this.requeue.needsConfirmation(tx, delivery))) {
        throw new ConflictError(
          'confirmation_required',
          'It was delivered, or a later message of the same order was: sending it again may turn the status back.',
        );
      }
      await this.requeue.requeue(tx, delivery);
      await this.requeue.tellChanged(tx, [delivery.id]);
    });
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
      await this.requeue.tellChanged(tx, [id]);
      tx.afterCommit(() => this.dispatcher.wake(delivery.targetId));
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

  private async withPlaces(manager: EntityManager, deliveries: Delivery[]): Promise<DeliveryWithPlace[]> {
    if (deliveries.length === 0) return [];
    const ids = (of: (delivery: Delivery) => number) => In([...new Set(deliveries.map(of))]);
    const lanes = await manager.findBy(DeliveryLane, { id: ids(({ laneId }) => laneId) });
    const targets = await manager.findBy(DeliveryTarget, { id: ids(({ targetId }) => targetId) });
    const laneKeys = new Map(lanes.map(({ id, key }) => [id, key]));
    const byId = new Map(targets.map((target) => [target.id, target]));
    const lastAttempts = await lastAttemptsOf(manager, deliveries);
    return deliveries.map((delivery) => ({
      delivery,
      laneKey: laneKeys.get(delivery.laneId) ?? '',
      target: byId.get(delivery.targetId)!,
      lastAttempt: lastAttempts.get(delivery.id),
    }));
  }
}
