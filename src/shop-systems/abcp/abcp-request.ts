import { formatMinor } from '../../platform/money.js';
import { phoneDigits } from '../../platform/phone-digits.js';
import {
  lineIn,
  toldLine,
  type HandedOverLine,
  type HandedOverOrder,
  type KnownLine,
} from '../exchanges/handed-over-order.js';
import { foldedKey } from '../exchanges/folded-key.js';
import { sumOf } from '../exchanges/position-pieces.js';
import { type AbcpPosition, keyThereOf, partKeyOf } from './abcp-order.js';
import type { AbcpSettings } from './abcp-settings.js';
import { moscowText } from './moscow-time.js';
import type { FormValue } from './php-form.js';

export type OrderForm = Record<string, FormValue>;

/** A new order as `cp/order` wants it; what was refused before is left out. */
export function newOrder(order: HandedOverOrder, settings: AbcpSettings): OrderForm {
  const { key, externalId, createdAt, delivery, lines } = order;
  const hasAddress = delivery.address !== '' && settings.deliveryTypeId !== '';
  return {
    internalNumber: key,
    clientOrderNumber: externalId,
    ...buyer(order, settings),
    date: moscowText(createdAt),
    comment: [order.comment, hasAddress ? '' : delivery.address].filter(Boolean).join('\n'),
    deliveryTypeId: settings.deliveryTypeId,
    deliveryOfficeId: settings.officeId,
    ...(hasAddress && { deliveryAddressId: '-1', deliveryAddress: delivery.address }),
    positions: lines.filter(({ quantity }) => quantity > 0).map((line) => newPosition(line, settings)),
  };
}

/** Positions of an order there that are to be other than they are; undefined = none is. */
export function changedOrder(
  number: string,
  lines: HandedOverLine[],
  { known, positions, lines: told }: KnownThere,
  settings: AbcpSettings,
): OrderForm | undefined {
  const positionOf = positionsThere(lines, positions, told);
  const taken = new Set(positionOf.values());
  const changes = lines.flatMap((line): OrderForm[] => {
    const before = known ? lineIn(known, line) : undefined;
    const most = lineIn(told, line)?.quantity ?? 0;
    const parts = partsOf(line, positionOf.get(line), positions, taken, most);
    if (parts.length === 0) {
      // Who took it out over there did not forget it.
      return before || line.quantity === 0 ? [] : [newPosition(line, settings)];
    }
    const isSame = line.quantity === (before?.quantity ?? sumOf(parts));
    return isSame ? [] : withPieces(parts, line.quantity);
  });
  return changes.length > 0 ? { number, positions: changes } : undefined;
}

/**
 * The position of a line with what was split off from it there, or took its place: of the same part, no more pieces together than were told.
 * @param taken positions that belong to some line; it is added to
 */
function partsOf(
  line: HandedOverLine,
  position: AbcpPosition | undefined,
  positions: AbcpPosition[],
  taken: Set<AbcpPosition>,
  most: number,
): AbcpPosition[] {
  const parts = position ? [position] : [];
  const keys = [line, ...parts].map(partKeyOf);
  for (const each of positions) {
    const isPart = !taken.has(each) && keys.includes(partKeyOf(each));
    if (!isPart || sumOf([...parts, each]) > most) continue;
    parts.push(each);
    taken.add(each);
  }
  return parts;
}

/** So many pieces in all: what was split off last becomes fewer first, the position itself becomes more. */
function withPieces(parts: AbcpPosition[], quantity: number): OrderForm[] {
  let left = quantity;
  const kept = parts.map((part) => {
    const pieces = Math.min(part.quantity, left);
    left -= pieces;
    return pieces;
  });
  kept[0]! += left;
  return parts.flatMap(({ id, quantity: before }, index) =>
    kept[index] === before ? [] : [{ id, quantity: String(kept[index]) }],
  );
}

/** What is known of an order there before it is changed. */
export interface KnownThere {
  /** What it was told last; null = unknown, so what is there counts. */
  known: KnownLine[] | null;
  /** As they are there. */
  positions: AbcpPosition[];
  /** By which keys positions are known. */
  lines: KnownLine[];
}

/** The lines that ABCP has by now, with what each is called there. */
export function linesThere(order: HandedOverOrder, positions: AbcpPosition[], before: KnownLine[]): KnownLine[] {
  const positionOf = positionsThere(order.lines, positions, before);
  return order.lines.map((line) => {
    const position = positionOf.get(line);
    return toldLine(line, position ? keyThereOf(position) : lineIn(before, line)?.keyThere);
  });
}

/** By what is known of them, else by the part, else by its number; positions of the same part are taken in their sequence, each once. */
function positionsThere(
  lines: HandedOverLine[],
  positions: AbcpPosition[],
  before: KnownLine[],
): Map<HandedOverLine, AbcpPosition> {
  const found = new Map<HandedOverLine, AbcpPosition>();
  const take = (line: HandedOverLine, isIts: (position: AbcpPosition) => boolean) => {
    const position = positions.find(isIts);
    if (position) found.set(line, position);
  };
  const keyOf = (line: HandedOverLine) => lineIn(before, line)?.keyThere;
  for (const line of lines) {
    const key = keyOf(line);
    if (key !== undefined) take(line, (each) => keyThereOf(each) === key);
  }
  for (const line of lines) {
    if (keyOf(line) !== undefined) continue;
    const taken = [...found.values()];
    take(line, (each) => !taken.includes(each) && partKeyOf(each) === partKeyOf(line));
  }
  // The brand may have another name there. What was split off is of a part that is known by then.
  const known = new Set([...lines, ...found.values()].map(partKeyOf));
  const strangers = positions.filter((each) => !known.has(partKeyOf(each)));
  for (const line of lines) {
    const isUntold = line.quantity === 0 && !lineIn(before, line);
    if (keyOf(line) !== undefined || found.has(line) || isUntold) continue;
    const taken = [...found.values()];
    const number = foldedKey(line.number);
    const position = strangers.find((each) => !taken.includes(each) && foldedKey(each.number) === number);
    if (position) found.set(line, position);
  }
  return found;
}

function newPosition(line: HandedOverLine, settings: AbcpSettings): OrderForm {
  const price = formatMinor(line.priceMinor);
  return {
    brand: line.brand,
    number: line.number,
    description: line.name,
    quantity: String(line.quantity),
    // What the shop pays itself is not known here.
    priceIn: price,
    priceOut: price,
    deadline: '0',
    distributorId: settings.distributorId,
    routeId: settings.routeId,
    statusCode: settings.statusCode,
    comment: line.comment,
  };
}

function buyer({ customer, externalId, marketplace }: HandedOverOrder, { customerId }: AbcpSettings): OrderForm {
  if (customerId !== null) return { userId: customerId };
  return {
    guestOrderName: customer.name || `${marketplace} ${externalId}`,
    guestOrderMobile: mobileOf(customer.phone),
    guestOrderEmail: customer.email,
  };
}

/** As 7 and ten digits; "" for a number that is none of Russia's. */
export function mobileOf(phone: string): string {
  const digits = phoneDigits(phone);
  return /^7\d{10}$/.test(digits) ? digits : '';
}
