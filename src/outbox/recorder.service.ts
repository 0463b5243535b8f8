import { Injectable, Logger } from '@nestjs/common';
import { Brackets, In, MoreThan } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { groupBy } from '../platform/group-by.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { AttemptLog } from './attempt-log.service.js';
import { LEASE_MS } from './claims.service.js';
import { DeliveriesChanged } from './deliveries-changed.event.js';
import { LANES_TO_OPEN } from './circuit-breaker.js';
import { Delivery } from './delivery.entity.js';
import { DeliveryAttempt } from './delivery-attempt.entity.js';
import { DeliveryGivenUp } from './delivery-given-up.event.js';
import { DeliveryTarget } from './delivery-target.entity.js';
import { CircuitBreakerClosed, CircuitBreakerOpened, DeliveryTargetPaused } from './delivery-target-changed.events.js';
import { copyOf, FinishedTry, saveDeliveries, splitByOwner } from './finished-tries.js';
import { Lanes } from './lanes.service.js';
import { applyOutcome, TargetTurn } from './outcome-rules.js';

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
    private readonly log: AttemptLog,
  ) {}

  record(tries: FinishedTry[], goOn: RecordOptions = {}): Promise<Recorded> {
    // A repeat after a lost COMMIT finds the claims gone and writes nothing twice.
    const options = { repeatable: true, waitsOnce: tries.length > 1 };
    return this.transactions.run((tx) => this.write(tx, tries.map(copyOf), goOn), options);
  }

  private async write(tx: Transaction, tries: FinishedTry[], options: RecordOptions): Promise<Recorded> {
    const { onlyFree = false } = options;
    const laneKeys = await this.lanes.lock(tx, [...new Set(tries.map(({ delivery }) => delivery.laneId))], onlyFree);
    const laneIds = [...laneKeys.keys()];
    const { owned, lost } = await splitByOwner(tx, tries, { laneKeys, onlyFree });
    const wake = new Set<number>();
    const attempts: Array<Omit<DeliveryAttempt, 'id'>> = [];
    const ready = new Set<number>();
    for (const [targetId, ofTarget] of groupBy(owned, ({ delivery }) => delivery.targetId)) {
      const { target, isHeld } = await this.readTarget(tx, targetId, ofTarget);
      const lanesWaiting = await this.lanesWaiting(tx, targetId, ofTarget);
      for (const each of ofTarget) attempts.push(await this.apply(tx, each, { target, lanesWaiting }, laneKeys));
      if (isHeld) await this.saveTarget(tx, target);
      if (target.isReady) ready.add(targetId);
    }
    await saveDeliveries(
      tx,
      owned.map(({ delivery }) => delivery),
    );
    await tx.insertMany(DeliveryAttempt, attempts);
    const heads = await this.lanes.heads(tx, laneIds);
    const goesOn = this.lanesGoingOn(owned, ready, options);
    const next = heads.filter(({ laneId, targetId, dueAt }) => {
      return goesOn.has(laneId) && ready.has(targetId) && dueAt <= this.clock.now();
    });
    await this.claim(tx, next, options);
    await this.lanes.makePending(
      tx,
      heads.filter((each) => !next.includes(each)),
    );
    if (heads.length > next.length) for (const { delivery } of owned) wake.add(delivery.targetId);
    if (lost.length > 0) next.push(...(await this.claimedBefore(tx, lost, options)));
    await this.tellChanged(tx, owned, laneKeys);
    return { lost, wake, next };
  }

  /** Those in which something arrived, at targets that take more. */
  private lanesGoingOn(owned: FinishedTry[], ready: Set<number>, { goOnAt }: RecordOptions): Set<number> {
    const arrived = owned.filter(({ delivery: { state, targetId }, isProbe }) => {
      return state === 'delivered' && !isProbe && ready.has(targetId) && goOnAt?.has(targetId);
    });
    return new Set(arrived.map(({ delivery }) => delivery.laneId));
  }

  private async claim(tx: Transaction, heads: Delivery[], { owner = '' }: RecordOptions): Promise<void> {
    if (heads.length === 0) return;
    const dueAt = new Date(this.clock.now().getTime() + LEASE_MS);
    await tx.manager.update(Delivery, { id: In(heads.map(({ id }) => id)) }, { state: 'sending', owner, dueAt });
    for (const head of heads) head.owner = owner;
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
    tx.afterCommit(() => this.log.count(delivery, outcome));
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
}
