/** A delivery is dead: it was rejected, or its tries are used up. */
export class DeliveryGivenUp {
  constructor(
    readonly deliveryId: number,
    readonly channel: string,
    readonly reason: string,
    readonly targetKey: string,
    readonly laneKey: string,
    /** What a person would search it by. */
    readonly subject: string,
  ) {}
}
