import type { OutcomeClass } from './delivery-channel.js';

const RETRIED_4XX = new Set([408, 425]);
/** What stands before the receiver answers for it, or it says that it is not there: bad gateway, unavailable, gateway timeout. */
const UNAVAILABLE_5XX = new Set([502, 503, 504]);

export interface StatusMeaning {
  class: OutcomeClass;
  isOutage: boolean;
  mayBeItsOwn?: boolean;
}

/** What an HTTP answer means for a delivery; 409 says that the receiver is in that state already. */
export function classifyStatus(status: number): StatusMeaning {
  if (status >= 500) return { class: 'retry', isOutage: true, mayBeItsOwn: !UNAVAILABLE_5XX.has(status) };
  if ((status >= 200 && status < 300) || status === 409) return { class: 'delivered', isOutage: false };
  if (status === 429) return { class: 'throttled', isOutage: false };
  if (status === 401 || status === 403) return { class: 'unauthorized', isOutage: false };
  return { class: RETRIED_4XX.has(status) ? 'retry' : 'rejected', isOutage: false };
}
