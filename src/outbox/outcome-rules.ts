import { BreakerTransition, CircuitBreaker } from './circuit-breaker.js';
import type { AttemptOutcome } from './delivery-channel.js';
import { Delivery, TARGET_RETIRED } from './delivery.entity.js';
import type { DeliveryTarget } from './delivery-target.entity.js';
import { retryDelayMs } from './retry-schedule.js';

export interface OutcomeContext {
  now: Date;
  /** Of the try. */
  startedAt: Date;
  isProbe: boolean;
  /** Lanes with something to be sent to the target, this one included; need not be known above three. */
  lanesWaiting: number;
  /** 0 to 1. */
  random: number;
}

/** What happened to the target by an outcome. */
export type TargetTurn = 'paused' | BreakerTransition;

export interface AppliedOutcome {
  isSpent: boolean;
  turns: TargetTurn[];
}

/**
 * Applies the outcome of one try to the delivery and to its target.
 * @param delivery as it was when it was claimed; its `dueAt` is still the one before the claim
 */
export function applyOutcome(
  delivery: Delivery,
  target: DeliveryTarget,
  outcome: AttemptOutcome,
  context: OutcomeContext,
): AppliedOutcome {
  const breaker = new CircuitBreaker(target);
  const wasOpen = breaker.isOpen;
  const isOwn = isItsOwnFailure(delivery, breaker, outcome, context.startedAt);
  const turns = turnTarget(target, breaker, { laneId: delivery.laneId, outcome, isOwn }, context);
  const isSpent = isTry(outcome) && (isOwn || (!context.isProbe && !(outcome.isOutage && wasOpen)));
  delivery.triesMade += 1;
  delivery.triedAt = context.now;
  delivery.owner = '';
  delivery.isManual = false;
  delivery.heldUntil = null;
  if (isSpent) {
    delivery.attemptCount += 1;
    delivery.scheduleStep += 1;
  }
  settle(delivery, outcome, { isSpent, isOwn }, context);
  if (delivery.state === 'pending' && target.isRetired) {
    Object.assign(delivery, { state: 'cancelled', reason: TARGET_RETIRED });
  }
  return { isSpent, turns };
}

function isTry(outcome: AttemptOutcome): boolean {
  return outcome.class !== 'throttled' && outcome.class !== 'unauthorized';
}

/** It was not even sent, or another one has arrived since its last try: such a failure is not the receiver's. */
function isItsOwnFailure(
  { triedAt }: Delivery,
  breaker: CircuitBreaker,
  { class: kind, isOutage, response }: AttemptOutcome,
  startedAt: Date,
): boolean {
  if (kind !== 'retry') return false;
  return isOutage ? breaker.hasRecoveredSince(triedAt ?? startedAt) : response === null;
}

function settle(
  delivery: Delivery,
  outcome: AttemptOutcome,
  { isSpent, isOwn }: { isSpent: boolean; isOwn: boolean },
  { now, random }: OutcomeContext,
): void {
  if (outcome.class === 'delivered') {
    Object.assign(delivery, { state: 'delivered', deliveredAt: now, reason: '' });
    return;
  }
  if (outcome.class === 'rejected') {
    const reason = outcome.response ? `rejected_${outcome.response.status}` : 'not_sent';
    Object.assign(delivery, { state: 'dead', reason });
    return;
  }
  delivery.state = 'pending';
  const delay = retryDelayMs(Math.max(delivery.scheduleStep, 1), random);
  if (isSpent && delay === undefined) {
    Object.assign(delivery, { state: 'dead', reason: 'tries_exhausted' });
  } else if (outcome.retryAfterMs !== undefined) {
    delivery.dueAt = new Date(now.getTime() + outcome.retryAfterMs);
    delivery.heldUntil = delivery.dueAt;
  } else if (isSpent || outcome.class === 'throttled') {
    delivery.dueAt = new Date(now.getTime() + (delay ?? 0));
    if (isOwn) delivery.heldUntil = delivery.dueAt;
  }
}

interface TargetNews {
  laneId: number;
  outcome: AttemptOutcome;
  isOwn: boolean;
}

/** Tells the circuit breaker what came of the try, and pauses after a refused sign-in. */
function turnTarget(
  target: DeliveryTarget,
  breaker: CircuitBreaker,
  { laneId, outcome, isOwn }: TargetNews,
  { now, startedAt, isProbe, lanesWaiting }: OutcomeContext,
): TargetTurn[] {
  if (outcome.isOutage) {
    const isOfNetwork = outcome.response === null;
    const mayBeItsOwn = outcome.mayBeItsOwn ?? false;
    const failure = { laneId, isOfNetwork, mayBeItsOwn, isItsOwn: isOwn, isProbe, startedAt };
    return breaker.failed(failure, lanesWaiting, now);
  }
  if (!outcome.response) {
    if (isProbe) breaker.probeNotSent(now);
    return [];
  }
  const turns: TargetTurn[] = breaker.answered(outcome.class === 'delivered', now);
  const isOutdated = target.resumedAt !== null && startedAt < target.resumedAt;
  if (outcome.class === 'unauthorized' && !target.pausedAt && !isOutdated) {
    target.pausedAt = now;
    target.pauseReason = `unauthorized_${outcome.response.status}`;
    turns.push('paused');
  }
  return turns;
}
