import { FAILURES_TO_OPEN, probeDelayMs } from './circuit-breaker.js';
import type { AttemptOutcome } from './delivery-channel.js';
import { Delivery, TARGET_RETIRED } from './delivery.entity.js';
import type { DeliveryTarget } from './delivery-target.entity.js';
import { retryDelayMs } from './retry-schedule.js';

export interface OutcomeContext {
  now: Date;
  /** Of the try. */
  startedAt: Date;
  isProbe: boolean;
  /** 0 to 1. */
  random: number;
}

/** What happened to the target by an outcome. */
export type TargetTurn = 'paused' | 'opened' | 'closed';

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
  const wasOpen = target.openedAt !== null;
  const turns = turnTarget(target, outcome, context);
  const isSpent = !context.isProbe && !(outcome.isOutage && wasOpen) && isTry(outcome);
  delivery.triesMade += 1;
  delivery.owner = '';
  delivery.isManual = false;
  delivery.heldUntil = null;
  if (isSpent) {
    delivery.attemptCount += 1;
    delivery.scheduleStep += 1;
  }
  settle(delivery, outcome, isSpent, context);
  if (delivery.state === 'pending' && target.isRetired) {
    Object.assign(delivery, { state: 'cancelled', reason: TARGET_RETIRED });
  }
  return { isSpent, turns };
}

function isTry(outcome: AttemptOutcome): boolean {
  return outcome.class !== 'throttled' && outcome.class !== 'unauthorized';
}

function settle(delivery: Delivery, outcome: AttemptOutcome, isSpent: boolean, { now, random }: OutcomeContext): void {
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
  }
}

/** Counts outages, opens and closes the breaker, pauses after a refused sign-in. */
function turnTarget(
  target: DeliveryTarget,
  outcome: AttemptOutcome,
  { now, startedAt, isProbe }: OutcomeContext,
): TargetTurn[] {
  if (outcome.isOutage) return countOutage(target, now, isProbe);
  if (!outcome.response) return []; // it was not even sent, which says nothing about the target
  const turns: TargetTurn[] = target.openedAt ? ['closed'] : [];
  Object.assign(target, { failuresInRow: 0, openedAt: null, probeAt: null, probesFailed: 0 });
  const isOutdated = target.resumedAt !== null && startedAt < target.resumedAt;
  if (outcome.class === 'unauthorized' && !target.pausedAt && !isOutdated) {
    target.pausedAt = now;
    target.pauseReason = `unauthorized_${outcome.response.status}`;
    turns.push('paused');
  }
  return turns;
}

function countOutage(target: DeliveryTarget, now: Date, isProbe: boolean): TargetTurn[] {
  if (target.openedAt) {
    if (!isProbe) return [];
    target.probesFailed += 1;
    target.probeAt = new Date(now.getTime() + probeDelayMs(target.probesFailed));
    return [];
  }
  target.failuresInRow += 1;
  if (target.failuresInRow < FAILURES_TO_OPEN) return [];
  target.openedAt = now;
  target.probeAt = new Date(now.getTime() + probeDelayMs(0));
  target.probesFailed = 0;
  return ['opened'];
}
