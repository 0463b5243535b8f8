/** What clocks that are right differ by, and what the way from the service takes. */
const CLOCKS_DIFFER_MS = 5_000;

let aheadMs = 0;
const listeners = new Set<() => void>();

/** The present by the service's clock, ms: computers in shops have clocks that are wrong by minutes or hours. */
export function currentTime(): number {
  return Date.now() + aheadMs;
}

/** @param ms by how much the service's clock is ahead of this computer's, as it was heard last */
export function setClock(ms: number): void {
  if (Math.abs(ms - aheadMs) < CLOCKS_DIFFER_MS) return;
  aheadMs = ms;
  listeners.forEach((listener) => listener());
}

/** Hears when the present is another one than it seemed. Answers how to stop hearing. */
export function onClockSet(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
