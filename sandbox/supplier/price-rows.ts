import { BRANDS, ORDERED_PARTS } from './brands.js';
import { draws, type PartsWanted, pick, type PricePart, priceParts } from './price-parts.js';

/** How a cell of a spreadsheet is stored; a text file has texts alone. */
export type Cell = string | number;

export interface PriceRow {
  cells: Cell[];
  /** What a reader is to make of it; null = nothing: a heading, an empty line, a sum, or a line with a fault. */
  part: PricePart | null;
  /** Cells are to be written as they are, quotes and all. */
  isRaw?: boolean;
}

export interface RowsWanted extends PartsWanted {
  /** A day for the heading, like 29.11.2026. */
  date?: string;
  /** A column more stands before the usual ones. */
  hasOtherColumns?: boolean;
  /** Without what people make of a list: other spellings, words for quantities, faults. */
  isPlain?: boolean;
  /** Some lines have a quote that is never closed, which a spreadsheet cannot have. */
  hasStrayQuotes?: boolean;
}

const HEADINGS = ['Бренд', 'Артикул', 'Наименование', 'Остаток', 'Цена, руб.', 'Кратность'];

/** Latin letters that have a double in Cyrillic. */
const LOOK_ALIKES = new Map([...'ABEKMHOPCTX'].map((letter, place) => [letter, 'АВЕКМНОРСТХ'[place]!]));

const SPELLINGS = new Map(BRANDS.map(({ name, spellings }) => [name, spellings]));

/** Lines of a supplier's list, headed and summed up as people do it. */
export function* priceRows(wanted: RowsWanted): Generator<PriceRow> {
  const { date = '29.11.2026', hasOtherColumns = false, isPlain = false, hasStrayQuotes = false } = wanted;
  const arranged = (cells: Cell[], code: Cell): Cell[] => (hasOtherColumns ? [code, ...cells] : cells);
  const none = (...cells: Cell[]): PriceRow => ({ cells, part: null });
  if (!isPlain) {
    yield none('ООО "Поставщик из песочницы"', '', '', '', '', '');
    yield none(`Прайс-лист на ${date}`, '', '', 'Цены с НДС', '', '');
    yield none('', '', '', '', '', '');
  }
  yield none(...arranged(HEADINGS, 'Код'));
  let count = 0;
  for (const part of priceParts(wanted)) {
    count += 1;
    const row = isPlain ? { cells: plain(part), part } : spelled(part, wanted.seed ?? 1, hasStrayQuotes);
    yield { ...row, cells: arranged(row.cells, 100_000 + part.index) };
    if (!isPlain && count % 500 === 0) yield none(...arranged(['', '', '', '', '', ''], ''));
  }
  if (!isPlain) yield none(...arranged(['', '', `Итого позиций: ${count}`, '', '', ''], ''));
}

function plain({ brand, article, name, stock, price, multiplicity }: PricePart): Cell[] {
  return [brand, article, name, stock, price / 100, multiplicity];
}

/** As people and their programs write it; about one line in 200 is at fault. */
function spelled(part: PricePart, seed: number, hasStrayQuotes: boolean): PriceRow {
  const isOrdered = part.index < ORDERED_PARTS.length;
  const draw = draws(seed, part.index, 1_000_003);
  const brand = draw() < 0.35 ? pick(SPELLINGS.get(part.brand) ?? [], draw()) : part.brand;
  const article = spelledArticle(part.article, draw);
  const [quantity, stock] = spelledStock(part.stock, draw);
  const cells: Cell[] = [
    brand,
    article,
    part.name,
    quantity,
    spelledPrice(part.price, draw),
    multiplicityIn(part, draw),
  ];
  const read = { ...part, stock };
  if (isOrdered || draw() >= 0.005) return { cells, part: read };
  return spoiled(cells, hasStrayQuotes, draw);
}

function spelledArticle(article: string, draw: () => number): string {
  const fashion = draw();
  if (fashion < 0.03) return article.replace(/[A-Z]/g, (letter) => LOOK_ALIKES.get(letter) ?? letter);
  if (fashion < 0.1) return article.replace(/[ ./-]/g, '');
  if (fashion < 0.13) return ` ${article.toLowerCase()}  `;
  return article;
}

/** What is written, and what it counts as. */
function spelledStock(stock: number, draw: () => number): [Cell, number] {
  const fashion = draw();
  if (stock === 0) return [pick(['0', '-', 'нет', ''], fashion), 0];
  if (stock > 10 && fashion < 0.25) return ['>10', 11];
  if (stock > 10 && fashion < 0.3) return ['> 10', 11];
  if (stock === 1 && fashion < 0.5) return [pick(['есть', '+'], fashion * 2), 1];
  if (fashion > 0.97) return [`${stock} шт.`, stock];
  return [stock, stock];
}

/** Spaces, narrow or not, between thousands; a comma more often than a point. */
function spelledPrice(kopecks: number, draw: () => number): Cell {
  const [roubles, rest] = [Math.floor(kopecks / 100), String(kopecks % 100).padStart(2, '0')];
  const grouped = (gap: string) => String(roubles).replace(/\B(?=(\d{3})+$)/g, gap);
  const fashion = draw();
  if (fashion < 0.5) return kopecks / 100;
  if (fashion < 0.7) return `${roubles},${rest}`;
  if (fashion < 0.82) return `${grouped(' ')},${rest}`;
  if (fashion < 0.92) return `${grouped('\u00a0')},${rest}`;
  if (fashion < 0.95) return `${grouped("'")}.${rest}`;
  return `${grouped(' ')},${rest} руб.`;
}

function multiplicityIn({ multiplicity }: PricePart, draw: () => number): Cell {
  return multiplicity === 1 && draw() < 0.5 ? '' : multiplicity;
}

function spoiled(cells: Cell[], hasStrayQuotes: boolean, draw: () => number): PriceRow {
  const [brand, article, name, quantity, price, multiplicity] = cells as [Cell, Cell, Cell, Cell, Cell, Cell];
  const faulty: PriceRow[] = [
    { cells: ['', article, name, quantity, price, multiplicity], part: null },
    { cells: [brand, '', name, quantity, price, multiplicity], part: null },
    { cells: [brand, article, name, quantity, 'по запросу', multiplicity], part: null },
    { cells: [brand, article, name, quantity, '', multiplicity], part: null },
    { cells: [brand, article, name, 'уточняйте', price, multiplicity], part: null },
    { cells: [`${brand} — весь ассортимент`, '', '', '', '', ''], part: null },
  ];
  if (hasStrayQuotes)
    faulty.push({ cells: [brand, article, `"${name}`, quantity, price, multiplicity], part: null, isRaw: true });
  return pick(faulty, draw());
}
