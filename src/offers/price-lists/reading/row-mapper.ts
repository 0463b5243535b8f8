import { LONGEST_PART_KEY, partKey } from '../../keys/part-key.js';
import type { PriceListColumns } from '../list-settings.dto.js';
import type { ListRecord } from './csv-records.js';
import { readMultiplicity, readPrice, readQuantity } from './list-numbers.js';
import { READING_LIMITS } from './reading-limits.js';
import type { ListedRow, RejectedRow } from './reading-protocol.js';

const LONGEST_TEXT = 100;
const LONGEST_NAME = 255;
/** Few brands come again and again. */
const KEPT_BRANDS = 20_000;

interface Brand {
  name: string;
  key: string;
}

/** Makes offers of records by the columns of a list. */
export class RowMapper {
  private readonly brands = new Map<string, Brand>();
  private readonly needed: number;

  constructor(private readonly columns: PriceListColumns) {
    this.needed = Math.max(columns.brand, columns.article, columns.price);
  }

  /** Of the columns that are looked at. */
  get mostColumns(): number {
    return Math.max(...Object.values(this.columns as unknown as Record<string, number>).map((column) => column ?? 0));
  }

  /** @returns the code of what is wrong with it, if it is no offer */
  map({ line, fields, problem }: ListRecord): ListedRow | string {
    if (problem) return problem;
    const { columns } = this;
    if (fields.length < this.needed) return 'too_few_columns';
    const field = (column: number | undefined) => (column === undefined ? '' : (fields[column - 1] ?? ''));
    const article = tidy(field(columns.article));
    const articleKey = partKey(article);
    if (articleKey === '') return 'no_article';
    if (article.length > LONGEST_TEXT || articleKey.length > LONGEST_PART_KEY) return 'article_too_long';
    const brand = this.brandOf(field(columns.brand));
    if (brand.key === '') return 'no_brand';
    if (brand.name.length > LONGEST_TEXT || brand.key.length > LONGEST_PART_KEY) return 'brand_too_long';
    const price = readPrice(field(columns.price));
    if (typeof price !== 'number') return price.problem;
    const quantity = readQuantity(field(columns.quantity));
    if (!quantity) return 'quantity_unreadable';
    const multiplicity = readMultiplicity(field(columns.multiplicity));
    if (multiplicity === undefined) return 'multiplicity_unreadable';
    const name = cut(tidy(field(columns.name)), LONGEST_NAME);
    const { stock, isAtLeast } = quantity;
    return [articleKey, line, brand.key, brand.name, article, name, price, stock, isAtLeast ? 1 : 0, multiplicity];
  }

  private brandOf(text: string): Brand {
    const known = this.brands.get(text);
    if (known) return known;
    const name = tidy(text);
    const brand = { name, key: partKey(name) };
    if (this.brands.size >= KEPT_BRANDS) this.brands.clear();
    this.brands.set(text, brand);
    return brand;
  }
}

/** Whether nothing at all stands in a line but separators. */
export function isBlank({ fields, text, problem }: ListRecord): boolean {
  return problem === undefined && fields.every((field) => field.trim() === '') && !/[^\s;,|"]/.test(text);
}

export function rejected({ line, text }: ListRecord, code: string): RejectedRow {
  return { line, code, content: shown(text) };
}

/** What people are shown of a text. */
export function shown(text: string): string {
  return cut(tidy(text.slice(0, 2 * READING_LIMITS.shownLength)), READING_LIMITS.shownLength);
}

const UNTIDY = /[\p{Cc}\p{Cs}\u00A0]|^\s|\s$|\s{2}/u;

/** What people see, and both databases store alike. */
function tidy(text: string): string {
  if (!UNTIDY.test(text)) return text;
  return text
    .replace(/[\p{Cc}\p{Cs}\u00A0]+/gu, ' ')
    .replace(/\s{2,}/g, ' ')
    .trim();
}

/** Not in the middle of a sign that takes two. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
