import { groupBy } from '../../platform/collections.js';
import { type Comparison, hasMoved, type ListFigures } from './guard.js';

/** Rows of an article, the first of its list: where there are more, a column is mistaken. */
export const MOST_COMPARED = 5_000;

/** What of a row is compared. */
export interface ComparedRow {
  articleKey: string;
  brandKey: string;
  /** Kopecks. */
  price: number;
}

/** Counts how a new list differs from the one in force, a piece after the other, in the order of their articles. */
export class ListComparison {
  private common = 0;
  private moved = 0;
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
    const [after, before] = [this.lowestPrices(this.last.rows), this.lowestPrices(this.last.former)];
    this.last = undefined;
    this.keys += after.size;
    for (const [key, price] of after) {
      const was = before.get(key);
      if (was === undefined) continue;
      this.common += 1;
      if (hasMoved(was, price)) this.moved += 1;
    }
  }

  with(before: ListFigures, after: Omit<ListFigures, 'keys'>): Comparison {
    return { before, after: { ...after, keys: this.keys }, common: this.common, moved: this.moved };
  }

  /** By brand: a list may have a part several times, for each of its stocks. */
  private lowestPrices(rows: ComparedRow[]): Map<string, number> {
    const prices = new Map<string, number>();
    for (const { brandKey, price } of rows) {
      const key = this.canonical(brandKey);
      prices.set(key, Math.min(price, prices.get(key) ?? Infinity));
    }
    return prices;
  }
}
