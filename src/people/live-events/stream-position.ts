/** How long a missing id may still turn up: longer than a COMMIT may take, which ends with the query time limit. */
const GAP_LIFE_MS = 5_000;
const MAX_GAPS = 1_000;
/** How many of them a position names in its text. */
const MAX_NAMED_GAPS = 50;

/**
 * How far a reader of the events has come. Ids are given before the commit, so a smaller id may appear after a bigger one: ids
 * that were jumped over are remembered for a while and asked for again.
 */
export class StreamPosition {
  /** Missing ids, with when they were noticed (ms). */
  private readonly gaps = new Map<number, number>();

  private constructor(private lastId: number) {}

  static at(lastId: number): StreamPosition {
    return new StreamPosition(lastId);
  }

  /** Reads what `toString` wrote: `120`, or `120-117.119` where 117 and 119 were missing; undefined for anything else. */
  static parse(text: string, now: number): StreamPosition | undefined {
    const match = /^(\d{1,10})(?:-(\d{1,10}(?:\.\d{1,10})*))?$/.exec(text);
    if (!match) return undefined;
    const position = new StreamPosition(Number(match[1]));
    const named = match[2]?.split('.').map(Number) ?? [];
    for (const id of named.slice(-MAX_NAMED_GAPS)) if (id < position.last) position.gaps.set(id, now);
    return position;
  }

  get last(): number {
    return this.lastId;
  }

  get missing(): number[] {
    return [...this.gaps.keys()];
  }

  /** Notes that an id was read. @returns false when it had been read before */
  advance(id: number, now: number): boolean {
    if (id <= this.lastId) return this.gaps.delete(id);
    for (let gap = Math.max(this.lastId + 1, id - MAX_GAPS); gap < id; gap++) this.gaps.set(gap, now);
    this.lastId = id;
    const surplus = this.gaps.size - MAX_GAPS;
    if (surplus > 0) for (const gap of this.missing.slice(0, surplus)) this.gaps.delete(gap);
    return true;
  }

  /** Gives up ids that did not turn up: their transactions were undone. */
  forgetOld(now: number): void {
    for (const [id, noticedAt] of this.gaps) {
      if (now - noticedAt < GAP_LIFE_MS) break;
      this.gaps.delete(id);
    }
  }

  toString(): string {
    const named = this.missing.slice(-MAX_NAMED_GAPS);
    return named.length === 0 ? String(this.lastId) : `${this.lastId}-${named.join('.')}`;
  }
}
