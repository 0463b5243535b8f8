import type { ToldExternalOrder } from './external-orders-received.event.js';
import type { ReceivingOutcome } from './incoming-message.js';

export interface ReceivedContentOf {
  externalOrder: ToldExternalOrder;
  outcome: Exclude<ReceivingOutcome, 'duplicate' | 'cancelled'>;
}

/** A marketplace sent external orders, or another content of them; a repeat of what came before is not told. */
export class ExternalOrderContentsReceived {
  constructor(
    readonly received: ReceivedContentOf[],
    readonly at: Date,
  ) {}
}
