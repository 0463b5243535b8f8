import type { PositionOffer } from '../order-offers/offered-position.js';
import type { RuleConditions, RuleDecision, RuleMode, RuleScope } from './processing-rule.entity.js';

/** A rule as it is judged by. */
export interface JudgingRule {
  id: number;
  name: string;
  mode: RuleMode;
  scope: RuleScope;
  conditions: RuleConditions;
  action: RuleDecision;
}

/** An open position with all that is known of it. */
export interface JudgedPosition {
  id: number;
  quantity: number;
  /** As promised to the buyer; null = nothing was. */
  deliveryDays: number | null;
  /** Of its brand's name; "" = it names none. */
  brandKey: string;
  isBrandKnown: boolean;
  /** Best first, also those of stale lists. */
  offers: PositionOffer[];
}

export interface JudgedOrder {
  /** Minor units. */
  total: number;
  isWorkingTime: boolean;
  isBuyerKnown: boolean;
  now: Date;
  /** Price lists of the region that are in force. */
  lists: Array<{ id: number; isStale: boolean; listedAt: Date }>;
  /** By which brands of conditions are compared. */
  brandKeyOf(name: string): string;
  /** All that are open. */
  positions: JudgedPosition[];
}

/** Pieces of parts that positions before took. */
export class TakenPieces {
  /** @param brandKeyOf as of the order */
  constructor(
    private readonly brandKeyOf: JudgedOrder['brandKeyOf'],
    private readonly pieces = new Map<string, number>(),
  ) {}

  copy(): TakenPieces {
    return new TakenPieces(this.brandKeyOf, new Map(this.pieces));
  }

  /** Of an offer's free pieces. */
  leftOf(offer: PositionOffer): number {
    return Math.max(0, offer.free - (this.pieces.get(this.partOf(offer)) ?? 0));
  }

  take(offer: PositionOffer, quantity: number): void {
    const part = this.partOf(offer);
    this.pieces.set(part, (this.pieces.get(part) ?? 0) + quantity);
  }

  /** A list may name a part in several rows, also by other spellings of its brand; what is promised of it counts for all of them. */
  private partOf({ priceListId, articleKey, brandKey }: PositionOffer): string {
    return `${priceListId} ${articleKey} ${this.brandKeyOf(brandKey)}`;
  }
}
