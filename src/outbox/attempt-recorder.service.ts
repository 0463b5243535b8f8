import { Injectable, Logger } from '@nestjs/common';
import { Brackets, In, MoreThan } from 'typeorm';
import { idsOf, groupBy } from '../platform/collections.js';
import { Clock, later } from '../platform/clock.js';
import { Metrics } from '../platform/observation/metrics.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import type { AttemptOutcome } from './channel.js';
import { LEASE_MS } from './claims.service.js';
import { KEYS_TO_OPEN } from './circuit-breaker.js';
import { Endpoint, OutboxAttempt, OutboxMessage, UNSENT } from './outbox-message.entity.js';
import { copyOf, FinishedAttempt, lockLeases, saveMessages } from './finished-attempt.js';
import { OrderingKeys } from './ordering-keys.service.js';
import {
  CircuitBreakerClosed,
  CircuitBreakerOpened,
  EndpointPaused,
  MessageDied,
  MessagesChanged,
} from './outbox.events.js';
import { applyOutcome, EndpointTransition } from './outcome-rules.js';

export interface RecordOptions {
  /** Leaves alone what somebody else holds. */
  skipLocked?: boolean;
  /** Endpoints whose ordering keys go on at once: the next of a key in which one arrived is claimed in the same transaction. */
  goOnAt?: Set<number>;
  /** Of those claims. */
  leaseToken?: string;
}

export interface Recorded {
  /** Attempts whose claim had run out meanwhile, or that somebody else held: nothing was written for them. */
  lost: FinishedAttempt[];
  /** Endpoints at which something may be due now. */
  notify: Set<number>;
  /** Claimed already, to be sent. */
  next: OutboxMessage[];
}

