/** A file whose columns are mistaken brings as many as it has lines; what has brands of makers has a few thousand. */
const MOST_KEPT = 20_000;

/** How often a spelling came, and how it was written last. */
export interface SeenBrand {
  name: string;
  count: number;
}

/** Counts the spellings of makers that came, by `partKey`; once there are very many, no further ones. */
export class SeenBrands {
  private readonly seen = new Map<string, SeenBrand>();

  /** @param isLeftOut of a key, whether nobody wants to know */
  constructor(private readonly isLeftOut: (key: string) => boolean = () => false) {}

  add(key: string, name: string, times = 1): void {
    const known = this.seen.get(key);
    if (known) {
      known.name = name;
      known.count += times;
    } else if (this.seen.size < MOST_KEPT && !this.isLeftOut(key)) {
      this.seen.set(key, { name, count: times });
    }
  }

  entries(): Array<[key: string, brand: SeenBrand]> {
    return [...this.seen];
  }
}
