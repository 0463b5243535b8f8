import type { ToldExternalOrder } from './external-orders-received.event.js';

/** The marketplace sent another content for an order that the shop has decided: a person has to look. */
export class ExternalOrderChangedAfterDecision {
  constructor(readonly externalOrder: ToldExternalOrder) {}
}
