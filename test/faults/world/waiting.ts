import { eventually as eventuallyOf } from '../../support/eventually.js';

/** Rejects as soon as the trial is given up, which ends every loop that waits by it. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Repeats a check until it passes; when the time is up its last error is thrown. */
export function eventually<T>(check: () => Promise<T> | T, withinMs: number, signal?: AbortSignal): Promise<T> {
  return eventuallyOf(check, withinMs, (ms) => pause(ms, signal));
}

/** Works through a list with so many hands at once. */
export async function inParallel<T>(
  list: readonly T[],
  hands: number,
  work: (each: T) => Promise<void>,
): Promise<void> {
  const waiting = list[Symbol.iterator]();
  const hand = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: Math.min(hands, list.length) }, hand));
}
