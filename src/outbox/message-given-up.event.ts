/** A message is dead: it was rejected, or its attempts are used up. */
export class MessageGivenUp {
  constructor(
    readonly deliveryId: number,
    readonly channel: string,
    readonly reason: string,
    readonly endpointKey: string,
    readonly orderingKey: string,
    /** What a person would search it by. */
    readonly subject: string,
  ) {}
}
