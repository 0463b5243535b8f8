import type { ExternalOrderPosition } from '../../orders/external-orders/external-order.entity.js';
import type { MeasuredOffers, PositionOffer } from '../order-offers/offered-position.js';
import type { ProcessingRule } from './processing-rule.entity.js';

/** A rule as it is judged by. */
export type JudgingRule = Pick<ProcessingRule, 'id' | 'name' | 'mode' | 'scope' | 'conditions' | 'action'>;

/** An open position with all that is known of it. */
export interface JudgedPosition
  extends MeasuredOffers, Pick<ExternalOrderPosition, 'id' | 'quantity' | 'priceMinor' | 'deliveryDays'> {
  /** Of its brand's name; "" = it names none. */
  brandKey: string;
  isBrandKnown: boolean;
}

export interface JudgedOrder {
  /** Minor units. */
  total: number;
  isWorkingTime: boolean;
  isBuyerKnown: boolean;
  now: Date;
  /** Price lists of the region that are in force. */
  lists: Array<{ id: number; isStale: boolean; listedAt: Date }>;
  brandKeys: BrandKeys;
  /** All that are open. */
  positions: JudgedPosition[];
}

/** By which brands are compared; each is looked up once, though many rules name it for many positions. */
export class BrandKeys {
  private readonly known = new Map<string, string>();
  private readonly sets = new Map<string[], ReadonlySet<string>>();

  /** @param lookUp answers the key of a brand by any of its names */
  constructor(private readonly lookUp: (name: string) => string) {}

  of(name: string): string {
    let key = this.known.get(name);
    if (key === undefined) this.known.set(name, (key = this.lookUp(name)));
    return key;
  }

  /** @param names of a condition; one without a letter or a digit stands for no brand */
  ofAll(names: string[]): ReadonlySet<string> {
    let keys = this.sets.get(names);
    if (!keys) this.sets.set(names, (keys = new Set(names.map((name) => this.of(name)).filter((key) => key !== ''))));
    return keys;
  }
}

/** Pieces of parts that positions before took. */
export class TakenPieces {
  constructor(private readonly pieces = new Map<string, number>()) {}

  copy(): TakenPieces {
    return new TakenPieces(new Map(this.pieces));
  }

  /** Of an offer's free pieces. */
  leftOf({ free, part }: PositionOffer): number {
    return Math.max(0, free - (this.pieces.get(part) ?? 0));
  }

  take({ part }: PositionOffer, quantity: number): void {
    this.pieces.set(part, (this.pieces.get(part) ?? 0) + quantity);
  }
}
