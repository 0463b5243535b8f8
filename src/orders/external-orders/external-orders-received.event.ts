/** The external order as the listeners of its events need it. */
export interface ToldExternalOrder {
  id: number;
  /** Its id at the marketplace. */
  externalId: string;
  connectionId: number;
  regionId: number;
}

export interface ReceivedOrder {
  externalOrder: ToldExternalOrder;
  positionCount: number;
  totalMinor: number;
  /** False: the inbox had it before, as something that could not be understood or as a mere cancellation. */
  isNew: boolean;
}

/** Orders came in that can be decided. */
export class ExternalOrdersReceived {
  constructor(readonly received: ReceivedOrder[]) {}
}
