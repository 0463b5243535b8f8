import { AttemptRequest, AttemptResponse } from './delivery-channel.js';
import type { DeliveryAttempt } from './delivery-attempt.entity.js';
import type { DeliveryWithPlace } from './delivery-desk.service.js';

export class AttemptView {
  /** From 1. */
  number: number;
  at: string;
  durationMs: number;
  /** Secrets masked. */
  request: AttemptRequest;
  /** Null = no answer came. */
  response: AttemptResponse | null;
  /** Network error or timeout; "" = an answer came. */
  error: string;
  /** A person asked for it. */
  manual: boolean;
  /** It used up a try of the schedule. */
  spent: boolean;
}

export function presentAttempt(attempt: DeliveryAttempt): AttemptView {
  const { number, at, durationMs, request, response, error, isManual: manual, isSpent: spent } = attempt;
  return { number, at: at.toISOString(), durationMs, request, response, error, manual, spent };
}

/** When the next try is made, or the next probe of a target that was cut off; null = none is planned. */
export function nextAttemptAt({ delivery, target }: DeliveryWithPlace): string | null {
  if (delivery.state !== 'pending') return null;
  if (target.state === 'ok') return delivery.dueAt.toISOString();
  return target.state === 'cut_off' ? (target.probeAt?.toISOString() ?? null) : null;
}
