import { AttemptRequest, AttemptResponse } from './attempt.dto.js';
import type { DeliveryAttempt } from './delivery-attempt.entity.js';
import type { DeliveryWithPlace } from './delivery-desk.service.js';
import type { DeliveryTarget, TargetState } from './delivery-target.entity.js';
import type { LastAttempt } from './last-attempts.js';

/** Characters of an answer that a list shows of it. */
const MAX_SHOWN_ANSWER = 500;

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

export class AnswerInShort {
  status: number;
  /** The beginning of it. */
  body: string;
}

/** What came of a try, in short. */
export class LastAttemptView {
  at: string;
  durationMs: number;
  /** Null = no answer came. */
  response: AnswerInShort | null;
  /** Network error or timeout; "" = an answer came. */
  error: string;
}

/** How sending to a receiver is going. */
export class DeliveryStatusView {
  state: TargetState;
  /** Of the pause or of the cut-off. */
  since: string | null;
  /** Of the pause, e.g. `unauthorized_401`; "" = none. */
  reason: string;
  /** When a receiver that was cut off is tried again. */
  nextProbeAt: string | null;
  /** Deliveries that are not finished. */
  waiting: number;
}

/** @param target null = nothing was ever to be sent there */
export function presentTarget(target: DeliveryTarget | null, waiting: number): DeliveryStatusView {
  return {
    state: target?.state ?? 'off',
    since: (target?.pausedAt ?? target?.openedAt)?.toISOString() ?? null,
    reason: target?.pauseReason ?? '',
    nextProbeAt: target?.probeAt?.toISOString() ?? null,
    waiting,
  };
}

export function presentAttempt(attempt: DeliveryAttempt): AttemptView {
  const { number, at, durationMs, request, response, error, isManual: manual, isSpent: spent } = attempt;
  return { number, at: at.toISOString(), durationMs, request, response, error, manual, spent };
}

export function presentLastAttempt({ at, durationMs, response, error }: LastAttempt): LastAttemptView {
  const answer = response && { status: response.status, body: response.body.slice(0, MAX_SHOWN_ANSWER) };
  return { at: at.toISOString(), durationMs, response: answer, error };
}

/** When the next try is made, or the next probe of a target that was cut off; null = none is planned. */
export function nextAttemptAt({ delivery, target }: DeliveryWithPlace): string | null {
  if (delivery.state !== 'pending') return null;
  if (target.state === 'ok') return delivery.dueAt.toISOString();
  return target.state === 'cut_off' ? (target.probeAt?.toISOString() ?? null) : null;
}
