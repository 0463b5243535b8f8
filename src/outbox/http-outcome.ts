import type { OutcomeClass } from './channel.js';

const RETRIED_4XX = new Set([408, 425]);
/** What stands before the receiver answers for it, or it says that it is not there: bad gateway, unavailable, gateway timeout. */
const UNAVAILABLE_5XX = new Set([502, 503, 504]);

export interface StatusMeaning {
  class: OutcomeClass;
  isOutage: boolean;
  mayBeItsOwn?: boolean;
}

/** Of the receiver's TLS or HTTP; the other errors that Node raises by itself find fault with the request. */
const OF_THE_ANSWER = /^ERR_(TLS_|SSL_|HTTP2_|STREAM_|NETWORK|BAD_RESPONSE)/;

/** Not enough files, ports, memory or rights on this machine. */
const OF_THIS_MACHINE = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'EADDRNOTAVAIL', 'EACCES', 'EPERM']);

/**
 * What it means that no answer came. Only errors of the network and of the receiver tell of an outage: a request that cannot be made
 * (an illegal header) is given up alone, and one that this machine had no room for is made later and spends no attempt.
 * @param code of Node, "" = it has none
 */
export function classifyNetworkError(code: string): { class: OutcomeClass; isOutage: boolean } {
  if (code.startsWith('ERR_') && !OF_THE_ANSWER.test(code)) return { class: 'rejected', isOutage: false };
  if (OF_THIS_MACHINE.has(code)) return { class: 'throttled', isOutage: false };
  return { class: 'retry', isOutage: true };
}

/** What an HTTP answer means for a message; 409 says that the receiver is in that state already. */
export function classifyStatus(status: number): StatusMeaning {
  if (status >= 500) return { class: 'retry', isOutage: true, mayBeItsOwn: !UNAVAILABLE_5XX.has(status) };
  if ((status >= 200 && status < 300) || status === 409) return { class: 'delivered', isOutage: false };
  if (status === 429) return { class: 'throttled', isOutage: false };
  if (status === 401 || status === 403) return { class: 'unauthorized', isOutage: false };
  return { class: RETRIED_4XX.has(status) ? 'retry' : 'rejected', isOutage: false };
}
