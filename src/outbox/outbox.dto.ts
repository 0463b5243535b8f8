import { AttemptRequest, AttemptResponse } from './attempt.dto.js';
import type { OutboxAttempt } from './outbox-attempt.entity.js';
import type { MessageInPlace } from './outbox-admin.service.js';
import type { Endpoint, EndpointState } from './endpoint.entity.js';
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
  /** It used up an attempt of the schedule. */
  spent: boolean;
}

export class AnswerInShort {
  status: number;
  /** The beginning of it. */
  body: string;
}

/** What came of an attempt, in short. */
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
  state: EndpointState;
  /** Of the pause or of the cut-off. */
  since: string | null;
  /** Of the pause, e.g. `unauthorized_401`; "" = none. */
  reason: string;
  /** When a receiver that was cut off is tried again. */
  nextProbeAt: string | null;
  /** Deliveries that are not finished. */
  waiting: number;
}

/** @param endpoint null = nothing was ever to be sent there */
export function presentEndpoint(endpoint: Endpoint | null, waiting: number): DeliveryStatusView {
  return {
    state: endpoint?.state ?? 'off',
    since: (endpoint?.pausedAt ?? endpoint?.openedAt)?.toISOString() ?? null,
    reason: endpoint?.pauseReason ?? '',
    nextProbeAt: endpoint?.probeAt?.toISOString() ?? null,
    waiting,
  };
}

export function presentAttempt(attempt: OutboxAttempt): AttemptView {
  const { number, at, durationMs, request, response, error, isManual: manual, isSpent: spent } = attempt;
  return { number, at: at.toISOString(), durationMs, request, response, error, manual, spent };
}

export function presentLastAttempt({ at, durationMs, response, error }: LastAttempt): LastAttemptView {
  const answer = response && { status: response.status, body: response.body.slice(0, MAX_SHOWN_ANSWER) };
  return { at: at.toISOString(), durationMs, response: answer, error };
}

/** When the next try is made, or the next probe of an endpoint that was cut off; null = none is planned. */
export function nextAttemptAt({ message, endpoint }: MessageInPlace): string | null {
  if (message.state !== 'pending') return null;
  if (endpoint.state === 'ok') return message.dueAt.toISOString();
  return endpoint.state === 'cut_off' ? (endpoint.probeAt?.toISOString() ?? null) : null;
}
