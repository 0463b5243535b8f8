import { LargeColumn } from '../../platform/sql/columns.js';
import { PartLine, partLineOf } from './part-line.js';

/** An offer of one of the shop's price lists, as it was when a position was accepted with it. */
export interface ChosenOffer {
  priceListId: number;
  /** By which its article and its brand are compared. */
  articleKey: string;
  brandKey: string;
  priceListName: string;
  isOwnStock: boolean;
  brand: string;
  article: string;
  name: string;
  /** For one piece. */
  priceMinor: number;
  /** Pieces in the list. */
  stock: number;
  /** The list says that there are more, not how many. */
  isAtLeast: boolean;
  deliveryDaysMin: number;
  deliveryDaysMax: number;
  /** When the list was taken over, ISO 8601. */
  listedAt: string;
}

/** A line of parts that may be bound to an offer. */
export abstract class OfferedLine extends PartLine {
  /** Null = none was named when it was accepted. */
  @LargeColumn('largeJson', { nullable: true })
  offer: ChosenOffer | null;
}

export function offeredLineOf(line: OfferedLine): OfferedLine {
  return { ...partLineOf(line), offer: line.offer };
}
