/** Above it nothing is sold; what lies there is an article in the wrong column. */
const LARGEST_RUBLES = 1_000_000_000;
export const LARGEST_STOCK = 999_999_999;

const SPACES = /[\s\u00A0\u2000-\u200B\u202F\u205F\u3000'’‘`]/g;
const CURRENCY = /(?:руб(?:лей|ля|ль)?\.?|р\.?|₽|rub|rur)$/i;

export type Unreadable = { problem: 'price_unreadable' | 'price_not_positive' | 'price_too_large' };

/** A price in kopecks: `1 234,50`, `1'234.50`, `1,234.50`, `1 234,50 руб.`; a single comma or point is the decimal one. */
export function readPrice(text: string): number | Unreadable {
  const bare = text.replace(SPACES, '').replace(CURRENCY, '');
  const number = plainDecimal(bare);
  if (number === undefined) return { problem: 'price_unreadable' };
  const minor = roundedMinor(number);
  if (minor > LARGEST_RUBLES * 100) return { problem: 'price_too_large' };
  return minor > 0 ? minor : { problem: 'price_not_positive' };
}

/** With a point as the only sign between digits; undefined = it is no number. */
function plainDecimal(text: string): string | undefined {
  if (/^[+-]?\d+([.,]\d+)?$/.test(text)) return text.replace(',', '.');
  if (/^[+-]?[.,]\d+$/.test(text)) return text.replace(/[.,]/, '0.');
  if (/^[+-]?\d+[.,]$/.test(text)) return text.slice(0, -1);
  // Both: the last one is decimal, the other one stands between thousands.
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(text)) return text.replaceAll(',', '');
  if (/^[+-]?\d{1,3}(\.\d{3})+,\d+$/.test(text)) return text.replaceAll('.', '').replace(',', '.');
  if (/^[+-]?\d{1,3}([.,])\d{3}(\1\d{3})+$/.test(text)) return text.replace(/[.,]/g, '');
  return undefined;
}

/** Half a kopeck is rounded up. */
function roundedMinor(decimal: string): number {
  const [whole = '0', places = ''] = decimal.split('.');
  const minor = Number(whole) * 100;
  const sign = whole.startsWith('-') ? -1 : 1;
  const ofPlaces = Number(places.slice(0, 2).padEnd(2, '0')) + (Number(places[2] ?? '0') >= 5 ? 1 : 0);
  return minor + sign * ofPlaces;
}

export interface Quantity {
  stock: number;
  /** There may be more. */
  isAtLeast: boolean;
}

const NONE = /^(?:|-+|—|–|нет.*|отсутствует|отсут\.?|no|none|false|под\s*заказ)$/i;
const SOME = /^(?:есть|\++|да|в наличии|много|достаточно|yes|true|склад|\*+)$/i;
const ABOVE = /^(?:>|более|больше|свыше|more than|over)\s*(\d+)$/i;
const FROM = /^(?:(?:≥|>=|=>|от)\s*(\d+)|(\d+)\s*(?:\+|и более|и больше))$/i;
const BELOW = /^(?:<|<=|=<|≤|менее|меньше|до|less than|under)\s*(\d+)$/i;
const RANGE = /^(\d+)\s*(?:-|–|—|\.\.+|…)\s*(\d+)$/;
const PIECES = /\s*(?:шт(?:ук[аи]?)?\.?|компл(?:ект)?\.?|к-т|пар[аы]?|pcs\.?|ед\.?)$/i;

/** How many there are: what is not said exactly counts as the fewest that it may mean. @returns undefined where it cannot be read */
export function readQuantity(text: string): Quantity | undefined {
  const words = oneSpaced(text);
  const number = plainDecimal(words.replace(SPACES, ''));
  if (number !== undefined) return { stock: within(Math.floor(Number(number))), isAtLeast: false };
  const bare = words.replace(PIECES, '').trim();
  if (NONE.test(words)) return { stock: 0, isAtLeast: false };
  if (SOME.test(words)) return { stock: 1, isAtLeast: true };
  const joined = bare.replace(/(?<=\d) (?=\d{3})/g, '');
  const above = ABOVE.exec(joined);
  if (above) return { stock: within(Number(above[1]) + 1), isAtLeast: true };
  const from = FROM.exec(joined);
  if (from) return { stock: within(Number(from[1] ?? from[2])), isAtLeast: true };
  if (BELOW.test(joined)) return { stock: 1, isAtLeast: true };
  const range = RANGE.exec(joined);
  if (range) return { stock: within(Number(range[1])), isAtLeast: true };
  const counted = plainDecimal(bare.replace(SPACES, ''));
  return counted === undefined ? undefined : { stock: within(Math.floor(Number(counted))), isAtLeast: false };
}

/** Of how many it is sold a multiple: nothing and 0 are 1. @returns undefined where it cannot be read */
export function readMultiplicity(text: string): number | undefined {
  const words = oneSpaced(text);
  const number = plainDecimal(words.replace(PIECES, '').replace(SPACES, ''));
  if (words === '' || words === '-') return 1;
  if (number === undefined || !Number.isInteger(Number(number)) || Number(number) < 0) return undefined;
  return Math.max(1, within(Number(number)));
}

/** Before anything else: a pattern that begins with spaces looks at each run of them from each of its places. */
function oneSpaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function within(count: number): number {
  return Math.min(Math.max(count, 0), LARGEST_STOCK);
}
