/** A row of the inbox is other than it was: its content, its state, its flags. */
export class ExternalOrderChanged {
  constructor(
    readonly externalOrderId: number,
    readonly regionId: number,
  ) {}
}
