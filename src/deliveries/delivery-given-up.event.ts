/** A delivery is dead: it was rejected, or its tries are used up. */
export class DeliveryGivenUp {
  constructor(
    readonly deliveryId: number,
    readonly channel: string,
    readonly reason: string,
  ) {}
}
