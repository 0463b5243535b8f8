import { BreakerTransition, CircuitBreaker } from './circuit-breaker.js';
import type { AttemptOutcome } from './channel.js';
import { OutboxMessage, ENDPOINT_ARCHIVED, type Endpoint } from './outbox-message.entity.js';
import { retryDelayMs, throttledDelayMs } from './retry-schedule.js';
import { later } from '../platform/clock.js';

/** There is no such address any more. Where that had the receiver switched off, what was under way waits for it to be switched on again. */
const GONE = 410;

export interface OutcomeContext {
  now: Date;
  /** Of the attempt. */
  startedAt: Date;
  isProbe: boolean;
  /** OrderingKeys with something to be sent to the endpoint, this one included; need not be known above three. */
  keysWaiting: number;
  /** 0 to 1. */
  random: number;
}

/** What happened to the endpoint by an outcome. */
export type EndpointTransition = 'paused' | BreakerTransition;

export interface AppliedOutcome {
  isSpent: boolean;
  transitions: EndpointTransition[];
}

/**
 * Applies the outcome of one attempt to the message and to its endpoint.
 * @param message as it was when it was claimed; its `dueAt` is still the one before the claim
 */
export function applyOutcome(
  message: OutboxMessage,
  endpoint: Endpoint,
  outcome: AttemptOutcome,
  context: OutcomeContext,
): AppliedOutcome {
  const breaker = new CircuitBreaker(endpoint);
  const wasOpen = breaker.isOpen;
  const isOwn = isItsOwnFailure(message, breaker, outcome, context.startedAt);
  const transitions = reportToBreaker(
    endpoint,
    breaker,
    { orderingKeyId: message.orderingKeyId, outcome, isOwn },
    context,
  );
  const isOfAddress = !endpoint.isEnabled && outcome.response?.status === GONE;
  const isSpent = isTry(outcome) && !isOfAddress && (isOwn || (!context.isProbe && !(outcome.isOutage && wasOpen)));
  message.attempts += 1;
  message.triedAt = context.now;
  message.leaseToken = '';
  message.isManual = false;
  message.notBefore = null;
  if (isSpent) {
    message.countedAttempts += 1;
    message.retryStep += 1;
  }
  if (isOfAddress) message.state = 'pending';
  else settle(message, outcome, { isSpent, isOwn }, context);
  // A person who is told that it was given up could do nothing about it.
  if (message.state !== 'delivered' && endpoint.isArchived) {
    Object.assign(message, { state: 'cancelled', reason: ENDPOINT_ARCHIVED });
  }
  return { isSpent, transitions };
}

function isTry(outcome: AttemptOutcome): boolean {
  return !['throttled', 'unauthorized', 'withdrawn'].includes(outcome.class);
}

/** It was not even sent, or another one has arrived since its last attempt: such a failure is not the receiver's. */
function isItsOwnFailure(
  { triedAt }: OutboxMessage,
  breaker: CircuitBreaker,
  { class: kind, isOutage, response }: AttemptOutcome,
  startedAt: Date,
): boolean {
  if (kind !== 'retry') return false;
  return isOutage ? breaker.hasRecoveredSince(triedAt ?? startedAt) : response === null;
}

function settle(
  message: OutboxMessage,
  outcome: AttemptOutcome,
  { isSpent, isOwn }: { isSpent: boolean; isOwn: boolean },
  { now, random }: OutcomeContext,
): void {
  if (outcome.class === 'delivered') {
    Object.assign(message, { state: 'delivered', deliveredAt: now, reason: '' });
    return;
  }
  if (outcome.class === 'withdrawn') {
    Object.assign(message, { state: 'cancelled', reason: outcome.error?.code ?? '' });
    return;
  }
  if (outcome.class === 'rejected') {
    const reason = outcome.response ? `rejected_${outcome.response.status}` : 'not_sent';
    Object.assign(message, { state: 'dead', reason });
    return;
  }
  message.state = 'pending';
  // The endpoint waits for a person, and goes on as soon as that one has put it right.
  if (outcome.class === 'unauthorized') return;
  const delay = retryDelayMs(Math.max(message.retryStep, 1), random);
  if (isSpent && delay === undefined) {
    Object.assign(message, { state: 'dead', reason: 'tries_exhausted' });
  } else if (outcome.retryAfterMs !== undefined) {
    message.dueAt = later(now, outcome.retryAfterMs);
    message.notBefore = message.dueAt;
  } else if (isSpent) {
    message.dueAt = later(now, delay ?? 0);
    if (isOwn) message.notBefore = message.dueAt;
  } else if (outcome.class === 'throttled') {
    // What this machine was short of may be there again in a moment.
    const unspent = outcome.response ? message.attempts - message.countedAttempts : 0;
    message.dueAt = later(now, throttledDelayMs(message.retryStep, unspent, random));
  }
}

interface EndpointNews {
  orderingKeyId: number;
  outcome: AttemptOutcome;
  isOwn: boolean;
}

/** Tells the circuit breaker what came of the attempt, and pauses after a refused sign-in. */
function reportToBreaker(
  endpoint: Endpoint,
  breaker: CircuitBreaker,
  { orderingKeyId, outcome, isOwn }: EndpointNews,
  { now, startedAt, isProbe, keysWaiting }: OutcomeContext,
): EndpointTransition[] {
  if (outcome.isOutage) {
    const isOfNetwork = outcome.response === null;
    const mayBeItsOwn = outcome.mayBeItsOwn ?? false;
    const failure = { orderingKeyId, isOfNetwork, mayBeItsOwn, isItsOwn: isOwn, isProbe, startedAt };
    return breaker.failed(failure, keysWaiting, now);
  }
  if (!outcome.response) {
    if (isProbe) breaker.probeNotSent(now);
    return [];
  }
  const transitions: EndpointTransition[] = breaker.answered(outcome.class === 'delivered', now);
  const isOutdated = endpoint.resumedAt !== null && startedAt < endpoint.resumedAt;
  if (outcome.class === 'unauthorized' && !endpoint.pausedAt && !isOutdated) {
    endpoint.pausedAt = now;
    endpoint.pauseReason = `unauthorized_${outcome.response.status}`;
    transitions.push('paused');
  }
  return transitions;
}
