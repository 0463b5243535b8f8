/** What several rounds gave. */
export interface Spread {
  median: number;
  low: number;
  high: number;
}

export function spreadOf(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: percentile(sorted, 50), low: sorted[0] ?? NaN, high: sorted.at(-1) ?? NaN };
}

/** @param percent 0–100; of values in any order */
export function percentile(values: ArrayLike<number>, percent: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return NaN;
  const place = ((sorted.length - 1) * percent) / 100;
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - below);
}

/** Round by round, so that what disturbs both sides of a round disturbs no ratio. */
export function ratioOf(measured: number[], ceiling: number[]): Spread {
  return spreadOf(measured.map((value, round) => value / ceiling[round]!));
}

/** e.g. `1,234`, `12.3`, `0.45` */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '—';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: digits });
}

/** e.g. `0.45 (0.41–0.47)` */
export function withSpread({ median, low, high }: Spread): string {
  return `${figure(median)} (${figure(low)}–${figure(high)})`;
}
