/** Spoil what is in the file. */
const OF_CONTENT = ['prices', 'half', 'columns', 'encoding'] as const;
/** Spoil how it is handed out. */
const OF_ANSWER = ['slow', 'cut', 'error', 'missing', 'html'] as const;

export const MISCHIEFS = ['none', ...OF_CONTENT, ...OF_ANSWER] as const;
export type Mischief = (typeof MISCHIEFS)[number];
type ContentMischief = (typeof OF_CONTENT)[number];

/** What this supplier does otherwise than it should. */
export interface Misbehaviour {
  kind: Mischief;
  /** How many more answers it spoils; null = until it is told to stop. */
  times: number | null;
}

const WELL_BEHAVED: Readonly<Misbehaviour> = { kind: 'none', times: null };

export const spoilsContent = (kind: Mischief): kind is ContentMischief => OF_CONTENT.some((each) => each === kind);

export class Misbehaving {
  private current: Misbehaviour = { ...WELL_BEHAVED };

  shown(): Misbehaviour {
    return { ...this.current };
  }

  set(change: Partial<Misbehaviour>): void {
    this.current = { ...WELL_BEHAVED, ...change };
  }

  /** One answer was spoilt. */
  count(): void {
    const { kind, times } = this.current;
    if (times !== null) this.set(times === 1 ? {} : { kind, times: times - 1 });
  }
}
