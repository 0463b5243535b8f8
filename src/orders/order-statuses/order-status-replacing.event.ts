/** A status is about to leave the directory: whoever keeps much in it moves some of it into the replacement and counts it. */
export class OrderStatusReplacing {
  /** Of this step. */
  moved = 0;

  constructor(
    readonly statusId: number,
    readonly replacementId: number,
  ) {}
}
