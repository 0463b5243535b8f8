import { Injectable, Logger } from '@nestjs/common';
import { EntityManager, In, MoreThan } from 'typeorm';
import { Actor, visibleTo } from '../access/actor.js';
import { AuditService } from '../access/audit.service.js';
import { Clock } from '../shared/clock.js';
import { ConflictError, NotFoundError, RowsHeldError, UnavailableError } from '../shared/errors.js';
import { Page, PageQuery, readIds, readPage } from '../shared/paging.dto.js';
import type { Transaction } from '../shared/transaction.js';
import { Transactions } from '../shared/transactions.service.js';
import { DeliveriesChanged } from './deliveries-changed.event.js';
import { Delivery, DeliveryState } from './delivery.entity.js';
import { DeliveryAttempt } from './delivery-attempt.entity.js';
import { DeliveryFilter, filteredDeliveries, shownState } from './delivery-filter.js';
import { DeliveryLane } from './delivery-lane.entity.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { Dispatcher } from './dispatcher.service.js';
import { LastAttempt, lastAttemptsOf } from './last-attempts.js';
import { Lanes } from './lanes.service.js';

/** Which deliveries of a filter are retried, and how many by one call. */
export interface BulkRetry {
  /** Also what was delivered, or a later one of its lane was. */
  force: boolean;
  /** Goes on behind this delivery. */
  after?: number | undefined;
  limit?: number | undefined;
}

export interface RetryResult {
  /** Behind `after`. */
  matched: number;
  /** Of them looked at by this call, oldest first. */
  processed: number;
  retried: number;
  /** Left alone: delivered already, or a later one of their lane was. */
  needConfirmation: number;
  /** Could not be retried. */
  failed: number;
  /** Left alone: their receiver was deleted. */
  endpointGone: number;
  /** The `after` of the next call; null = nothing is left. */
  next: string | null;
}

const NOTHING_RETRIED: RetryResult = {
  matched: 0,
  processed: 0,
  retried: 0,
  needConfirmation: 0,
  endpointGone: 0,
  failed: 0,
  next: null,
};

type Retried = Pick<RetryResult, 'retried' | 'needConfirmation' | 'endpointGone'>;

/** A delivery with what surrounds it. */
export interface DeliveryWithPlace {
  delivery: Delivery;
  laneKey: string;
  target: DeliveryTarget;
  /** Of one that is not delivered: why it waits, or was given up. */
  lastAttempt?: LastAttempt;
}

/** Deliveries that one call retries at most. */
export const MAX_BULK_RETRY = 1_000;
const MAX_DURATION_MS = 20_000;
const RETRIED_AT_ONCE = 100;
/** On their way, deliberately not sent, or sent anyway after an earlier one of their lane. */
const NOT_RETRIED: DeliveryState[] = ['sending', 'skipped', 'waiting'];

