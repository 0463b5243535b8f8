export const QUARTER_MS = 15 * 60_000;

/** The number of the quarter of an hour, from 1970, UTC. */
export function quarterOf(at: Date): number {
  return Math.floor(at.getTime() / QUARTER_MS);
}

export function beginOfQuarter(quarter: number): Date {
  return new Date(quarter * QUARTER_MS);
}

/** From the first instant to before the last. */
export interface Span {
  from: Date;
  to: Date;
}

/** What quarters with these numbers leave of a span, in as few pieces as there can be. */
export function spansWithout(span: Span, counted: { has(quarter: number): boolean }): Span[] {
  const spans: Span[] = [];
  for (let quarter = quarterOf(span.from); beginOfQuarter(quarter) < span.to; quarter++) {
    if (counted.has(quarter)) continue;
    const [from, to] = [beginOfQuarter(quarter), beginOfQuarter(quarter + 1)];
    const last = spans.at(-1);
    if (last?.to.getTime() === from.getTime()) last.to = to;
    else spans.push({ from, to });
  }
  return spans;
}
