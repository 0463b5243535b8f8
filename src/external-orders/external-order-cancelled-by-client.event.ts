/** The client cancelled an external order or some of its positions in the marketplace. */
export class ExternalOrderCancelledByClient {
  constructor(
    readonly externalOrderId: number,
    readonly connectionId: number,
    /** The whole order, not single positions. */
    readonly whole: boolean,
    readonly positionIds: number[],
  ) {}
}
