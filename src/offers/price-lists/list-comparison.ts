import { groupBy } from '../../platform/collections.js';
import { type Comparison, hasMoved, type ListFigures } from './guard.js';
import type { PriceListRow } from './price-list-import.entity.js';

/** Rows of an article, the first of its list: where there are more, a column is mistaken. */
export const MOST_COMPARED = 5_000;

/** What of a row is compared. */
export type ComparedRow = Pick<PriceListRow, 'articleKey' | 'brandKey' | 'price' | 'stock'>;

/** What of all rows of a part is compared. */
type ComparedPart = Pick<ComparedRow, 'price' | 'stock'>;

/** Counts how a new list differs from the one in force, a piece after the other, in the order of their articles. */
export class ListComparison {
  private common = 0;
  private moved = 0;
  private stocked = 0;
  private stillStocked = 0;
  keys = 0;
  /** The article that the next piece may go on with. */
  private last: { articleKey: string; rows: ComparedRow[]; former: ComparedRow[] } | undefined;

  /** @param canonical of the key of a brand, that of the brand which it is a spelling of */
  constructor(private readonly canonical: (brandKey: string) => string) {}

  /** @returns the articles of a piece whose former rows were not given with the piece before */
  newArticles(piece: ComparedRow[]): string[] {
    const keys = new Set(piece.map(({ articleKey }) => articleKey));
    if (this.last) keys.delete(this.last.articleKey);
    return [...keys];
  }

  /** @param former rows of the list in force with new articles of the piece */
  add(piece: ComparedRow[], former: ComparedRow[]): void {
    const formerOf = groupBy(former, ({ articleKey }) => articleKey);
    for (const [articleKey, rows] of groupBy(piece, (row) => row.articleKey)) {
      if (this.last?.articleKey !== articleKey) {
        this.end();
        this.last = { articleKey, rows: [], former: formerOf.get(articleKey) ?? [] };
      }
      this.last.rows.push(...rows.slice(0, MOST_COMPARED - this.last.rows.length));
    }
  }

  /** No piece comes any more. */
  end(): void {
    if (!this.last) return;
    const [after, before] = [this.partsOf(this.last.rows), this.partsOf(this.last.former)];
    this.last = undefined;
    this.keys += after.size;
    for (const [key, part] of after) {
      const was = before.get(key);
      if (!was) continue;
      this.common += 1;
      if (hasMoved(was.price, part.price)) this.moved += 1;
      if (was.stock > 0) this.stocked += 1;
      if (was.stock > 0 && part.stock > 0) this.stillStocked += 1;
    }
  }

  with(before: ListFigures, after: Omit<ListFigures, 'keys'>): Comparison {
    const { keys, common, moved, stocked, stillStocked } = this;
    return { before, after: { ...after, keys }, common, moved, stocked, stillStocked };
  }

  /** By brand: a list may have a part several times, for each of its stocks. */
  private partsOf(rows: ComparedRow[]): Map<string, ComparedPart> {
    const parts = new Map<string, ComparedPart>();
    for (const { brandKey, price, stock } of rows) {
      const key = this.canonical(brandKey);
      const known = parts.get(key);
      parts.set(
        key,
        known ? { price: Math.min(price, known.price), stock: Math.max(stock, known.stock) } : { price, stock },
      );
    }
    return parts;
  }
}
