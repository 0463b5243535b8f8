import type { Schemas } from '../api/client';
import { currentTime } from '../api/clock';
import { errorInWords } from '../api/field-words';
import { dateTime, duration, timeOfDay } from '../i18n/format';
import { networkInWords } from '../shared/network-words';
import { text as t } from './texts';
import { type Delivery, isPushed } from './delivery';

type Attempt = Schemas['AttemptView'];
type Channel = Delivery['channel'];
/** What of a try says how it went. */
export type AttemptAnswer = Pick<Attempt, 'durationMs' | 'error' | 'errorCode' | 'errorParams'> & {
  response: Pick<NonNullable<Attempt['response']>, 'status' | 'body'> | null;
};

/** What the words are made of. */
export interface AnsweredNotification extends Pick<Delivery, 'channel' | 'state' | 'reason' | 'nextAttemptAt'> {
  deliveredAt: string | null;
  attemptCount: number;
  lastAttempt?: AttemptAnswer | null | undefined;
  /** What one to GettZap waits for at its connection. */
  waitsFor?: Schemas['NotificationView']['waitsFor'] | undefined;
  /** How the connection is; not known for other receivers. */
  connectionState?: Schemas['ConnectionStatusView']['state'] | undefined;
}

const DAY_MS = 86_400_000;
const MAX_ANSWER = 160;
const REASONS = [
  'no_status_configured',
  'caused_by_gettzap',
  'no_external_id',
  'cancelled_by_client',
  'cancelled_by_user',
  'undone',
  'target_retired',
  'connection_deleted',
  'webhook_deleted',
  'exchange_deleted',
  'recipient_blocked',
  'recipient_address_changed',
  'recipient_region_lost',
  'hand_over_cancelled',
  'no_order_to_tell',
  'text_removed',
] as const;
type KnownReason = (typeof REASONS)[number];

/** What became of a notification, why, and what happens next: «GettZap не отвечает (15 с). Повторим в 14:32». */
export function answerInWords(notification: AnsweredNotification, now = currentTime()): string {
  const { state, channel, reason, lastAttempt, deliveredAt } = notification;
  switch (state) {
    case 'delivered':
      if (!isPushed(channel) && lastAttempt?.response?.status === 409)
        return t('answer.alreadyThere', { who: who(channel) });
      return deliveredAt ? t('answer.takenAt', { time: when(deliveredAt, now) }) : t('answer.taken');
    case 'sending':
      return t('answer.sending');
    case 'dead':
      return givenUp(notification);
    case 'skipped':
    case 'cancelled':
      return reasonInWords(reason);
    default:
      return waiting(notification, now);
  }
}

/** How one try went: «503 Service Unavailable», «GettZap не отвечает (15 с)». */
export function attemptInWords(
  { response, error, errorCode, errorParams, durationMs }: AttemptAnswer,
  channel: Channel,
): string {
  const name = who(channel);
  if (!response && !error) return t('answer.nothingToSend');
  if (!response) return unanswered({ error, errorCode, errorParams, durationMs }, name);
  const { status } = response;
  const said = saidWith(response);
  if (channel !== 'email') {
    if (isPushed(channel) && status < 300 && isPage(response)) return t('answer.page', { who: name, status });
    if (!isPushed(channel) && status === 409) return t('answer.alreadyThere', { who: name });
    if (status < 300) return t('answer.took', { who: name, status });
    if (status === 429) return t('answer.throttled', { who: name });
    if (status === 401 || status === 403) return t('answer.signInRefused', { who: name, status });
    if (status >= 500) return t('answer.broken', { who: name, said });
  } else if (status < 300) return t('answer.took', { who: name, status });
  return t('answer.refused', { who: name, said });
}

