import { Injectable, Logger } from '@nestjs/common';
import { Brackets, In, IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import { Clock } from '../shared/clock.js';
import { groupBy } from '../shared/group-by.js';
import { Metrics } from '../shared/metrics.js';
import type { Transaction } from '../shared/transaction.js';
import { Transactions } from '../shared/transactions.service.js';
import { LEASE_MS } from './claims.service.js';
import { DeliveriesChanged } from './deliveries-changed.event.js';
import { LANES_TO_OPEN } from './circuit-breaker.js';
import { AttemptOutcome } from './delivery-channel.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryAttempt } from './delivery-attempt.entity.js';
import { DeliveryGivenUp } from './delivery-given-up.event.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { CircuitBreakerClosed, CircuitBreakerOpened, DeliveryTargetPaused } from './delivery-target-changed.events.js';
import { Lanes } from './lanes.service.js';
import { applyOutcome, TargetTurn } from './outcome-rules.js';

/** Why a delivery ended whose outcome could not be written. */
const NOT_RECORDED = 'not_recorded';

/** A try that was made and is to be written down. */
export interface FinishedTry {
  /** As claimed, with the claim's token as owner and the due time from before the claim. */
  delivery: Delivery;
  outcome: AttemptOutcome;
  startedAt: Date;
  isProbe: boolean;
}

export interface RecordOptions {
  /** Leaves alone what somebody else holds. */
  onlyFree?: boolean;
  /** Targets whose lanes go on at once: the next of a lane in which one arrived is claimed in the same transaction. */
  goOnAt?: Set<number>;
  /** Token of those claims. */
  owner?: string;
}

export interface Recorded {
  /** Tries whose claim had run out meanwhile, or that somebody else held: nothing was written for them. */
  lost: FinishedTry[];
  /** Targets at which something may be due now. */
  wake: Set<number>;
  /** Claimed already, to be sent. */
  next: Delivery[];
}

/** Writes down what became of tries, many in one transaction; only the holder of a claim may. */
@Injectable()
export class Recorder {
  private readonly logger = new Logger(Recorder.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly lanes: Lanes,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  record(tries: FinishedTry[], goOn: RecordOptions = {}): Promise<Recorded> {
    // A repeat after a lost COMMIT finds the claims gone and writes nothing twice.
    const options = { repeatable: true, waitsOnce: tries.length > 1 };
    return this.transactions.run((tx) => this.write(tx, tries.map(copyOf), goOn), options);
  }

  /**
   * Writes down a try whose outcome cannot be written as it is (what it sets off fails, it is too large): the delivery ends, for people
   * to see why, and is not sent for ever. One that arrived has arrived.
   */
  async recordUnwritable({ delivery: claimed, outcome, startedAt }: FinishedTry, error: Error): Promise<void> {
    const hasArrived = outcome.class === 'delivered';
    const delivery = Object.assign(new Delivery(), claimed, {
      ...(hasArrived ? { state: 'delivered', deliveredAt: this.clock.now() } : { state: 'dead' }),
      reason: hasArrived ? '' : NOT_RECORDED,
      heldUntil: null,
      attemptCount: claimed.attemptCount + 1,
      triesMade: claimed.triesMade + 1,
    });
    const isWritten = await this.transactions.run(
      async (tx) => {
        const laneKeys = await this.lanes.lock(tx, [delivery.laneId]);
        const tries = [{ delivery: claimed, outcome, startedAt, isProbe: false }];
        const { owned } = await this.splitByOwner(tx, tries, { laneKeys });
        if (owned.length === 0) return false;
        await this.saveDeliveries(tx, [delivery]);
        await tx.insertMany(DeliveryAttempt, [unwritableAttempt(delivery, outcome, startedAt, error)]);
        await this.lanes.promote(tx, [delivery.laneId]);
        tx.afterCommit(() => this.count(delivery, outcome));
        return true;
      },
      { repeatable: true },
    );
    if (isWritten) await this.tellUnwritable(delivery);
  }

  /** Apart from the outcome, since what failed may be the telling. */
  private async tellUnwritable(delivery: Delivery): Promise<void> {
    try {
      await this.transactions.run(async (tx) => {
        const { id, channel, laneId, targetId, state, reason, subject } = delivery;
        const laneKey = (await this.lanes.lock(tx, [laneId])).get(laneId) ?? '';
        await tx.publish(new DeliveriesChanged([{ id, channel, laneKey, state }]));
        if (state !== 'dead') return;
        const { key } = await tx.manager.findOneByOrFail(DeliveryTarget, { id: targetId });
        await tx.publish(new DeliveryGivenUp(id, channel, reason, key, laneKey, subject));
      });
    } catch (error) {
      this.logger.error({ err: error }, `Telling of delivery ${delivery.id} failed: ${(error as Error).message}`);
    }
  }

  private async write(tx: Transaction, tries: FinishedTry[], options: RecordOptions): Promise<Recorded> {
    const { onlyFree = false } = options;
    const laneKeys = await this.lanes.lock(tx, [...new Set(tries.map(({ delivery }) => delivery.laneId))], onlyFree);
    const laneIds = [...laneKeys.keys()];
    const { owned, lost } = await this.splitByOwner(tx, tries, { laneKeys, onlyFree });
    const wake = new Set<number>();
    const attempts: Array<Omit<DeliveryAttempt, 'id'>> = [];
    for (const [targetId, ofTarget] of groupBy(owned, ({ delivery }) => delivery.targetId)) {
      const { target, isHeld } = await this.readTarget(tx, targetId, ofTarget);
      const lanesWaiting = await this.lanesWaiting(tx, targetId, ofTarget);
      for (const each of ofTarget) attempts.push(await this.apply(tx, each, { target, lanesWaiting }, laneKeys));
      if (isHeld) await this.saveTarget(tx, target);
    }
    await this.saveDeliveries(
      tx,
      owned.map(({ delivery }) => delivery),
    );
    await tx.insertMany(DeliveryAttempt, attempts);
    const promoted = await this.lanes.promote(tx, laneIds);
    const next = await this.claimNext(tx, owned, { ...options, promoted });
    if (promoted.length > next.length) for (const { delivery } of owned) wake.add(delivery.targetId);
    if (lost.length > 0) next.push(...(await this.claimedBefore(tx, lost, options)));
    await this.tellChanged(tx, owned, laneKeys);
    return { lost, wake, next };
  }

  /** Of the lanes in which something arrived and which may go on. @param promoted what came to the head of its lane */
  private async claimNext(
    tx: Transaction,
    owned: FinishedTry[],
    { goOnAt, owner = '', promoted }: RecordOptions & { promoted: number[] },
  ): Promise<Delivery[]> {
    if (!goOnAt || promoted.length === 0) return [];
    const arrived = owned.filter(({ delivery, isProbe }) => {
      return delivery.state === 'delivered' && !isProbe && goOnAt.has(delivery.targetId);
    });
    if (arrived.length === 0) return [];
    const ready = await tx.manager.findBy(DeliveryTarget, {
      id: In([...new Set(arrived.map(({ delivery }) => delivery.targetId))]),
      ...{ isEnabled: true, pausedAt: IsNull(), openedAt: IsNull() },
    });
    const now = this.clock.now();
    const next = await tx.manager.findBy(Delivery, {
      id: In(promoted),
      laneId: In(arrived.map(({ delivery }) => delivery.laneId)),
      targetId: In(ready.map(({ id }) => id)),
      dueAt: LessThanOrEqual(now),
    });
    if (next.length === 0) return [];
    const dueAt = new Date(now.getTime() + LEASE_MS);
    await tx.manager.update(Delivery, { id: In(next.map(({ id }) => id)) }, { state: 'sending', owner, dueAt });
    return next.map((delivery) => Object.assign(delivery, { owner }));
  }

  /** A repeat after a lost COMMIT finds what the first time claimed. */
  private async claimedBefore(tx: Transaction, lost: FinishedTry[], { owner }: RecordOptions): Promise<Delivery[]> {
    if (!owner) return [];
    const laneId = In(lost.map(({ delivery }) => delivery.laneId));
    return tx.manager.findBy(Delivery, { laneId, owner, state: 'sending' });
  }

  private async tellChanged(tx: Transaction, owned: FinishedTry[], laneKeys: Map<number, string>): Promise<void> {
    if (owned.length === 0) return;
    const changed = owned.map(({ delivery: { id, channel, laneId, state } }) => {
      return { id, channel, laneKey: laneKeys.get(laneId) ?? '', state };
    });
    await tx.publish(new DeliveriesChanged(changed));
  }

  private async splitByOwner(
    tx: Transaction,
    tries: FinishedTry[],
    { laneKeys, onlyFree = false }: { laneKeys: Map<number, string>; onlyFree?: boolean },
  ) {
    const query = tx.manager
      .createQueryBuilder(Delivery, 'delivery')
      .select(['delivery.id', 'delivery.owner'])
      .where({ id: In(tries.map(({ delivery }) => delivery.id)), state: 'sending' });
    const rows = await (onlyFree ? tx.lockFree(query) : tx.lock(query)).getMany();
    const owners = new Map(rows.map(({ id, owner }) => [id, owner]));
    const isOwned = ({ delivery: { id, laneId, owner } }: FinishedTry) =>
      laneKeys.has(laneId) && owners.get(id) === owner;
    return { owned: tries.filter(isOwned), lost: tries.filter((each) => !isOwned(each)) };
  }

  /** The target's row is taken only when this batch may change it: successes at a healthy target leave it alone. */
  private async readTarget(tx: Transaction, id: number, tries: FinishedTry[]) {
    const query = () => tx.manager.createQueryBuilder(DeliveryTarget, 'target').where({ id });
    const target = await query().getOneOrFail();
    const isHealthy = target.isReady && target.failuresInRow === 0;
    const allArrived = tries.every(({ outcome }) => !outcome.isOutage && outcome.class !== 'unauthorized');
    if (isHealthy && allArrived) return { target, isHeld: false };
    return { target: await tx.lock(query()).getOneOrFail(), isHeld: true };
  }

  /** Counted only as far as the circuit breaker asks, and only where it may: after a failure of the network. */
  private async lanesWaiting(tx: Transaction, targetId: number, tries: FinishedTry[]): Promise<number> {
    const failed = tries.filter(({ outcome }) => outcome.isOutage && !outcome.response);
    if (failed.length === 0) return LANES_TO_OPEN;
    const heads = await tx.manager.find(Delivery, {
      select: { id: true },
      where: { targetId, state: In(['pending', 'sending']) },
      take: LANES_TO_OPEN,
    });
    return heads.length;
  }

  private async apply(
    tx: Transaction,
    { delivery, outcome, startedAt, isProbe }: FinishedTry,
    { target, lanesWaiting }: { target: DeliveryTarget; lanesWaiting: number },
    laneKeys: Map<number, string>,
  ): Promise<Omit<DeliveryAttempt, 'id'>> {
    const { isManual } = delivery;
    const now = this.clock.now();
    const { isSpent, turns } = applyOutcome(delivery, target, outcome, {
      now,
      startedAt,
      isProbe,
      lanesWaiting,
      random: Math.random(),
    });
    for (const turn of turns) await this.tell(tx, target, turn);
    const { channel, laneId, reason, state, subject } = delivery;
    tx.afterCommit(() => this.count(delivery, outcome));
    if (state === 'dead') {
      await tx.publish(
        new DeliveryGivenUp(delivery.id, channel, reason, target.key, laneKeys.get(laneId) ?? '', subject),
      );
    }
    const { durationMs, request, response, error } = outcome;
    const number = delivery.triesMade;
    const attempt = { number, at: startedAt, durationMs, isSpent, isManual, request, response, error };
    return { ...attempt, deliveryId: delivery.id, bodyRemovedAt: null };
  }

  private count({ id, channel, triesMade, state }: Delivery, outcome: AttemptOutcome): void {
    this.metrics.attempts.inc({ channel, outcome: outcome.class });
    if (state === 'dead') this.metrics.deliveriesGivenUp.inc({ channel });
    this.logger.log({
      deliveryId: id,
      attempt: triesMade,
      outcome: outcome.class,
      status: outcome.response?.status,
      error: outcome.error || undefined,
      durationMs: outcome.durationMs,
      state,
    });
  }

  private async tell(
    tx: Transaction,
    { id, channel, key, pauseReason }: DeliveryTarget,
    turn: TargetTurn,
  ): Promise<void> {
    tx.afterCommit(() => this.logger.warn(`Deliveries to ${channel} ${key}: ${turn}.`));
    if (turn === 'paused') await tx.publish(new DeliveryTargetPaused(channel, key, pauseReason));
    if (turn === 'opened') await tx.publish(new CircuitBreakerOpened(channel, key));
    if (turn === 'closed') {
      await this.releaseWaiting(tx, id);
      await tx.publish(new CircuitBreakerClosed(channel, key));
    }
  }

  /** What waited for the breaker is due at once, except where the receiver asked for a pause. */
  private async releaseWaiting(tx: Transaction, targetId: number): Promise<void> {
    const now = this.clock.now();
    await tx.manager
      .createQueryBuilder()
      .update(Delivery)
      .set({ dueAt: now })
      .where({ targetId, state: In(['pending', 'waiting']), dueAt: MoreThan(now) })
      .andWhere(new Brackets((any) => any.where('heldUntil IS NULL').orWhere('heldUntil <= :now', { now })))
      .execute();
  }

  private async saveTarget(tx: Transaction, target: DeliveryTarget): Promise<void> {
    const { id, pausedAt, pauseReason, openedAt, probeAt, probesFailed } = target;
    const { failuresInRow, recentFailures, recoveredAt } = target;
    const breaker = { failuresInRow, recentFailures, recoveredAt, openedAt, probeAt, probesFailed };
    await tx.manager.update(DeliveryTarget, { id }, { pausedAt, pauseReason, ...breaker });
  }

  private async saveDeliveries(tx: Transaction, deliveries: Delivery[]): Promise<void> {
    const groups = groupBy(deliveries, ({ state, attemptCount, triesMade, scheduleStep, reason }) =>
      state === 'delivered' ? `${attemptCount}/${triesMade}/${scheduleStep}/${reason}` : Symbol(),
    );
    for (const group of groups.values()) {
      const { state, reason, dueAt, heldUntil, triedAt, attemptCount, triesMade, scheduleStep, deliveredAt } =
        group[0]!;
      const change = { state, reason, heldUntil, triedAt, attemptCount, triesMade, scheduleStep, deliveredAt };
      await tx.manager.update(
        Delivery,
        { id: In(group.map(({ id }) => id)) },
        { ...change, owner: '', isManual: false, ...(state === 'pending' && { dueAt }) },
      );
    }
  }
}

/** The transaction may be done again, so it works on copies. */
function copyOf(each: FinishedTry): FinishedTry {
  return { ...each, delivery: Object.assign(new Delivery(), each.delivery) };
}

/** Without what may have been too much of it. */
function unwritableAttempt(
  { id: deliveryId, triesMade: number, isManual }: Delivery,
  { durationMs, request, response, error: ofSending }: AttemptOutcome,
  at: Date,
  { message }: Error,
): Omit<DeliveryAttempt, 'id'> {
  const url = request.url.slice(0, 2_000);
  const error = [ofSending.slice(0, 200), `The outcome could not be recorded: ${message}`].filter(Boolean).join('. ');
  return {
    ...{ deliveryId, number, at, durationMs, isManual, isSpent: true, bodyRemovedAt: null },
    request: { method: request.method, url, headers: {}, body: '' },
    response: response && { status: response.status, headers: {}, body: '' },
    error: error.slice(0, 500),
  };
}
