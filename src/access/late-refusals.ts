const KEPT_MS = 500;
const MAX_KEPT = 10_000;

interface Refusal {
  wait: number;
  at: number;
}

/** Who was told to wait a moment ago is told so again without being looked up: whoever does not listen costs next to nothing. */
export class LateRefusals {
  private readonly kept = new Map<string, Refusal>();

  /** @returns ms to wait; 0 = it has to be looked up */
  waitOf(key: string, now: number): number {
    const refusal = this.kept.get(key);
    return refusal && Math.abs(now - refusal.at) < KEPT_MS ? refusal.wait : 0;
  }

  /** @param wait 0 = it was not refused */
  keep(key: string, wait: number, now: number): void {
    if (wait <= 0) return;
    if (this.kept.size >= MAX_KEPT) this.kept.clear();
    this.kept.set(key, { wait, at: now });
  }

  /** @param keys those that may go on; none = all of them */
  forget(...keys: string[]): void {
    if (keys.length === 0) this.kept.clear();
    for (const key of keys) this.kept.delete(key);
  }
}
