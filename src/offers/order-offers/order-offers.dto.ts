import { ApiProperty } from '@nestjs/swagger';
import { formatMinor } from '../../platform/money.js';
import { IdsFilter } from '../../platform/http/filters.js';
import { AVAILABILITIES, type Availability, type PositionOffer } from './offered-position.js';

export class OfferView {
  /** To accept the position with it. It holds until its price list is renewed. */
  id: string;
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
  /** Pieces that no open order was promised. */
  free: number;
  /** It is sold by so many pieces. */
  multiplicity: number;
  /** Percent of the position's price by which it is dearer, one place; below 0 = cheaper; null = the position costs nothing. */
  deviation: number | null;
  deliveryDaysMin: number;
  deliveryDaysMax: number;
  /** When the list was taken over. */
  listedAt: string;
  /** The list is too old to go by. */
  isStale: boolean;
}

export class PositionOffersView {
  positionId: string;
  /** Best first, up to 50; fewer in an order of more than 400 positions. */
  offers: OfferView[];
}

export class OrderOffersView {
  /** Price lists of the region that are in force. */
  priceLists: number;
  /** All positions of the external order's current content. */
  positions: PositionOffersView[];
}

export class OrderAvailabilitiesQuery {
  @IdsFilter()
  ids?: number[];
}

export class OrderAvailabilityView {
  /** Of the external order. */
  id: string;
  @ApiProperty({ enum: AVAILABILITIES })
  availability: Availability;
  /** Percent by which the best offers together are dearer than the order; null = not every position has one, or it costs nothing. */
  deviation: number | null;
  /** One of the best offers is of a list that is too old to go by. */
  isStale: boolean;
}

export class OrderAvailabilitiesView {
  /** Orders that are not seen, are decided, or whose region has no price list in force are left out. */
  data: OrderAvailabilityView[];
}

export function presentOffer(offer: PositionOffer): OfferView {
  const { line: _, part: _p, articleKey: _a, brandKey: _b, priceListId, priceMinor, listedAt, ...shown } = offer;
  return {
    ...shown,
    priceListId: String(priceListId),
    price: formatMinor(priceMinor),
    listedAt: listedAt.toISOString(),
  };
}
