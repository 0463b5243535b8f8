import { parseMinor } from '../../platform/money.js';
import { isFields, textOf } from '../exchanges/called-system.js';
import type { HandedOverLine, HandedOverOrder } from '../exchanges/handed-over-order.js';

/** An item of an order at PARTS SOFT, as far as it is read. */
export interface PartsSoftItem {
  id: string;
  /** "" = not said. */
  orderId: string;
  number: string;
  name: string;
  /** The key that it was ordered with; another's comment where it is none of ours. */
  comment: string;
  quantity: number;
  /** What it says of its status, the first being what the mapping knows it by; empty = nothing. */
  statuses: string[];
}

export interface PartsSoftOffer {
  brand: string;
  number: string;
  name: string;
  costMinor: number;
  quantity: number;
  minDays: string;
  maxDays: string;
  hash: string;
}

export interface BasketLine {
  comment: string;
  quantity: number;
}

/** In a comment of PARTS SOFT's: up to 36 characters. */
export function positionKeyOf({ key }: Pick<HandedOverOrder, 'key'>, positionId: string | number): string {
  return `${key}-${positionId}`;
}

export function partOf({ brand, number }: Pick<HandedOverLine, 'brand' | 'number'>): string {
  return `${brand} ${number}`;
}

/** @returns undefined for what cannot be read: it would be missing */
export function readItem(value: unknown): PartsSoftItem | undefined {
  if (!isFields(value)) return undefined;
  const [id, quantity] = [textOf(value['id']), piecesOf(value['qnt'])];
  if (id === '' || quantity === undefined) return undefined;
  const [code, name, statusId] = ['status_code', 'status_name', 'status_id'].map((each) => textOf(value[each]));
  const said = [code, name].filter((each) => each !== '');
  return {
    id,
    orderId: textOf(value['order_id']),
    number: textOf(value['oem']),
    name: textOf(value['detail_name']),
    comment: textOf(value['comment']),
    quantity,
    statuses: said.length > 0 || statusId === '' ? (said as string[]) : [statusId!],
  };
}

/** @returns undefined for what nothing can be ordered by */
export function readOffer(value: unknown): PartsSoftOffer | undefined {
  if (!isFields(value)) return undefined;
  const text = (name: string) => textOf(value[name]);
  const hash = text('system_hash') || text('hash_key');
  const costMinor = costOf(value['cost']);
  const quantity = piecesOf(value['qnt']);
  if (hash === '' || costMinor === undefined || quantity === undefined) return undefined;
  const days = { minDays: text('min_delivery_day'), maxDays: text('max_delivery_day') };
  return {
    brand: text('make_name'),
    number: text('oem'),
    name: text('detail_name'),
    costMinor,
    quantity,
    ...days,
    hash,
  };
}

/** What cannot be read is a line as well, of nobody. */
export function readBasketLine(value: unknown): BasketLine {
  if (!isFields(value)) return { comment: '', quantity: 0 };
  return { comment: textOf(value['comment']), quantity: piecesOf(value['qnt']) ?? 0 };
}

/** Whole pieces, `> 10` being ten. */
function piecesOf(value: unknown): number | undefined {
  const [, digits] = /^>?\s*(\d{1,9})([.,]\d+)?\+?$/.exec(textOf(value)) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** To the kopeck, since a number that was calculated has many places. */
function costOf(value: unknown): number | undefined {
  const text = textOf(value).replace(/\s/g, '').replace(',', '.');
  return parseMinor(text) ?? (/^\d{1,12}\.\d{3,20}$/.test(text) ? Math.round(Number(text) * 100) : undefined);
}