/** Something else answered in place of an API that speaks JSON; what was removed says nothing of it. */
function isPage({ body }: { body: string }): boolean {
  return body.trim() !== '' && !/^\s*[[{]/.test(body);
}

/** The answer's status and words; a mail server begins these with the status. */
export function saidWith({ status, body }: Pick<NonNullable<Attempt['response']>, 'status' | 'body'>): string {
  const message = messageOf(body);
  return message.startsWith(`${status} `) ? message : `${status} ${message}`.trim();
}

/** They say all that there is to say. */
const SAID_IN_FULL = ['interrupted', 'text_removed', 'no_order_to_tell'];

/** Why no answer came. */
function unanswered({ durationMs, ...attempt }: Omit<AttemptAnswer, 'response'>, name: string): string {
  const { errorCode: code } = attempt;
  const error = whyUnanswered(attempt);
  if (code === 'no_answer' || code === 'no_connection')
    return t('answer.silent', { who: name, time: duration(durationMs / 1_000) });
  if (SAID_IN_FULL.includes(code) || code.startsWith('recipient_')) return error;
  if (code.startsWith('expression')) return t('answer.adapterFailed', { error });
  if (code.startsWith('url_') || code === 'host_private') return t('answer.addressForbidden', { error });
  return t('answer.unreachable', { who: name, error: networkInWords(String(attempt.errorParams.reason ?? error)) });
}

function whyUnanswered({
  error,
  errorCode,
  errorParams,
}: Pick<Attempt, 'error' | 'errorCode' | 'errorParams'>): string {
  const { line, column } = errorParams;
  const place = typeof line === 'number' && typeof column === 'number' ? { line, column } : {};
  return errorInWords({ code: errorCode, params: errorParams, message: error, ...place });
}

/** Why it was left out, withdrawn or given up. */
function reasonInWords(reason: string): string {
  return (REASONS as readonly string[]).includes(reason) ? t(`reason.${reason as KnownReason}`) : reason;
}

function givenUp({ channel, reason, lastAttempt, attemptCount }: AnsweredNotification): string {
  const last = lastAttempt && attemptInWords(lastAttempt, channel);
  if (reason === 'tries_exhausted') {
    const words = t('answer.exhausted', { count: attemptCount });
    return last ? `${words}. ${last}` : words;
  }
  if (reason === 'not_recorded')
    return t('answer.notRecorded', { error: String(lastAttempt?.errorParams.reason ?? '') });
  if (last) return last;
  const status = /^rejected_(\d+)$/.exec(reason)?.[1];
  if (status) return t('answer.refused', { who: who(channel), said: status });
  return reason === 'not_sent' ? t('answer.notSent') : reasonInWords(reason);
}

function waiting(notification: AnsweredNotification, now: number): string {
  const { channel, state, nextAttemptAt, lastAttempt, connectionState, waitsFor } = notification;
  if (waitsFor === 'api_url') return t('answer.noAddress');
  if (connectionState === 'paused') return t(isPushed(channel) ? 'answer.exchangePaused' : 'answer.paused');
  if (connectionState === 'off') return t(isPushed(channel) ? 'answer.exchangeOff' : 'answer.off');
  if (connectionState === 'cut_off') {
    const probe = nextAttemptAt && t('answer.probe', { time: when(nextAttemptAt, now) });
    return sentences(t('answer.cutOff', { who: who(channel) }), probe);
  }
  if (state === 'pending' && !nextAttemptAt)
    return t(isPushed(channel) ? 'answer.waitsInLine' : 'answer.waitsForFormer');
  const next = nextAttemptAt && isFuture(nextAttemptAt, now) ? when(nextAttemptAt, now) : null;
  if (state === 'pending') return next ? t('answer.sendAt', { time: next }) : t('answer.sendNow');
  const happened = lastAttempt ? attemptInWords(lastAttempt, channel) : t('answer.failed');
  if (!nextAttemptAt) return sentences(happened, t('answer.notNow'));
  return sentences(happened, next ? t('answer.retryAt', { time: next }) : t('answer.retryNow'));
}

function sentences(first: string, second: string | null): string {
  return second ? `${first.replace(/\.$/, '')}. ${second}` : first;
}

function who(channel: Channel): string {
  return t(`receiver.${channel}`);
}

const isFuture = (iso: string, now: number) => new Date(iso).getTime() > now;

/** The time of day, with the date when it is not within a day. */
function when(iso: string, now: number): string {
  const isNear = new Date(iso).toDateString() === new Date(now).toDateString();
  return isNear || Math.abs(new Date(iso).getTime() - now) < DAY_MS / 2
    ? t('answer.at', { time: timeOfDay(iso) })
    : dateTime(iso);
}

/** What a receiver says in the body of its answer: the message of a JSON, or a short plain text. */
function messageOf(body: string): string {
  const text = body.trim();
  try {
    const { message, errorMessage, detail, error, title } = JSON.parse(text) as Record<string, unknown>;
    const found = [message, errorMessage, detail, error, title].find((each) => typeof each === 'string');
    return typeof found === 'string' ? found.slice(0, MAX_ANSWER) : '';
  } catch {
    return text.startsWith('<') || text.length > MAX_ANSWER ? '' : text;
  }
}
