import type { ToldExternalOrder } from './external-orders-received.event.js';

/** What the client cancelled was kept, and the order, if there is one, has followed. */
export class ClientCancellationKept {
  constructor(
    readonly externalOrder: ToldExternalOrder,
    /** The shop's order; null = none was made yet. */
    readonly orderId: number | null,
    /** The cancelled positions by their ids at the marketplace; undefined = the whole order. */
    readonly positionIds: string[] | undefined,
    /** Something that was cancelled stays with the shop: a person has to look. */
    readonly conflict: boolean,
    /** The buyer's, "" = none. */
    readonly reason: string,
  ) {}
}
