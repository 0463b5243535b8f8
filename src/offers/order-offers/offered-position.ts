import type { FoundOffers, PriceListOffer } from '../price-lists/price-list-offers.service.js';

/** Of a position, the best: people see them, and rules look at them. */
const MOST_OFFERS = 50;

/** How much of a position could be delivered: all, a part, nothing. */
export const AVAILABILITIES = ['full', 'partial', 'none'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** A position, as far as offers are measured by it. */
export interface WantedPosition {
  quantity: number;
  priceMinor: number;
  /** As promised to the buyer; null = nothing was. */
  deliveryDays: number | null;
}

/** An offer measured by a position. */
export interface PositionOffer extends PriceListOffer {
  /** Pieces that no open order was promised. */
  free: number;
  /** Percent of the position's price by which it is dearer, one place; below 0 = cheaper; null = the position costs nothing. */
  deviation: number | null;
}

/** The offers of a position. */
export interface MeasuredOffers {
  /** Best first. */
  offers: PositionOffer[];
  /** There are more, or may be: nothing follows from what is missing. */
  isCut: boolean;
}

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
 * Measures offers by a position, best first: of lists that are not stale, all pieces before some, sold in such multiples, in time, of the
 * shop's own stock, cheaper, sooner.
 * @param promised pieces of the offer's part that open orders were promised from its list
 */
export function offersFor(
  position: WantedPosition,
  offers: PriceListOffer[],
  promised: (offer: PriceListOffer) => number,
  most = Infinity,
): PositionOffer[] {
  const freeOf = (offer: PriceListOffer) => Math.max(0, offer.stock - promised(offer));
  const rankOf = (offer: PriceListOffer, free: number): number[] => [
    offer.isStale ? 1 : 0,
    AVAILABILITIES.indexOf(availabilityOf(position.quantity, free)),
    position.quantity % offer.multiplicity === 0 ? 0 : 1,
    position.deliveryDays !== null && offer.deliveryDaysMax > position.deliveryDays ? 1 : 0,
    offer.isOwnStock ? 0 : 1,
    offer.priceMinor,
    offer.deliveryDaysMax,
    offer.priceListId,
    offer.line,
  ];
  return offers
    .map((offer) => {
      const free = freeOf(offer);
      return { offer, free, rank: rankOf(offer, free) };
    })
    .sort((one, other) => compareRanks(one.rank, other.rank))
    .slice(0, most)
    .map(({ offer, free }) => ({ ...offer, free, deviation: deviationOf(offer.priceMinor, position.priceMinor) }));
}

/** The offers of a position that are looked at. */
export function bestOf(
  position: WantedPosition,
  { offers, isCut }: FoundOffers,
  promised: (offer: PriceListOffer) => number,
): MeasuredOffers {
  const best = offersFor(position, offers, promised, MOST_OFFERS);
  return { offers: best, isCut: isCut || offers.length > MOST_OFFERS };
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

/** @param best of each position; undefined = it has none */
export function orderAvailability(
  positions: Array<{ position: WantedPosition; best: PositionOffer | undefined }>,
): OrderAvailability {
  const each = positions.map(({ position, best }) => availabilityOf(position.quantity, best?.free ?? 0));
  const isSame = (availability: Availability) => each.every((one) => one === availability);
  const availability = isSame('full') ? 'full' : isSame('none') ? 'none' : 'partial';
  const isWhole = positions.every(({ best }) => best !== undefined);
  const sum = (priceOf: (one: (typeof positions)[number]) => number) =>
    positions.reduce((total, one) => total + priceOf(one) * one.position.quantity, 0);
  const wanted = sum(({ position }) => position.priceMinor);
  return {
    availability,
    deviation: isWhole
      ? deviationOf(
          sum(({ best }) => best!.priceMinor),
          wanted,
        )
      : null,
    isStale: positions.some(({ best }) => best?.isStale),
  };
}
