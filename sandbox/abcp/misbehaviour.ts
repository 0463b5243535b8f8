export const MISCHIEFS = [
  'none',
  'error-after',
  'lost-answer',
  'error',
  'slow',
  'html',
  'foreign-address',
  'throttled',
  'another-order',
  'same-page',
] as const;
export type Mischief = (typeof MISCHIEFS)[number];

export const CONCERNED = ['writes', 'reads', 'all'] as const;

/** What this ABCP does otherwise than it should. */
export interface Misbehaviour {
  kind: Mischief;
  /** Which calls it spoils. */
  of: (typeof CONCERNED)[number];
  /** How many more of them; null = until it is told to stop. */
  times: number | null;
}

export const WELL_BEHAVED: Readonly<Misbehaviour> = { kind: 'none', of: 'all', times: null };
