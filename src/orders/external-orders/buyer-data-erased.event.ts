/** What an external order says of its buyer was erased; whoever kept something of it does the same, in this transaction. */
export class BuyerDataErased {
  constructor(readonly externalOrderId: number) {}
}
