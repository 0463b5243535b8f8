import { type Comparison, hasMoved, type ListFigures } from './guard.js';

/** What of a row is compared. */
export interface ComparedRow {
  articleKey: string;
  brandKey: string;
  /** Kopecks. */
  price: number;
}

/** Counts how a new list differs from the one in force, a piece after the other; all rows of an article have to be in one piece. */
export class ListComparison {
  private common = 0;
  private moved = 0;
  keys = 0;

  /** @param canonical of the key of a brand, that of the brand which it is a spelling of */
  constructor(private readonly canonical: (brandKey: string) => string) {}

  /** @param former rows of the list in force with articles of the piece */
  add(piece: ComparedRow[], former: ComparedRow[]): void {
    const [after, before] = [this.lowestPrices(piece), this.lowestPrices(former)];
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

  /** By article and brand: a list may have a part several times, for each of its stocks. */
  private lowestPrices(rows: ComparedRow[]): Map<string, number> {
    const prices = new Map<string, number>();
    for (const { articleKey, brandKey, price } of rows) {
      const key = `${articleKey} ${this.canonical(brandKey)}`;
      prices.set(key, Math.min(price, prices.get(key) ?? Infinity));
    }
    return prices;
  }
}
