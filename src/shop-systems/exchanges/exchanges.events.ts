/** The exchange as the listeners of its events need it. */
export interface ExchangeSummary {
  id: number;
  name: string;
}

/** The other side of an exchange has not come for longer than it may. */
export class ExchangeFellSilent {
  constructor(
    readonly exchange: ExchangeSummary,
    /** Hours of work. */
    readonly hours: number,
    /** When it came last; null = never. */
    readonly lastContactAt: Date | null,
  ) {}
}

/** A system of the shop's did not take orders that it was handed. */
export class HandOversRefused {
  constructor(
    readonly exchange: ExchangeSummary,
    readonly orders: Array<{ id: number; regionId: number }>,
  ) {}
}

/** Orders were handed out this often and never confirmed, so none behind them goes. */
export class HandOversUnconfirmed {
  constructor(
    readonly exchange: ExchangeSummary,
    readonly times: number,
  ) {}
}
