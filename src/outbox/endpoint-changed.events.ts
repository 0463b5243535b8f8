/** An endpoint refused our sign-in; its messages wait for a person. */
export class EndpointPaused {
  constructor(
    readonly channel: string,
    readonly endpointKey: string,
    readonly reason: string,
  ) {}
}

/** An endpoint stopped answering and was cut off. */
export class CircuitBreakerOpened {
  constructor(
    readonly channel: string,
    readonly endpointKey: string,
  ) {}
}

/** An endpoint that was cut off answers again. */
export class CircuitBreakerClosed {
  constructor(
    readonly channel: string,
    readonly endpointKey: string,
  ) {}
}
