import { Injectable, Logger } from '@nestjs/common';
import { Brackets, In, MoreThan } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { groupBy } from '../platform/group-by.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { AttemptLog } from './attempt-log.service.js';
import { LEASE_MS } from './claims.service.js';
import { MessagesChanged } from './messages-changed.event.js';
import { KEYS_TO_OPEN } from './circuit-breaker.js';
import { OutboxMessage } from './outbox-message.entity.js';
import { OutboxAttempt } from './outbox-attempt.entity.js';
import { MessageGivenUp } from './message-given-up.event.js';
import { Endpoint } from './endpoint.entity.js';
import { CircuitBreakerClosed, CircuitBreakerOpened, EndpointPaused } from './endpoint-changed.events.js';
import { copyOf, FinishedAttempt, saveMessages, splitByLease } from './finished-attempts.js';
import { OrderingKeys } from './ordering-keys.service.js';
import { applyOutcome, EndpointTransition } from './outcome-rules.js';

export interface RecordOptions {
  /** Leaves alone what somebody else holds. */
  onlyFree?: boolean;
  /** Targets whose ordering keys go on at once: the next of an ordering key in which one arrived is claimed in the same transaction. */
  goOnAt?: Set<number>;
  /** Token of those claims. */
  leaseToken?: string;
}

export interface Recorded {
  /** Attempts whose claim had run out meanwhile, or that somebody else held: nothing was written for them. */
  lost: FinishedAttempt[];
  /** Targets at which something may be due now. */
  notify: Set<number>;
  /** Claimed already, to be sent. */
  next: OutboxMessage[];
}

/** Writes down what became of attempts, many in one transaction; only the holder of a claim may. */
@Injectable()
export class AttemptRecorder {
  private readonly logger = new Logger(AttemptRecorder.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly orderingKeys: OrderingKeys,
    private readonly clock: Clock,
    private readonly log: AttemptLog,
  ) {}

  record(attempts: FinishedAttempt[], goOn: RecordOptions = {}): Promise<Recorded> {
    // A repeat after a lost COMMIT finds the claims gone and writes nothing twice.
    const options = { repeatable: true, waitsOnce: attempts.length > 1 };
    return this.transactions.run((tx) => this.write(tx, attempts.map(copyOf), goOn), options);
  }

  private async write(tx: Transaction, finished: FinishedAttempt[], options: RecordOptions): Promise<Recorded> {
    const { onlyFree = false } = options;
    const orderingKeys = await this.orderingKeys.lock(
      tx,
      [...new Set(finished.map(({ message }) => message.orderingKeyId))],
      onlyFree,
    );
    const orderingKeyIds = [...orderingKeys.keys()];
    const { owned, lost } = await splitByLease(tx, finished, { orderingKeys, onlyFree });
    const notify = new Set<number>();
    const attempts: Array<Omit<OutboxAttempt, 'id'>> = [];
    const ready = new Set<number>();
    for (const [endpointId, ofEndpoint] of groupBy(owned, ({ message }) => message.endpointId)) {
      const { endpoint, isHeld } = await this.readEndpoint(tx, endpointId, ofEndpoint);
      const keysWaiting = await this.keysWaiting(tx, endpointId, ofEndpoint);
      for (const each of ofEndpoint) attempts.push(await this.apply(tx, each, { endpoint, keysWaiting }, orderingKeys));
      if (isHeld) await this.saveEndpoint(tx, endpoint);
      if (endpoint.isReady) ready.add(endpointId);
    }
    await saveMessages(
      tx,
      owned.map(({ message }) => message),
    );
    await tx.insertMany(OutboxAttempt, attempts);
    const heads = await this.orderingKeys.heads(tx, orderingKeyIds);
    const goesOn = this.keysGoingOn(owned, ready, options);
    const next = heads.filter(({ orderingKeyId, endpointId, dueAt }) => {
      return goesOn.has(orderingKeyId) && ready.has(endpointId) && dueAt <= this.clock.now();
    });
    await this.claim(tx, next, options);
    await this.orderingKeys.makePending(
      tx,
      heads.filter((each) => !next.includes(each)),
    );
    if (heads.length > next.length) for (const { message } of owned) notify.add(message.endpointId);
    if (lost.length > 0) next.push(...(await this.claimedBefore(tx, lost, options)));
    await this.tellChanged(tx, owned, orderingKeys);
    return { lost, notify, next };
  }

  /** Those in which something arrived, at endpoints that take more. */
  private keysGoingOn(owned: FinishedAttempt[], ready: Set<number>, { goOnAt }: RecordOptions): Set<number> {
    const arrived = owned.filter(({ message: { state, endpointId }, isProbe }) => {
      return state === 'delivered' && !isProbe && ready.has(endpointId) && goOnAt?.has(endpointId);
    });
    return new Set(arrived.map(({ message }) => message.orderingKeyId));
  }

  private async claim(tx: Transaction, heads: OutboxMessage[], { leaseToken = '' }: RecordOptions): Promise<void> {
    if (heads.length === 0) return;
    const dueAt = new Date(this.clock.now().getTime() + LEASE_MS);
    await tx.manager.update(
      OutboxMessage,
      { id: In(heads.map(({ id }) => id)) },
      { state: 'sending', leaseToken, dueAt },
    );
    for (const head of heads) head.leaseToken = leaseToken;
  }

