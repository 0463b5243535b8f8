import type { OutcomeClass } from '../../outbox/channel.js';

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
