import type { ReceivingOutcome } from './incoming-message.js';

/** A marketplace sent an external order, or another content of one; a repeat of what came before is not told. */
export class ExternalOrderContentReceived {
  constructor(
    readonly externalOrder: { id: number; externalId: string; connectionId: number; regionId: number },
    readonly outcome: Exclude<ReceivingOutcome, 'duplicate' | 'cancelled'>,
    readonly at: Date,
  ) {}
}
