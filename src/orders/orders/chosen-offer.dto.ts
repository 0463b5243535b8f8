import { formatMinor } from '../../platform/money.js';
import type { ChosenOffer } from './offered-line.js';

/** An offer as it was when the position was accepted with it. */
export class ChosenOfferView {
  priceListId: string;
  priceListName: string;
  isOwnStock: boolean;
  brand: string;
  article: string;
  name: string;
  /** Decimal string, for one piece. */
  price: string;
  /** Pieces in the list. */
  stock: number;
  /** The list says that there are more, not how many. */
  isAtLeast: boolean;
  deliveryDaysMin: number;
  deliveryDaysMax: number;
  /** When the list was taken over. */
  listedAt: string;
}

export function presentChosenOffer(offer: ChosenOffer | null): ChosenOfferView | null {
  if (!offer) return null;
  const { priceListId, articleKey: _article, brandKey: _brand, priceMinor, ...shown } = offer;
  return { priceListId: String(priceListId), price: formatMinor(priceMinor), ...shown };
}
