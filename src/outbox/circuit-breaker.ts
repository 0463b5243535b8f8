import type { Endpoint, RecentFailure } from './outbox-message.entity.js';
import { later } from '../platform/clock.js';

/** Attempts in a row that must fail before the breaker opens, and ordering keys that they must be of. */
export const FAILURES_TO_OPEN = 5;
export const KEYS_TO_OPEN = 3;

const FIRST_PAUSE_MS = 30_000;
export const LONGEST_PAUSE_MS = 300_000;

/** From one probe of an open breaker to the next: doubling with each failed one. */
export function probeDelayMs(probesFailed: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** probesFailed, LONGEST_PAUSE_MS);
}

export interface BreakerFailure extends RecentFailure {
  isProbe: boolean;
  /** The endpoint answered, and did not say that it is not available: the next ordering key may well go through. */
  mayBeItsOwn: boolean;
  /** Another message has arrived since the last attempt of this one. */
  isItsOwn: boolean;
  startedAt: Date;
}

export type BreakerTransition = 'opened' | 'closed';

/** `half_open`: one message, the probe, may show whether the endpoint answers again. */
export type BreakerState = 'closed' | 'open' | 'half_open';

type BreakerColumns = Pick<
  Endpoint,
  'failuresInRow' | 'failingSince' | 'recentFailures' | 'openedAt' | 'probeAt' | 'probesFailed' | 'recoveredAt'
>;

/**
 * Tells an endpoint that is down from ordering keys that fail for reasons of their own: those may hold back nobody else. It opens only when
 * several ordering keys fail in a row; an ordering key that fails although another one arrived since its last attempt fails by itself.
 */
export class CircuitBreaker {
  constructor(private readonly state: BreakerColumns) {}

  get isOpen(): boolean {
    return this.state.openedAt !== null;
  }

  stateAt(now: Date): BreakerState {
    const { probeAt } = this.state;
    if (!this.isOpen) return 'closed';
    return probeAt && probeAt <= now ? 'half_open' : 'open';
  }

  /** Whether another message has arrived since: then a failure is not the endpoint's. */
  hasRecoveredSince(time: Date): boolean {
    return this.state.recoveredAt !== null && this.state.recoveredAt > time;
  }

  /** The endpoint answered. @param isDelivered and took what it was sent */
  answered(isDelivered: boolean, now: Date): BreakerTransition[] {
    const { state } = this;
    const wasOpen = this.isOpen;
    if (isDelivered && state.failuresInRow > 0) state.recoveredAt = now;
    Object.assign(state, { failuresInRow: 0, failingSince: null, recentFailures: [] });
    Object.assign(state, { openedAt: null, probeAt: null, probesFailed: 0 });
    return wasOpen ? ['closed'] : [];
  }

  /** @param keysWaiting how many ordering keys have something to be sent, this one included; above `KEYS_TO_OPEN` it does not matter */
  failed(failure: BreakerFailure, keysWaiting: number, now: Date): BreakerTransition[] {
    const { state } = this;
    if (this.isOpen) {
      if (failure.isProbe) this.probeFailed(failure, now);
      return [];
    }
    if (failure.isItsOwn) return [];
    const { orderingKeyId, isOfNetwork } = failure;
    state.failuresInRow += 1;
    state.failingSince ??= now;
    state.recentFailures = [...state.recentFailures, { orderingKeyId, isOfNetwork }].slice(-FAILURES_TO_OPEN);
    if (!this.isWidespread(keysWaiting)) return [];
    Object.assign(state, { openedAt: now, probeAt: later(now, probeDelayMs(0)), probesFailed: 0 });
    return ['opened'];
  }

  /** The probe was not even sent: another one takes its place. */
  probeNotSent(now: Date): void {
    if (this.isOpen) this.state.probeAt = now;
  }

  /**
   * An answer such as 500 does not make the pause longer: with 5 min between, five such ordering keys would hide for half an hour that it is up.
   * The pause is counted from when the probe began, so that one that hangs makes nobody wait longer.
   */
  private probeFailed({ mayBeItsOwn, isItsOwn, startedAt }: BreakerFailure, now: Date): void {
    const { state } = this;
    const isDoubtful = mayBeItsOwn || isItsOwn;
    if (!isDoubtful) state.probesFailed += 1;
    // A clock that was set back meanwhile has it begin later than now.
    const begunAt = Math.min(startedAt.getTime(), now.getTime());
    const probeAt = begunAt + probeDelayMs(isDoubtful ? 0 : state.probesFailed);
    state.probeAt = new Date(Math.max(probeAt, now.getTime()));
  }

  private isWidespread(keysWaiting: number): boolean {
    const { recentFailures } = this.state;
    if (recentFailures.length < FAILURES_TO_OPEN) return false;
    const orderingKeys = new Set(recentFailures.map(({ orderingKeyId }) => orderingKeyId)).size;
    if (orderingKeys >= KEYS_TO_OPEN) return true;
    return orderingKeys >= keysWaiting && recentFailures.every(({ isOfNetwork }) => isOfNetwork);
  }
}
