/** What the time of the service may take to come here, by which it seems to be behind … */
const LATE_MS = 5_000;
/** … but never ahead: what has just come must not seem to be still to come. */
const AHEAD_MS = 1_000;

let aheadMs = 0;
const listeners = new Set<() => void>();

/** The present by the service's clock, ms: computers in shops have clocks that are wrong by minutes or hours. */
export function currentTime(): number {
  return Date.now() + aheadMs;
}

/** @param ms by how much the service's clock is ahead of this computer's, as it was heard last */
export function setClock(ms: number): void {
  const more = ms - aheadMs;
  if (more > -LATE_MS && more < AHEAD_MS) return;
  aheadMs = ms;
  listeners.forEach((listener) => listener());
}

/** Hears when the present is another one than it seemed. Answers how to stop hearing. */
export function onClockSet(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