/** Deliveries as people see and steer them. */
@Injectable()
export class DeliveryDesk {
  private readonly logger = new Logger(DeliveryDesk.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly lanes: Lanes,
    private readonly dispatcher: Dispatcher,
    private readonly audit: AuditService,
    private readonly clock: Clock,
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
      if ((await this.gone(tx, [delivery])).size > 0)
        throw new ConflictError('endpoint_gone', 'Its receiver was deleted: there is nobody to send it to.');
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

  /**
   * Retries those that match, oldest first: given up, cancelled or waiting for their next try; delivered ones only with
   * `force`. Ends after a number or a time, and says where to go on.
   */
  async retryAll(filter: DeliveryFilter, { force, after = 0, limit }: BulkRetry): Promise<RetryResult> {
    const { matched, ids } = await this.transactions.read(async (manager) => {
      const query = (await filteredDeliveries(manager, filter)).query.andWhere('delivery.id > :after', { after });
      const matched = await query.getCount();
      const oldest = query
        .select('delivery.id', 'id')
        .orderBy('delivery.id')
        .limit(limit ?? MAX_BULK_RETRY);
      return { matched, ids: (await oldest.getRawMany<{ id: number }>()).map(({ id }) => id) };
    });
    const result: RetryResult = { ...NOTHING_RETRIED, matched };
    const endAt = performance.now() + MAX_DURATION_MS;
    while (result.processed < ids.length && performance.now() < endAt) {
      const step = ids.slice(result.processed, result.processed + RETRIED_AT_ONCE);
      try {
        const { retried, needConfirmation, endpointGone, failed } = await this.retrySurely(step, force);
        result.processed += step.length;
        result.retried += retried;
        result.needConfirmation += needConfirmation;
        result.endpointGone += endpointGone;
        result.failed += failed;
      } catch (error) {
        if (result.processed === 0) throw error;
        break; // what was done so far is told, and the next call goes on
      }
    }
    if (result.processed > 0 && result.processed < matched) result.next = String(ids[result.processed - 1]);
    return result;
  }

  /** What retrying all that match would come to just now; changes nothing. */
  countRetry(filter: DeliveryFilter, { force, after = 0 }: BulkRetry): Promise<RetryResult> {
    return this.transactions.read(async (manager) => {
      const query = (await filteredDeliveries(manager, filter)).query.andWhere('delivery.id > :after', { after });
      const later = query
        .subQuery()
        .select('1')
        .from(Delivery, 'later')
        .where(`later.laneId = delivery.laneId AND later.seq > delivery.seq AND later.state = 'delivered'`);
      const gone = query
        .subQuery()
        .select('1')
        .from(DeliveryTarget, 'gone')
        .where('gone.id = delivery.targetId AND gone.isRetired = :retired');
      const rows = await query
        .select('delivery.state', 'state')
        .addSelect(`CASE WHEN EXISTS ${later.getQuery()} THEN 1 ELSE 0 END`, 'overtaken')
        .addSelect(`CASE WHEN EXISTS ${gone.getQuery()} THEN 1 ELSE 0 END`, 'gone')
        .setParameter('retired', true)
        .addSelect('COUNT(*)', 'count')
        .groupBy('delivery.state')
        .addGroupBy('overtaken')
        .addGroupBy('gone')
        .getRawMany<{ state: DeliveryState } & Record<'overtaken' | 'gone' | 'count', number | string>>();
      const result: RetryResult = { ...NOTHING_RETRIED };
      for (const { state, overtaken, gone, count } of rows) {
        result.matched += Number(count);
        if (NOT_RETRIED.includes(state)) continue;
        if (Number(gone) === 1) {
          result.endpointGone += Number(count);
          continue;
        }
        const needsConfirmation = !force && (state === 'delivered' || Number(overtaken) === 1);
        result[needsConfirmation ? 'needConfirmation' : 'retried'] += Number(count);
      }
      return result;
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
      await this.tellChanged(tx, [id]);
      tx.afterCommit(() => this.dispatcher.wake(delivery.targetId));
    });
  }

  /** One that cannot be retried costs the others of its step nothing. @throws UnavailableError while the database is away */
  private async retrySurely(ids: number[], force: boolean): Promise<Retried & { failed: number }> {
    try {
      return { ...(await this.retryStep(ids, force)), failed: 0 };
    } catch (error) {
      if (error instanceof UnavailableError && !(error instanceof RowsHeldError)) throw error;
      if (ids.length === 1) {
        this.logger.error({ err: error }, `Retrying delivery ${ids[0]} failed: ${(error as Error).message}`);
        return { ...NOTHING_RETRIED, failed: 1 };
      }
    }
    const half = Math.ceil(ids.length / 2);
    const [one, other] = [
      await this.retrySurely(ids.slice(0, half), force),
      await this.retrySurely(ids.slice(half), force),
    ];
    return {
      retried: one.retried + other.retried,
      needConfirmation: one.needConfirmation + other.needConfirmation,
      endpointGone: one.endpointGone + other.endpointGone,
      failed: one.failed + other.failed,
    };
  }

  private retryStep(ids: number[], force: boolean): Promise<Retried> {
    const work = async (tx: Transaction) => {
      let needConfirmation = 0;
      let endpointGone = 0;
      const retried: number[] = [];
      const chosen = await tx.manager.find(Delivery, { select: { id: true, laneId: true }, where: { id: In(ids) } });
      await this.lanes.lock(tx, [...new Set(chosen.map(({ laneId }) => laneId))]);
      // All at once, as they are before an earlier one of their lane makes them step back.
      const query = tx.manager.createQueryBuilder(Delivery, 'delivery').where({ id: In(ids) });
      const deliveries = await tx.lock(query.orderBy('delivery.id')).getMany();
      const gone = await this.gone(tx, deliveries);
      for (const delivery of deliveries) {
        if (NOT_RETRIED.includes(delivery.state)) continue;
        if (gone.has(delivery.targetId)) {
          endpointGone += 1;
        } else if (!force && (await this.needsConfirmation(tx, delivery))) {
          needConfirmation += 1;
        } else {
          await this.requeue(tx, delivery);
          await this.audit.record(tx, auditOf('retry', delivery));
          retried.push(delivery.id);
        }
      }
      await this.tellChanged(tx, retried);
      return { retried: retried.length, needConfirmation, endpointGone };
    };
    return this.transactions.run(work, { waitsOnce: true });
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

  /** Those targets of the deliveries that were deleted. */
  private async gone(tx: Transaction, deliveries: Delivery[]): Promise<Set<number>> {
    const ids = [...new Set(deliveries.map(({ targetId }) => targetId))];
    const gone = await tx.manager.findBy(DeliveryTarget, { id: In(ids), isRetired: true });
    return new Set(gone.map(({ id }) => id));
  }

  private async needsConfirmation(tx: Transaction, { state, laneId, seq }: Delivery): Promise<boolean> {
    if (state === 'delivered') return true;
    return tx.manager.existsBy(Delivery, { laneId, seq: MoreThan(seq), state: 'delivered' });
  }

  /** Back to the head of its lane; a later one that nobody is sending steps back. */
  private async requeue(tx: Transaction, { id, laneId, targetId, state }: Delivery): Promise<void> {
    if (state !== 'waiting') {
      const again = { scheduleStep: 0, isManual: true, heldUntil: null, triedAt: null, deliveredAt: null, reason: '' };
      await tx.manager.update(Delivery, { id }, { ...again, state: 'waiting', dueAt: this.clock.now() });
      await this.lanes.promote(tx, [laneId]);
    }
    tx.afterCommit(() => this.dispatcher.wake(targetId));
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

function auditOf(action: string, delivery: Delivery) {
  return { action, subject: 'delivery', subjectId: delivery.id, before: { state: shownState(delivery) } };
}
