import type { ExternalOrderPosition } from '../../orders/external-orders/external-order.entity.js';
import type { FoundOffers, PriceListOffer } from '../price-lists/price-list-offers.service.js';

/** Of a position, the best: people see them, and rules look at them. */
const MOST_OFFERS = 50;

/** How much of a position could be delivered: all, a part, nothing. */
export const AVAILABILITIES = ['full', 'partial', 'none'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** A position, as far as offers are measured by it. */
export type WantedPosition = Pick<ExternalOrderPosition, 'quantity' | 'priceMinor' | 'deliveryDays'>;

/** An offer measured by a position. */
export interface PositionOffer extends PriceListOffer {
  /** Pieces that no open order was promised. */
  free: number;
  /** Percent of the position's price by which it is dearer, one place; below 0 = cheaper; null = the position costs nothing. */
  deviation: number | null;
}

/** The offers of a position, best first. */
export type MeasuredOffers = FoundOffers<PositionOffer>;

export function availabilityOf(quantity: number, free: number): Availability {
  if (free >= quantity) return 'full';
  return free > 0 ? 'partial' : 'none';
}

/** Percent with one place; null where there is nothing to be compared with. */
export function deviationOf(priceMinor: number, wantedMinor: number): number | null {
  if (wantedMinor === 0) return null;
  return Math.round(((priceMinor - wantedMinor) / wantedMinor) * 1_000) / 10;
}

/**
 * Measures offers by a position, best first.
 * @param promised pieces of the offer's part that open orders were promised from its list
 */
export function bestOf(
  position: WantedPosition,
  { offers, isCut }: FoundOffers,
  promised: (offer: PriceListOffer) => number,
): MeasuredOffers {
  const ranked = offers.map((offer) => {
    const free = Math.max(0, offer.stock - promised(offer));
    return { offer, free, rank: rankOf(offer, free, position) };
  });
  const best = ranked.sort((one, other) => compareRanks(one.rank, other.rank)).slice(0, MOST_OFFERS);
  return {
    offers: best.map(({ offer, free }) => {
      return { ...offer, free, deviation: deviationOf(offer.priceMinor, position.priceMinor) };
    }),
    isCut: isCut || offers.length > MOST_OFFERS,
  };
}

/**
 * The best has the least: of lists that are not stale, all pieces before some, sold in such multiples, in time, of the shop's own stock,
 * cheaper, sooner.
 */
function rankOf(offer: PriceListOffer, free: number, { quantity, deliveryDays }: WantedPosition): number[] {
  return [
    offer.isStale ? 1 : 0,
    AVAILABILITIES.indexOf(availabilityOf(quantity, free)),
    quantity % offer.multiplicity === 0 ? 0 : 1,
    deliveryDays !== null && offer.deliveryDaysMax > deliveryDays ? 1 : 0,
    offer.isOwnStock ? 0 : 1,
    offer.priceMinor,
    offer.deliveryDaysMax,
    offer.priceListId,
    offer.line,
  ];
}

function compareRanks(one: number[], other: number[]): number {
  for (let place = 0; place < one.length; place += 1)
    if (one[place] !== other[place]) return one[place]! - other[place]!;
  return 0;
}

/** What the offers come to for an order: its best ones, position by position. */
export interface OrderAvailability {
  availability: Availability;
  /** Percent by which the best offers together are dearer than the order; null = not every position has one, or it costs nothing. */
  deviation: number | null;
  /** One of the best offers is of a list that is too old to go by. */
  isStale: boolean;
}

/** What one position takes is not there for the next. @param positions with their offers, best first */
export function orderAvailability(
  positions: Array<{ position: WantedPosition; offers: PositionOffer[] }>,
): OrderAvailability {
  const taken = new Map<string, number>();
  const leftOf = ({ free, part }: PositionOffer) => Math.max(0, free - (taken.get(part) ?? 0));
  const chosen = positions.map(({ position, offers }) => {
    const { quantity } = position;
    const isEnough = (offer: PositionOffer) => offer.isStale === offers[0]!.isStale && leftOf(offer) >= quantity;
    const best = offers.find(isEnough) ?? offers[0];
    const left = best ? leftOf(best) : 0;
    if (best) taken.set(best.part, (taken.get(best.part) ?? 0) + Math.min(left, quantity));
    return { position, best, availability: availabilityOf(quantity, left) };
  });
  const isSame = (availability: Availability) => chosen.every((one) => one.availability === availability);
  const availability = isSame('full') ? 'full' : isSame('none') ? 'none' : 'partial';
  const isWhole = chosen.every(({ best }) => best !== undefined);
  let [offered, wanted] = [0, 0];
  for (const { position, best } of chosen) {
    offered += (best?.priceMinor ?? 0) * position.quantity;
    wanted += position.priceMinor * position.quantity;
  }
  return {
    availability,
    deviation: isWhole ? deviationOf(offered, wanted) : null,
    isStale: chosen.some(({ best }) => best?.isStale),
  };
}
