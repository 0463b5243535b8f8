import { parseMinor } from '../../platform/money.js';
import { availabilityOf, type PositionOffer } from '../order-offers/offered-position.js';
import type { JudgedOrder, JudgedPosition, JudgingRule, TakenPieces } from './judged-order.js';
import type { ProcessingRuleConditions } from './rule-settings.dto.js';

const HOUR_MS = 3_600_000;

type Priced = Pick<PositionOffer, 'priceMinor'>;

/** Whether a rule fits a position, and by what. */
export interface Fit {
  fits: boolean;
  /** It may fit: why nothing tells whether it does. No list is young enough, one says no exact number, or there are very many offers. */
  unsureBy?: 'stale_list' | 'no_list' | 'stock';
  /** All else would have held. */
  missedBy?: 'price_too_high' | 'outside_hours';
  offer: PositionOffer | null;
  /** Pieces that the rule accepts. */
  quantity: number;
}

const MISSED: Fit = { fits: false, offer: null, quantity: 0 };

/** @param taken pieces that positions before took */
export function fitOf(rule: JudgingRule, order: JudgedOrder, position: JudgedPosition, taken: TakenPieces): Fit {
  const { conditions } = rule;
  if (!fitsOrder(conditions, order) || !fitsBrand(conditions, order, position)) return MISSED;
  const fit = fitOffers(rule, order, position, taken);
  if (fitsHours(conditions, order)) return fit;
  return fit.fits && conditions.hours === 'working' ? { ...MISSED, missedBy: 'outside_hours' } : MISSED;
}

function fitsOrder({ minTotal, maxTotal, knownBuyer }: ProcessingRuleConditions, order: JudgedOrder): boolean {
  if (minTotal !== undefined && order.total < parseMinor(minTotal)!) return false;
  if (maxTotal !== undefined && order.total > parseMinor(maxTotal)!) return false;
  return knownBuyer === undefined || knownBuyer === order.isBuyerKnown;
}

function fitsHours({ hours }: ProcessingRuleConditions, { isWorkingTime }: JudgedOrder): boolean {
  return hours === undefined || (hours === 'working') === isWorkingTime;
}

function fitsBrand(
  { brands, exceptBrands }: ProcessingRuleConditions,
  { brandKeys }: JudgedOrder,
  { brandKey }: JudgedPosition,
): boolean {
  const isAmong = (names: string[]) => brandKeys.ofAll(names).has(brandKey);
  return (brands === undefined || isAmong(brands)) && !(exceptBrands && isAmong(exceptBrands));
}

/** What the rule asks of offers, and what it does with them. */
function fitOffers(
  { conditions, action }: JudgingRule,
  order: JudgedOrder,
  position: JudgedPosition,
  taken: TakenPieces,
): Fit {
  const { offerFound, stock, inTime } = conditions;
  // Nothing is in time, and nothing is late, where the buyer was promised no day.
  if (inTime && position.deliveryDays === null) return MISSED;
  const unsureBy = unsureByLists(conditions, order) ?? (position.isCut ? 'stock' : undefined);
  const missed: Fit = unsureBy ? { ...MISSED, unsureBy } : MISSED;
  const usable = position.offers.filter((offer) => isUsable(conditions, order, position, offer));
  const whole = action.kind === 'accept' ? position.quantity : 0;

  if (offerFound && usable.length === 0) return missed;
  if (offerFound === false || stock === 'none') {
    const isSoldOut = (offer: PositionOffer) => taken.leftOf(offer) === 0 && !offer.isAtLeast;
    const isNone = offerFound === false ? usable.length === 0 : usable.every(isSoldOut);
    if (!isNone) return MISSED;
    return unsureBy ? missed : { fits: true, offer: usable[0] ?? null, quantity: whole };
  }

  const isEnough = (offer: PositionOffer) => hasStock(conditions, action.kind, position, taken.leftOf(offer), offer);
  const piecesOf = (offer: PositionOffer) => available(position, taken.leftOf(offer), offer);
  const affordable = usable.filter((offer) => isEnough(offer) && isPriceWithin(conditions, position, offer));
  const offer = affordable.find((each) => piecesOf(each) === position.quantity) ?? affordable[0];
  if (offer) {
    const quantity = action.kind === 'accept_available' ? piecesOf(offer) : whole;
    // The rest would be refused, and may be there: in the next file of such a list, or beyond what the list tells.
    const isSure = quantity === 0 || quantity === position.quantity || (!unsureBy && !offer.isAtLeast);
    return isSure ? { fits: true, offer, quantity } : { ...MISSED, unsureBy: unsureBy ?? 'stock' };
  }
  if (needsOffer(conditions) || action.kind === 'accept_available') {
    const { deviationUp } = conditions;
    const isTooHigh = (each: PositionOffer) =>
      deviationUp !== undefined && each.deviation !== null && isAbove(deviationUp, each, position);
    const mayBeMore = usable.some(
      (each) => each.isAtLeast && !isEnough(each) && isPriceWithin(conditions, position, each),
    );
    const isTooDear = usable.some((each) => isEnough(each) && isTooHigh(each));
    return {
      ...missed,
      ...(!unsureBy && mayBeMore && { unsureBy: 'stock' as const }),
      ...(isTooDear && { missedBy: 'price_too_high' as const }),
    };
  }
  return { fits: true, offer: null, quantity: whole };
}