/** Records what became of attempts, many in one transaction; only the holder of a claim may. */
@Injectable()
export class AttemptRecorder {
  private readonly logger = new Logger(AttemptRecorder.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly orderingKeys: OrderingKeys,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  record(finished: FinishedAttempt[], options: RecordOptions = {}): Promise<Recorded> {
    // A repeat after a lost COMMIT finds the claims gone and writes nothing twice.
    const run = { repeatable: true, waitsOnce: finished.length > 1 };
    return this.transactions.run((tx) => this.write(tx, finished.map(copyOf), options), run);
  }

  /** Counts and logs what became of an attempt. */
  count({ id, channel, attempts, state }: OutboxMessage, outcome: AttemptOutcome): void {
    this.metrics.attempts.inc({ channel, outcome: outcome.class });
    if (state === 'dead') this.metrics.messagesDead.inc({ channel });
    this.logger.log({
      messageId: id,
      attempt: attempts,
      outcome: outcome.class,
      status: outcome.response?.status,
      error: outcome.error?.message,
      durationMs: outcome.durationMs,
      state,
    });
  }

  private async write(tx: Transaction, finished: FinishedAttempt[], options: RecordOptions): Promise<Recorded> {
    const { skipLocked = false } = options;
    const ids = (of: (message: OutboxMessage) => number) => [...new Set(finished.map(({ message }) => of(message)))];
    // In one turn, so that a server takes them in one packet, and in the sequence in which everybody takes rows.
    const [orderingKeys, leases, endpoints] = await Promise.all([
      this.orderingKeys.lock(
        tx,
        ids(({ orderingKeyId }) => orderingKeyId),
        skipLocked,
      ),
      lockLeases(
        tx,
        ids(({ id }) => id),
        skipLocked,
      ),
      tx.manager.findBy(Endpoint, { id: In(ids(({ endpointId }) => endpointId)) }),
    ]);
    const isOwned = ({ message: { id, orderingKeyId, leaseToken } }: FinishedAttempt) =>
      orderingKeys.has(orderingKeyId) && leases.get(id) === leaseToken;
    const owned = finished.filter(isOwned);
    const lost = finished.filter((each) => !isOwned(each));
    const rows: Array<Omit<OutboxAttempt, 'id'>> = [];
    const ready = new Set<number>();
    for (const [endpointId, ofEndpoint] of groupBy(owned, ({ message }) => message.endpointId)) {
      const asRead = endpoints.find(({ id }) => id === endpointId)!;
      const mayChange = mayChangeBy(asRead, ofEndpoint);
      const endpoint = mayChange ? (await tx.lockOne(Endpoint, { id: endpointId }))! : asRead;
      const keysWaiting = await this.keysWaiting(tx, endpointId, ofEndpoint);
      for (const each of ofEndpoint) rows.push(await this.apply(tx, each, { endpoint, keysWaiting }, orderingKeys));
      if (mayChange) await this.saveEndpoint(tx, endpoint);
      if (endpoint.isReady) ready.add(endpointId);
    }
    const messages = owned.map(({ message }) => message);
    await saveMessages(tx, messages);
    await tx.insertMany(OutboxAttempt, rows);
    const { next, notify } = await this.goOn(tx, { owned, orderingKeyIds: [...orderingKeys.keys()], ready }, options);
    if (lost.length > 0) next.push(...(await this.claimedBefore(tx, lost, options)));
    if (messages.length > 0) await tx.publish(MessagesChanged.of(messages, orderingKeys));
    return { lost, notify, next };
  }

  /** Claims the next of the ordering keys that go on, and lets the next of the others be claimed by whoever comes. */
  private async goOn(
    tx: Transaction,
    { owned, orderingKeyIds, ready }: { owned: FinishedAttempt[]; orderingKeyIds: number[]; ready: Set<number> },
    { goOnAt, leaseToken = '' }: RecordOptions,
  ): Promise<Pick<Recorded, 'next' | 'notify'>> {
    const arrived = owned.filter(({ message: { state, endpointId }, isProbe }) => {
      return state === 'delivered' && !isProbe && ready.has(endpointId) && goOnAt?.has(endpointId);
    });
    const goingOn = new Set(arrived.map(({ message }) => message.orderingKeyId));
    const now = this.clock.now();
    const heads = await this.orderingKeys.heads(tx, orderingKeyIds);
    const [next, others] = [[] as OutboxMessage[], [] as OutboxMessage[]];
    for (const head of heads) {
      const isNext = goingOn.has(head.orderingKeyId) && ready.has(head.endpointId) && head.dueAt <= now;
      (isNext ? next : others).push(head);
    }
    const lease = { state: 'sending' as const, leaseToken, dueAt: later(now, LEASE_MS) };
    await tx.updateByIds(OutboxMessage, idsOf(next), lease);
    await tx.updateByIds(OutboxMessage, idsOf(others), { state: 'pending' });
    for (const head of next) head.leaseToken = leaseToken;
    const notify = others.length > 0 ? owned.map(({ message }) => message.endpointId) : [];
    return { next, notify: new Set(notify) };
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

  /** Counted only as far as the circuit breaker asks, and only where it may: after a failure of the network. */
  private async keysWaiting(tx: Transaction, endpointId: number, finished: FinishedAttempt[]): Promise<number> {
    const failed = finished.filter(({ outcome }) => outcome.isOutage && !outcome.response);
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
    const { id, channel, orderingKeyId, subject, isManual } = message;
    const context = { now: this.clock.now(), startedAt, isProbe, keysWaiting, random: Math.random() };
    const { isSpent, transitions } = applyOutcome(message, endpoint, outcome, context);
    for (const transition of transitions) await this.publishTransition(tx, endpoint, transition);
    tx.afterCommit(() => this.count(message, outcome));
    if (message.state === 'dead') {
      const orderingKey = orderingKeys.get(orderingKeyId) ?? '';
      await tx.publish(new MessageDied(id, channel, message.reason, endpoint.key, orderingKey, subject));
      // Whoever heard of it may have switched the receiver off.
      endpoint.isEnabled = await tx.manager.existsBy(Endpoint, { id: endpoint.id, isEnabled: true });
    }
    const { durationMs, request, response, error } = outcome;
    const attempt = {
      number: message.attempts,
      at: startedAt,
      durationMs,
      isSpent,
      isManual,
      request,
      response,
      error: error && { code: error.code, params: error.params },
    };
    return { ...attempt, messageId: id, bodyRemovedAt: null };
  }

  private async publishTransition(
    tx: Transaction,
    { id, channel, key, pauseReason }: Endpoint,
    transition: EndpointTransition,
  ): Promise<void> {
    tx.afterCommit(() =>
      this.logger.warn({ channel, endpoint: key, transition }, `Endpoint ${channel} ${key}: ${transition}.`),
    );
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
      .where({ endpointId, state: In(UNSENT), dueAt: MoreThan(now) })
      .andWhere(new Brackets((any) => any.where('notBefore IS NULL').orWhere('notBefore <= :now', { now })))
      .execute();
  }

  private async saveEndpoint(tx: Transaction, endpoint: Endpoint): Promise<void> {
    const { id, pausedAt, pauseReason, openedAt, probeAt, probesFailed } = endpoint;
    const { failuresInRow, failingSince, recentFailures, recoveredAt } = endpoint;
    const breaker = { failuresInRow, failingSince, recentFailures, recoveredAt, openedAt, probeAt, probesFailed };
    await tx.updateByIds(Endpoint, [id], { pausedAt, pauseReason, ...breaker });
  }
}

/** What arrives at a healthy endpoint leaves it alone, so its row need not be taken. */
function mayChangeBy(endpoint: Endpoint, finished: FinishedAttempt[]): boolean {
  const isHealthy = endpoint.isReady && endpoint.failuresInRow === 0;
  return !isHealthy || finished.some(({ outcome }) => outcome.isOutage || outcome.class === 'unauthorized');
}
