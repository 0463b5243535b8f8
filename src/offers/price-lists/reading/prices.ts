/** All prices of a list, in kopecks: eight bytes each. */
export class Prices {
  private values = new Float64Array(4_096);
  count = 0;

  add(price: number): void {
    if (this.count === this.values.length) {
      const longer = new Float64Array(this.values.length * 2);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[this.count++] = price;
  }

  sorted(): Float64Array {
    return this.values.subarray(0, this.count).sort();
  }
}

/** The lower one of the two in the middle; 0 = there are none. */
export function medianOf(prices: Prices): number {
  const sorted = prices.sorted();
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}
