import { foldedKey } from '../exchanges/folded-key.js';
import {
  lineIn,
  toldLine,
  type HandedOverLine,
  type HandedOverOrder,
  type KnownLine,
} from '../exchanges/handed-over-order.js';
import { sumOf } from '../exchanges/position-pieces.js';
import type { PushedOrder } from '../exchanges/pushed-orders.service.js';
import type { BasketForm } from './parts-soft-client.service.js';
import { type BasketLine, type PartsSoftItem, type PartsSoftOffer, positionKeyOf } from './parts-soft-item.js';
import type { PartsSoftSettings } from './parts-soft-settings.js';

const LONGEST_NUMBER = 255;

/** By position's key, the items that are there. */
export type ItemsThere = Map<string, PartsSoftItem[]>;

export interface Plan {
  /** Positions that are to be ordered. */
  missing: HandedOverLine[];
  /** Positions that are there in other pieces, which nobody there can be told. */
  different: HandedOverLine[];
}

/** @param isGivenUp whether what is there in that status will not be delivered */
export function planOf(
  { order, known }: Pick<PushedOrder, 'order' | 'known'>,
  there: ItemsThere,
  isGivenUp: (item: PartsSoftItem) => boolean,
): Plan {
  const plan: Plan = { missing: [], different: [] };
  for (const line of order.lines) {
    const items = there.get(positionKeyOf(order, line.positionId)) ?? [];
    const before = known ? lineIn(known, line) : undefined;
    if (items.length === 0) {
      // Who took it out over there did not forget it.
      if (!before && line.quantity > 0) plan.missing.push(line);
      continue;
    }
    const quantity = sumOf(items.filter((item) => !isGivenUp(item)));
    if (line.quantity !== quantity && line.quantity !== before?.quantity) plan.different.push(line);
  }
  return plan;
}

/** The offer of that very part to be ordered, or why there is none. */
export function chosenOffer(
  line: HandedOverLine,
  offers: PartsSoftOffer[],
  { offer: choice, maxPriceDeviation }: PartsSoftSettings,
): PartsSoftOffer | 'none' | 'too_dear' {
  const isSame = ({ brand, number }: PartsSoftOffer) =>
    foldedKey(brand) === foldedKey(line.brand) && foldedKey(number) === foldedKey(line.number);
  const enough = offers.filter((offer) => isSame(offer) && offer.quantity >= line.quantity);
  if (enough.length === 0) return 'none';
  const most = maxPriceDeviation === null ? Infinity : (line.priceMinor * (100 + maxPriceDeviation)) / 100;
  const affordable = enough.filter(({ costMinor }) => costMinor <= most);
  const byCost = (one: PartsSoftOffer, other: PartsSoftOffer) => one.costMinor - other.costMinor;
  const byDays = (one: PartsSoftOffer, other: PartsSoftOffer) => daysOf(one) - daysOf(other);
  const [first, second] = choice === 'fastest' ? [byDays, byCost] : [byCost, byDays];
  return affordable.sort((one, other) => first(one, other) || second(one, other))[0] ?? 'too_dear';
}

/** Not said is the latest. */
function daysOf({ maxDays, minDays }: PartsSoftOffer): number {
  const days = Number((maxDays || minDays || 'never').replace(',', '.'));
  return Number.isNaN(days) ? Number.MAX_SAFE_INTEGER : days;
}

/** @param offer undefined = it is not chosen yet */
export function basketForm(order: HandedOverOrder, line: HandedOverLine, offer?: PartsSoftOffer): BasketForm {
  return {
    oem: offer?.number ?? line.number,
    make_name: offer?.brand ?? line.brand,
    detail_name: offer?.name || line.name,
    qnt: String(line.quantity),
    comment: positionKeyOf(order, line.positionId),
    ...(offer && { min_delivery_day: offer.minDays, max_delivery_day: offer.maxDays, api_hash: offer.hash }),
  };
}

/** Whether nothing but that lies in the basket: all of it would be ordered. */
export function isBasketOf(basket: BasketLine[], forms: BasketForm[]): boolean {
  const text = ({ comment, quantity }: BasketLine) => `${comment} ${quantity}`;
  const expected = forms.map((form) => text({ comment: form['comment']!, quantity: Number(form['qnt']) }));
  return expected.sort().join('\n') === basket.map(text).sort().join('\n');
}

/** The lines that PARTS SOFT has by now, each known by its comment there. */
export function linesThere({ lines, ...order }: HandedOverOrder, there: ItemsThere, before: KnownLine[]): KnownLine[] {
  return lines.map((line) => {
    const key = positionKeyOf(order, line.positionId);
    const isThere = lineIn(before, line)?.keyThere !== undefined || there.has(key);
    return toldLine(line, isThere ? key : undefined);
  });
}

/** As people find it there: the numbers of its orders, else of its items, as many as can be kept. */
export function numberOf({ lines, ...order }: HandedOverOrder, there: ItemsThere): string {
  const items = lines.flatMap(({ positionId }) => there.get(positionKeyOf(order, positionId)) ?? []);
  const number = [...new Set(items.map(({ orderId, id }) => orderId || id))].join(', ');
  return number.length <= LONGEST_NUMBER ? number : `${number.slice(0, LONGEST_NUMBER - 1).replace(/[^ ]*$/, '')}…`;
}
