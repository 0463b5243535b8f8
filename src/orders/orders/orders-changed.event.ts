/** Orders are other than they were: made, extended, flagged, or their items were put into another status. */
export class OrdersChanged {
  constructor(readonly orders: Array<{ id: number; regionId: number }>) {}
}
