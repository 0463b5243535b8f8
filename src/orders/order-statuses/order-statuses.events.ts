/**
 * A status is about to leave the directory. Whoever uses it puts the replacement in its place, or throws `status_in_use` where
 * none was chosen.
 */
export class OrderStatusDeleting {
  constructor(
    readonly statusId: number,
    readonly replacementId: number | undefined,
  ) {}

  static inUse(by: string): string {
    return `The status is used by ${by}: choose the one that replaces it.`;
  }
}

/** A status is about to leave the directory: whoever keeps much in it moves some of it into the replacement and counts it. */
export class OrderStatusReplacing {
  /** Of this step. */
  moved = 0;

  constructor(
    readonly statusId: number,
    readonly replacementId: number,
  ) {}
}
