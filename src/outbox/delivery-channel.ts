import type { AttemptRequest, AttemptResponse } from './attempt.dto.js';
import type { Delivery } from './delivery.entity.js';

/**
 * What a try means. `retry`: later again; `throttled`: later again and no try is spent; `unauthorized`: the target pauses;
 * `rejected`: given up at once.
 */
export type OutcomeClass = 'delivered' | 'retry' | 'throttled' | 'unauthorized' | 'rejected';

export interface AttemptOutcome {
  class: OutcomeClass;
  /** The target as a whole seems to be down: counts for the circuit breaker. */
  isOutage: boolean;
  /** Of an outage: it may as well be this one message, since an answer came that does not say that nothing is available. */
  mayBeItsOwn?: boolean;
  /** The receiver's wish, 1 s to 24 h. */
  retryAfterMs?: number | undefined;
  durationMs: number;
  request: AttemptRequest;
  response: AttemptResponse | null;
  /** Network error or timeout; "" = an answer came. */
  error: string;
}

export type Send = (delivery: Delivery) => Promise<AttemptOutcome>;

/** A way to send deliveries. It throws nothing for what a receiver does or fails to do: that is an outcome. */
export interface DeliveryChannel {
  readonly name: string;
  /** Looks up once what all deliveries of a claim need (address, sign-in); undefined = the target is gone. */
  open(targetKey: string): Promise<Send | undefined>;
}