  /** A repeat after a lost COMMIT finds what the first time claimed. */
  private async claimedBefore(
    tx: Transaction,
    lost: FinishedAttempt[],
    { leaseToken }: RecordOptions,
  ): Promise<OutboxMessage[]> {
    if (!leaseToken) return [];
    const orderingKeyId = In(lost.map(({ message }) => message.orderingKeyId));
    return tx.manager.findBy(OutboxMessage, { orderingKeyId, leaseToken, state: 'sending' });
  }

  private async tellChanged(
    tx: Transaction,
    owned: FinishedAttempt[],
    orderingKeys: Map<number, string>,
  ): Promise<void> {
    if (owned.length === 0) return;
    const changed = owned.map(({ message: { id, channel, orderingKeyId, state } }) => {
      return { id, channel, orderingKey: orderingKeys.get(orderingKeyId) ?? '', state };
    });
    await tx.publish(new MessagesChanged(changed));
  }

  /** The endpoint's row is taken only when this batch may change it: successes at a healthy endpoint leave it alone. */
  private async readEndpoint(tx: Transaction, id: number, attempts: FinishedAttempt[]) {
    const query = () => tx.manager.createQueryBuilder(Endpoint, 'endpoint').where({ id });
    const endpoint = await query().getOneOrFail();
    const isHealthy = endpoint.isReady && endpoint.failuresInRow === 0;
    const allArrived = attempts.every(({ outcome }) => !outcome.isOutage && outcome.class !== 'unauthorized');
    if (isHealthy && allArrived) return { endpoint, isHeld: false };
    return { endpoint: await tx.lock(query()).getOneOrFail(), isHeld: true };
  }

  /** Counted only as far as the circuit breaker asks, and only where it may: after a failure of the network. */
  private async keysWaiting(tx: Transaction, endpointId: number, attempts: FinishedAttempt[]): Promise<number> {
    const failed = attempts.filter(({ outcome }) => outcome.isOutage && !outcome.response);
    if (failed.length === 0) return KEYS_TO_OPEN;
    const heads = await tx.manager.find(OutboxMessage, {
      select: { id: true },
      where: { endpointId, state: In(['pending', 'sending']) },
      take: KEYS_TO_OPEN,
    });
    return heads.length;
  }

  private async apply(
    tx: Transaction,
    { message, outcome, startedAt, isProbe }: FinishedAttempt,
    { endpoint, keysWaiting }: { endpoint: Endpoint; keysWaiting: number },
    orderingKeys: Map<number, string>,
  ): Promise<Omit<OutboxAttempt, 'id'>> {
    const { isManual } = message;
    const now = this.clock.now();
    const { isSpent, transitions } = applyOutcome(message, endpoint, outcome, {
      now,
      startedAt,
      isProbe,
      keysWaiting,
      random: Math.random(),
    });
    for (const transition of transitions) await this.tell(tx, endpoint, transition);
    const { channel, orderingKeyId, reason, state, subject } = message;
    tx.afterCommit(() => this.log.count(message, outcome));
    if (state === 'dead') {
      await tx.publish(
        new MessageGivenUp(message.id, channel, reason, endpoint.key, orderingKeys.get(orderingKeyId) ?? '', subject),
      );
    }
    const { durationMs, request, response, error } = outcome;
    const number = message.attempts;
    const attempt = { number, at: startedAt, durationMs, isSpent, isManual, request, response, error };
    return { ...attempt, deliveryId: message.id, bodyRemovedAt: null };
  }

  private async tell(
    tx: Transaction,
    { id, channel, key, pauseReason }: Endpoint,
    transition: EndpointTransition,
  ): Promise<void> {
    tx.afterCommit(() => this.logger.warn(`Deliveries to ${channel} ${key}: ${transition}.`));
    if (transition === 'paused') await tx.publish(new EndpointPaused(channel, key, pauseReason));
    if (transition === 'opened') await tx.publish(new CircuitBreakerOpened(channel, key));
    if (transition === 'closed') {
      await this.releaseWaiting(tx, id);
      await tx.publish(new CircuitBreakerClosed(channel, key));
    }
  }

  /** What waited for the breaker is due at once, except where the receiver asked for a pause. */
  private async releaseWaiting(tx: Transaction, endpointId: number): Promise<void> {
    const now = this.clock.now();
    await tx.manager
      .createQueryBuilder()
      .update(OutboxMessage)
      .set({ dueAt: now })
      .where({ endpointId, state: In(['pending', 'waiting']), dueAt: MoreThan(now) })
      .andWhere(new Brackets((any) => any.where('notBefore IS NULL').orWhere('notBefore <= :now', { now })))
      .execute();
  }

  private async saveEndpoint(tx: Transaction, endpoint: Endpoint): Promise<void> {
    const { id, pausedAt, pauseReason, openedAt, probeAt, probesFailed } = endpoint;
    const { failuresInRow, recentFailures, recoveredAt } = endpoint;
    const breaker = { failuresInRow, recentFailures, recoveredAt, openedAt, probeAt, probesFailed };
    await tx.manager.update(Endpoint, { id }, { pausedAt, pauseReason, ...breaker });
  }
}
