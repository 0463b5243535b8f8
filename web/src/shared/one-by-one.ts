/**
 * What was asked for and is not done: the first is under way, the others wait for it. It is told at once what ended, since a page knows
 * that only when it is drawn anew.
 */
export class OneByOne<Work> {
  private asked: Work[] = [];

  get all(): readonly Work[] {
    return this.asked;
  }

  /** @returns whether it is to begin now */
  ask(work: Work): boolean {
    this.asked.push(work);
    return this.asked.length === 1;
  }

  /** @param goesOn false = what waits is dropped. @returns what is to begin next */
  end(goesOn: boolean): Work | undefined {
    this.asked = goesOn ? this.asked.slice(1) : [];
    return this.asked[0];
  }
}
