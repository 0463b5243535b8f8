import { BRANDS, ORDERED_PARTS, type SuppliedBrand } from './brands.js';

/** A part as it is, however the file spells it. */
export interface PricePart {
  /** From 0; the same in each edition. */
  index: number;
  brand: string;
  article: string;
  name: string;
  /** Kopecks. */
  price: number;
  stock: number;
  multiplicity: number;
}

export interface PartsWanted {
  rows: number;
  seed?: number;
  /** In each some prices and stocks are others than in the one before. */
  edition?: number;
  priceFactor?: number;
  /** Every second part is left out. */
  isHalved?: boolean;
}

/** Articles repeat after as many. */
const DIFFERENT_PARTS = 10_000_000;
/** Shares no divisor with their number, so each place has a number of its own that says nothing of the place. */
const STRIDE = 7_368_787;
const DIGITS = 7;

/** Numbers from 0 to below 1, the same ones for the same seed, place and purpose. */
export function draws(seed: number, place: number, purpose = 0): () => number {
  let state =
    (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca6b) ^ Math.imul(purpose + 1, 0xc2b2ae35)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(list: readonly T[], draw: number): T {
  return list[Math.floor(draw * list.length)]!;
}

/** What buyers here order comes first, and any number of other parts after it. */
export function* priceParts({ rows, seed = 1, edition = 0, ...change }: PartsWanted): Generator<PricePart> {
  const { priceFactor = 1, isHalved = false } = change;
  for (let index = 0; index < rows; index += 1) {
    if (isHalved && index % 2 === 1) continue;
    const part = ORDERED_PARTS[index] ? orderedPart(index) : madePart(index, seed);
    if (edition > 0) moveOn(part, seed, edition);
    part.price = Math.round(part.price * priceFactor);
    yield part;
  }
}

function orderedPart(index: number): PricePart {
  const [brand, article, name, roubles, stock] = ORDERED_PARTS[index]!;
  return { index, brand, article, name, price: Math.round(Number(roubles) * 100), stock, multiplicity: 1 };
}

function madePart(index: number, seed: number): PricePart {
  const draw = draws(seed, index);
  const maker = pick(BRANDS, draw());
  const number = ((index + seed) * STRIDE) % DIFFERENT_PARTS;
  // From 50 to 30,000 roubles, cheap ones more often.
  const price = Math.round(50 * 600 ** draw()) * 100 + (draw() < 0.3 ? Math.floor(draw() * 100) : 0);
  const stock = draw() < 0.15 ? 0 : Math.floor(150 ** draw());
  return {
    index,
    brand: maker.name,
    article: articleOf(maker, number, draw()),
    name: `${pick(maker.goods, draw())} ${pick(MODELS, draw())}`,
    price,
    stock,
    multiplicity: draw() < 0.05 ? pick([2, 4, 10], draw()) : 1,
  };
}

const MODELS = [
  'Ford Focus II 05-11',
  'VW Polo Sedan 1.6',
  'Kia Rio III/Hyundai Solaris',
  'Toyota Camry V40 2.4/3.5',
  'Renault Logan/Sandero 1.4-1.6',
  'Lada Vesta',
  'Nissan Qashqai J10',
  'Skoda Octavia A5 "Tour"',
  'MB W211; W219',
  'BMW E90',
  'ГАЗель Next',
];

/** The digits of a number in the places of an article, from the first one again where it has more places. */
function articleOf({ articles }: SuppliedBrand, number: number, draw: number): string {
  const digits = String(number).padStart(DIGITS, '0');
  let used = 0;
  return pick(articles, draw).replace(/#/g, () => digits[used++ % DIGITS]!);
}

/** What the supplier's day changes: few prices by a little, more of the stocks. Compared with the first edition, so it does not run away. */
function moveOn(part: PricePart, seed: number, edition: number): void {
  const draw = draws(seed, part.index, edition);
  if (draw() < 0.05) part.price = Math.round(part.price * (0.97 + draw() * 0.06));
  if (part.index >= ORDERED_PARTS.length && draw() < 0.2) part.stock = Math.floor(150 ** draw());
}
