/** A target refused our sign-in; its deliveries wait for a person. */
export class DeliveryTargetPaused {
  constructor(
    readonly channel: string,
    readonly targetKey: string,
    readonly reason: string,
  ) {}
}

/** A target stopped answering and was cut off. */
export class CircuitBreakerOpened {
  constructor(
    readonly channel: string,
    readonly targetKey: string,
  ) {}
}

/** A target that was cut off answers again. */
export class CircuitBreakerClosed {
  constructor(
    readonly channel: string,
    readonly targetKey: string,
  ) {}
}
