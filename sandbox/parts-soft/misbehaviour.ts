export const MISCHIEFS = [
  'none',
  'error-after',
  'lost-answer',
  'error',
  'slow',
  'html',
  'throttled',
  'offer-gone',
  'foreign-line',
  'in-part',
  'deaf',
  'hidden',
] as const;
export type Mischief = (typeof MISCHIEFS)[number];

export const CONCERNED = ['orders', 'basket', 'clearing', 'reads', 'all'] as const;
export type Concerned = (typeof CONCERNED)[number];

/** What this PARTS SOFT does otherwise than it should. */
export interface Misbehaviour {
  kind: Mischief;
  /** Which calls it spoils. */
  of: Concerned;
  /** How many more of them; null = until it is told to stop. */
  times: number | null;
}

const WELL_BEHAVED: Readonly<Misbehaviour> = { kind: 'none', of: 'all', times: null };

export class Misbehaving {
  private current: Misbehaviour = { ...WELL_BEHAVED };

  shown(): Misbehaviour {
    return { ...this.current };
  }

  set(change: Partial<Misbehaviour>): void {
    this.current = { ...WELL_BEHAVED, ...change };
  }

  /** What is to go wrong with a call, which counts as one of those. */
  take(call: Exclude<Concerned, 'all'>): Mischief {
    const { kind, of, times } = this.current;
    if (kind === 'none' || (of !== 'all' && of !== call)) return 'none';
    if (times !== null) this.set(times === 1 ? {} : { kind, of, times: times - 1 });
    return kind;
  }
}
