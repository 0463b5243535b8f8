import type { PartLine } from '../orders/part-line.js';

export type Decision = 'accepted' | 'refused';

/** A position with what was decided; quantities may both be above 0 when a smaller quantity was accepted. */
export interface DecidedPosition extends PartLine {
  id: number;
  externalId: string;
  acceptedQuantity: number;
  refusedQuantity: number;
}

/** The shop accepted or refused an external order or some of its positions. */
export class ExternalOrderDecided {
  constructor(
    readonly externalOrder: {
      id: number;
      externalId: string;
      hasSyntheticId: boolean;
      connectionId: number;
      regionId: number;
    },
    /** The order that accepting made or extended, or that was there before; null = none. */
    readonly orderId: number | null,
    /** All positions of the current version were decided alike, in full, in one step; null = single positions were. */
    readonly whole: Decision | null,
    /** In position order. */
    readonly positions: DecidedPosition[],
    readonly reason: string,
    /** The status that accepted items start in; "" when none was accepted. */
    readonly initialStatus: string,
    readonly at: Date,
  ) {}
}
