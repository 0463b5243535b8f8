/** Any number of numbers, eight bytes each. */
export class NumberList {
  private values = new Float64Array(4_096);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const longer = new Float64Array(this.values.length * 2);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index]!;
  }

  /** Sorts them. @returns the lower one of the two in the middle; 0 = there are none */
  median(): number {
    this.values.subarray(0, this.length).sort();
    return this.length === 0 ? 0 : this.at((this.length - 1) >> 1);
  }
}
