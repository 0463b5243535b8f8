import type { AttemptOutcome } from '../../outbox/channel.js';
import type { HttpLimits, HttpRequest } from '../../outbox/http-sender.service.js';
import { ENDS_WITHIN_MS, inWholeSeconds } from '../../outbox/send-time.js';
import { type ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import type { CalledSettings, Exchange } from './exchange.entity.js';

export const NOTHING_SENT: AttemptOutcome = {
  class: 'delivered',
  isOutage: false,
  durationMs: 0,
  request: { method: '', url: '', headers: {}, body: '' },
  response: null,
  error: null,
};

/** An answer of a system that we call, and what it means. */
export interface CalledAnswer {
  /** In the place of what it says. */
  reason?: ErrorDetail;
  outcome: AttemptOutcome;
  /** What it said; undefined = nothing that is JSON. */
  body: unknown;
  /** Its own words for a failure. */
  said?: string | undefined;
}

type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of a field that may be a text or a number; "" = it is neither. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

/** @param form what is asked in the address, or else sent */
export function requestOf(
  { settings }: Exchange,
  method: 'GET' | 'POST',
  path: string,
  form: Array<[name: string, value: string]>,
): HttpRequest {
  const url = `${(settings as CalledSettings).apiUrl.replace(/\/+$/, '')}${path}`;
  const body = new URLSearchParams(form).toString();
  if (method === 'GET') return { method, url: `${url}?${body}`, headers: {} };
  return { method, url, headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body };
}

/** Whatever is no JSON did not come from the API: something stands before it, or the address is another one's. */
export function readAnswer(outcome: AttemptOutcome, wordsOf: (body: unknown) => string | undefined): CalledAnswer {
  if (!outcome.response) return { outcome, body: undefined };
  const body = parsed(outcome.response.body);
  if (body === undefined) {
    const isRefusal = outcome.class === 'unauthorized' || outcome.class === 'throttled';
    return { outcome: isRefusal ? outcome : unexpected(outcome), body };
  }
  // None of them has an answer that says that an order is in that state already.
  const isConflict = outcome.response.status === 409;
  const read: AttemptOutcome = isConflict ? { ...outcome, class: 'rejected' } : outcome;
  return { outcome: read, body, said: wordsOf(body) };
}

/** Nobody knows what came of it. */
export function unexpected(outcome: AttemptOutcome): AttemptOutcome {
  return { ...outcome, class: 'retry', isOutage: true, mayBeItsOwn: true };
}

/** Nothing was sent: there is no time left for it. */
export function tooLate(): CalledAnswer {
  const error = errorDetail('no_answer', { seconds: ENDS_WITHIN_MS / 1_000 });
  return { outcome: { ...unexpected(NOTHING_SENT), error }, body: undefined };
}

/** The body is waited for as long as the answer, since it says what came of it. */
export function limitsOf(withinMs: number, answerBytes: number): HttpLimits {
  const totalMs = inWholeSeconds(withinMs);
  return { totalMs, answerBytes, bodyMs: totalMs };
}

/** Why a call failed, for people. */
export function reasonOf({ outcome, body, reason, said }: CalledAnswer): ErrorDetail {
  if (reason) return reason;
  const { response, error } = outcome;
  if (!response) return error!;
  const { status } = response;
  if (body === undefined) return errorDetail('answer_no_json', { status });
  return said === undefined
    ? errorDetail('answer_foreign', { status })
    : errorDetail('other_side_said', { status, said });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
