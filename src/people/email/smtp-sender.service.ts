import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import type { SentMessageInfo } from 'nodemailer/lib/smtp-transport/index.js';
import { withinTime } from '../../platform/within-time.js';
import { AppConfig } from '../../platform/config/app-config.js';
import type { AttemptRequest, AttemptResponse } from '../../outbox/attempt.dto.js';
import type { AttemptOutcome, OutcomeClass } from '../../outbox/channel.js';
import { ErrorDetail, errorDetail } from '../../platform/error-texts.js';

const CONNECT_TIMEOUT_MS = 3_000;
const TOTAL_TIMEOUT_MS = 15_000;

/** An e-mail as it is kept in its message. */
export interface Email {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Hands one e-mail to the mail server and says what came of it; throws nothing. */
@Injectable()
export class SmtpSender {
  constructor(private readonly config: AppConfig) {}

  /** @param key the same for all attempts, so that a mailbox that got it twice can tell */
  async send({ to, subject, text, html }: Email, key: string): Promise<AttemptOutcome> {
    const { smtpUrl, mailFrom: from } = this.config;
    const startedAt = performance.now();
    const request: AttemptRequest = {
      method: 'SMTP',
      url: withoutSignIn(smtpUrl!),
      headers: { From: from, To: to, Subject: subject },
      body: text,
    };
    // A connection for each e-mail: there are few of them, and one that hangs can be cut off alone.
    const transport = createTransport({
      url: smtpUrl!,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      dnsTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: TOTAL_TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const message = { from, to: { name: '', address: to }, subject, text, html, messageId: messageId(key, from) };
    const done = (rest: Pick<AttemptOutcome, 'class' | 'isOutage' | 'response' | 'error'>): AttemptOutcome => {
      return { ...rest, durationMs: Math.round(performance.now() - startedAt), request };
    };
    try {
      const info = await withinTime(TOTAL_TIMEOUT_MS, transport.sendMail(message) as Promise<SentMessageInfo>, tooLate);
      return done({ class: 'delivered', isOutage: false, response: answer(250, info.response), error: null });
    } catch (error) {
      const { responseCode, response } = error as Error & SmtpError & { response?: string };
      return done({
        ...classifySmtpError(error as SmtpError),
        response: responseCode === undefined ? null : answer(responseCode, response ?? ''),
        error: responseCode === undefined ? whyUnsent(error as Error) : null,
      });
    } finally {
      transport.close();
    }
  }
}

function whyUnsent(error: Error): ErrorDetail {
  if (error instanceof TooLateError) return errorDetail('no_answer', { seconds: TOTAL_TIMEOUT_MS / 1_000 });
  return errorDetail('unreachable', { reason: error.message });
}

/** The claim of a message does not last for ever: a server that dawdles through its steps is left. */
class TooLateError extends Error {}

function tooLate(): never {
  throw new TooLateError('no answer');
}

function answer(status: number, body: string): AttemptResponse {
  return { status, headers: {}, body };
}

function withoutSignIn(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

function messageId(key: string, from: string): string {
  return `<${key}@${/@([^\s@<>]+)/.exec(from)?.[1] ?? 'localhost'}>`;
}

/** What nodemailer says of a failed try. */
export interface SmtpError {
  /** Its own word, e.g. `EAUTH`. */
  code?: string | undefined;
  /** The server's three digits; absent when no answer came. */
  responseCode?: number | undefined;
  /** The step at which it failed, e.g. `RCPT TO`. */
  command?: string | undefined;
}

export interface SmtpVerdict {
  class: OutcomeClass;
  isOutage: boolean;
}

const OUTAGE: SmtpVerdict = { class: 'retry', isOutage: true };
const UNAUTHORIZED: SmtpVerdict = { class: 'unauthorized', isOutage: false };

/** The server closes or refuses the service as a whole. */
const NOT_AVAILABLE = 421;
const AUTHENTICATION_REQUIRED = new Set([530, 534, 535, 538]);
/** Steps before anything was said of this message. */
const OPENING = /^(CONN|EHLO|HELO|LHLO|STARTTLS)/;

/**
 * What a failed try means for an e-mail. A temporary answer (4yz) about one message, such as greylisting, says nothing about the
 * server; no answer, or a refusal before the message was named, does. Addresses that cannot even be written are the message's own fault.
 */
export function classifySmtpError({ code, responseCode, command = '' }: SmtpError): SmtpVerdict {
  const isTemporary = responseCode !== undefined && responseCode >= 400 && responseCode < 500;
  if (code === 'EAUTH' || code === 'ENOAUTH') return isTemporary ? OUTAGE : UNAUTHORIZED;
  if (responseCode === undefined && code === 'EENVELOPE') return { class: 'rejected', isOutage: false };
  if (responseCode === undefined || responseCode === NOT_AVAILABLE || OPENING.test(command)) return OUTAGE;
  if (AUTHENTICATION_REQUIRED.has(responseCode)) return UNAUTHORIZED;
  return { class: responseCode >= 500 ? 'rejected' : 'retry', isOutage: false };
}
