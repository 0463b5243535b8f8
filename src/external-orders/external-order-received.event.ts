/** The external order as the listeners of its events need it. */
export interface ToldExternalOrder {
  id: number;
  /** Its id at the marketplace. */
  externalId: string;
  connectionId: number;
  regionId: number;
}

/** An order came in that can be decided. */
export class ExternalOrderReceived {
  constructor(
    readonly externalOrder: ToldExternalOrder,
    readonly positionCount: number,
    readonly totalMinor: number,
    /** False: the inbox had it before, as something that could not be understood or as a mere cancellation. */
    readonly isNew: boolean,
  ) {}
}
