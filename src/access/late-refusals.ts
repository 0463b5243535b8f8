const KEPT_MS = 500;
const MAX_KEPT = 10_000;

interface Refusal {
  wait: number;
  until: number;
}

/** Who was told to wait a moment ago is told so again without being looked up: whoever does not listen costs next to nothing. */
export class LateRefusals {
  private kept = new Map<string, Refusal>();

  /** @returns ms to wait; 0 = it has to be looked up */
  waitOf(key: string): number {
    const refusal = this.kept.get(key);
    return refusal && performance.now() < refusal.until ? refusal.wait : 0;
  }

  /** @param wait 0 = it was not refused */
  keep(key: string, wait: number): void {
    if (wait <= 0) return;
    if (this.kept.size >= MAX_KEPT) this.kept.clear();
    this.kept.set(key, { wait, until: performance.now() + KEPT_MS });
  }

  forget(): void {
    this.kept = new Map();
  }
}