/** Why nothing follows from what is not there, if so: what a list that is too old lacks may be in its next one. */
function unsureByLists(conditions: ProcessingRuleConditions, { lists, now }: JudgedOrder): Fit['unsureBy'] {
  const asked = lists.filter(({ id }) => isAsked(conditions, id));
  if (asked.length === 0) return 'no_list';
  // One that the rule names and that was deleted, or never came, may have had it.
  const inForce = new Set(lists.map(({ id }) => String(id)));
  if (conditions.priceListIds?.some((id) => !inForce.has(id))) return 'no_list';
  const isOld = asked.some(({ isStale, listedAt }) => isStale || !isYoung(conditions, listedAt, now));
  return isOld ? 'stale_list' : undefined;
}

function isAsked({ priceListIds }: ProcessingRuleConditions, listId: number): boolean {
  return !priceListIds || priceListIds.includes(String(listId));
}

function isYoung({ maxListAgeHours }: ProcessingRuleConditions, listedAt: Date, now: Date): boolean {
  return maxListAgeHours === undefined || now.getTime() - listedAt.getTime() <= maxListAgeHours * HOUR_MS;
}

function isUsable(
  conditions: ProcessingRuleConditions,
  { now }: JudgedOrder,
  { deliveryDays }: JudgedPosition,
  offer: PositionOffer,
): boolean {
  const { maxDeliveryDays, inTime } = conditions;
  if (offer.isStale || !isAsked(conditions, offer.priceListId) || !isYoung(conditions, offer.listedAt, now))
    return false;
  if (maxDeliveryDays !== undefined && offer.deliveryDaysMax > maxDeliveryDays) return false;
  return !inTime || (deliveryDays !== null && offer.deliveryDaysMax <= deliveryDays);
}

function hasStock(
  { stock }: ProcessingRuleConditions,
  kind: JudgingRule['action']['kind'],
  position: JudgedPosition,
  left: number,
  { multiplicity }: PositionOffer,
): boolean {
  const availability = availabilityOf(position.quantity, left);
  if (stock === 'full' && availability !== 'full') return false;
  if (stock === 'any' && availability === 'none') return false;
  if (kind === 'accept') return position.quantity % multiplicity === 0;
  return kind !== 'accept_available' || available(position, left, { multiplicity }) > 0;
}

/** As many pieces as there are, in the multiples that they are sold in. */
function available({ quantity }: JudgedPosition, left: number, { multiplicity }: Pick<PositionOffer, 'multiplicity'>) {
  const most = Math.min(quantity, left);
  return most - (most % multiplicity);
}

function isPriceWithin(
  { deviationUp, deviationDown }: ProcessingRuleConditions,
  position: JudgedPosition,
  offer: PositionOffer,
): boolean {
  if (deviationUp === undefined && deviationDown === undefined) return true;
  if (offer.deviation === null) return false;
  const isTooDear = deviationUp !== undefined && isAbove(deviationUp, offer, position);
  return !isTooDear && !(deviationDown !== undefined && isAbove(deviationDown, position, offer, position));
}

/** To the kopeck, since the deviation that is shown is rounded. @param percent of `of`, with one place */
function isAbove(percent: number, one: Priced, other: Priced, of = other): boolean {
  return (one.priceMinor - other.priceMinor) * 1_000 > Math.round(percent * 10) * of.priceMinor;
}

function needsOffer(conditions: ProcessingRuleConditions): boolean {
  const { offerFound, stock, deviationUp, deviationDown, maxListAgeHours, maxDeliveryDays } = conditions;
  const limits = [stock, deviationUp, deviationDown, maxListAgeHours, maxDeliveryDays, conditions.priceListIds];
  return offerFound === true || conditions.inTime === true || limits.some((limit) => limit !== undefined);
}
