import { detailOf, type ErrorParams, type StoredError } from '../platform/error-texts.js';
import { AttemptRequest, AttemptResponse } from './attempt.dto.js';
import type { OutboxAttempt, Endpoint } from './outbox-message.entity.js';
import type { LastAttempt, MessageDetail, MessageInPlace } from './message-in-place.js';
import { shownState } from './message-filter.js';
import { ErrorParamsProperty } from '../platform/field-error.dto.js';
import type { LastAttemptView } from '../platform/last-attempt.dto.js';

/** Characters of an answer that a list shows of it. */
const MAX_SHOWN_ANSWER = 500;

/** `off`: by the shop; `paused`: it refused our sign-in; `cut_off`: it does not answer, its circuit breaker is open. */
export type EndpointState = 'ok' | 'off' | 'paused' | 'cut_off';

export class AttemptView {
  /** From 1. */
  number: number;
  at: string;
  durationMs: number;
  /** Secrets masked. */
  request: AttemptRequest;
  /** Null = no answer came. */
  response: AttemptResponse | null;
  /** Why no answer came; "" = one came. */
  error: string;
  /** Stable name of it, e.g. `no_answer`. */
  errorCode: string;
  @ErrorParamsProperty()
  errorParams: ErrorParams;
  /** A person asked for it. */
  manual: boolean;
  /** It used up an attempt of the schedule. */
  spent: boolean;
}

/** How sending to a receiver is going. */
export class DeliveryStatusView {
  state: EndpointState;
  /** Since when it is paused, its circuit breaker is open, or attempts fail. */
  since: string | null;
  /** Of the pause, e.g. `unauthorized_401`; "" = none. */
  reason: string;
  /** When a receiver whose circuit breaker is open is tried again. */
  nextProbeAt: string | null;
  /** Deliveries that are not finished. */
  waiting: number;
  /** Attempts that failed since the last one that was answered. */
  failuresInRow: number;
  /** When something arrived there last. */
  lastDeliveredAt: string | null;
}

export class RetryResultView {
  /** Deliveries that match (behind `after`). */
  matched: number;
  /** Of them looked at by this call, oldest first; 0 when they were only counted. */
  processed: number;
  retried: number;
  /** Left alone without `force`: delivered already, or withdrawn, or a later one of the same order was delivered. */
  needConfirmation: number;
  /** Could not be retried; the service's log says why. */
  failed: number;
  /** Left alone: their connection or web-hook was deleted. */
  endpointGone: number;
  /** To be given as `after` for the rest; null = nothing is left. */
  next: string | null;
}

/** @param endpoint none = nothing was ever to be sent there */
export function endpointState(endpoint: Endpoint | null | undefined): EndpointState {
  if (!endpoint?.isEnabled) return 'off';
  if (endpoint.pausedAt) return 'paused';
  return endpoint.openedAt ? 'cut_off' : 'ok';
}

/** @param endpoint none = nothing was ever to be sent there */
export function presentEndpoint(
  endpoint: Endpoint | undefined,
  waiting = 0,
  lastDeliveredAt: Date | null = null,
): DeliveryStatusView {
  const state = endpointState(endpoint);
  const failingSince = state === 'ok' ? endpoint?.failingSince : null;
  return {
    state,
    since: (endpoint?.pausedAt ?? endpoint?.openedAt ?? failingSince)?.toISOString() ?? null,
    reason: endpoint?.pauseReason ?? '',
    nextProbeAt: endpoint?.probeAt?.toISOString() ?? null,
    waiting,
    failuresInRow: endpoint?.failuresInRow ?? 0,
    lastDeliveredAt: lastDeliveredAt?.toISOString() ?? null,
  };
}

/** What every detail shows of a message's attempts. */
export function presentAttempts({ attempts, attemptsMade }: Pick<MessageDetail, 'attempts' | 'attemptsMade'>) {
  return { attempts: attempts.map(presentAttempt), attemptsMade };
}

function presentAttempt(attempt: OutboxAttempt): AttemptView {
  const { number, at, durationMs, request, response, error, isManual: manual, isSpent: spent } = attempt;
  return { number, at: at.toISOString(), durationMs, request, response, ...presentError(error), manual, spent };
}

export function presentLastAttempt({
  at,
  durationMs,
  response,
  error,
}: Omit<LastAttempt, 'messageId'>): LastAttemptView {
  const answer = response && { status: response.status, body: response.body.slice(0, MAX_SHOWN_ANSWER) };
  return { at: at.toISOString(), durationMs, response: answer, ...presentError(error) };
}

function presentError(stored: StoredError | null): Pick<AttemptView, 'error' | 'errorCode' | 'errorParams'> {
  if (!stored) return { error: '', errorCode: '', errorParams: {} };
  const { message: error, code: errorCode, params: errorParams } = detailOf(stored);
  return { error, errorCode, errorParams };
}

/** What every channel shows of a message in the same way. */
export function presentMessage(place: MessageInPlace) {
  const { message } = place;
  return {
    id: String(message.id),
    state: shownState(message),
    reason: message.reason,
    idempotencyKey: message.idempotencyKey,
    attemptCount: message.countedAttempts,
    nextAttemptAt: nextAttemptAt(place),
    createdAt: message.createdAt.toISOString(),
    deliveredAt: message.deliveredAt?.toISOString() ?? null,
  };
}

/** When the next attempt is made, or the next probe of a circuit breaker that is open; null = none is planned. */
function nextAttemptAt({ message, endpoint }: MessageInPlace): string | null {
  if (message.state !== 'pending') return null;
  if (endpoint.isReady) return message.dueAt.toISOString();
  return endpointState(endpoint) === 'cut_off' ? (endpoint.probeAt?.toISOString() ?? null) : null;
}
