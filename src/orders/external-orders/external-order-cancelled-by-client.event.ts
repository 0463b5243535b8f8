/** The client cancelled an external order or some of its positions in the marketplace. */
export class ExternalOrderCancelledByClient {
  constructor(
    readonly externalOrderId: number,
    readonly connectionId: number,
    /** Nothing is left of the order: the whole was cancelled, or the last of its positions. */
    readonly nothingLeft: boolean,
    readonly positionIds: number[],
    /** Its id at the marketplace. */
    readonly externalId: string,
    readonly regionId: number,
    readonly at: Date,
  ) {}
}
