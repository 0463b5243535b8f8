import { setTimeout as pause } from 'node:timers/promises';

/** What the work comes to, or what `late` makes when the time is up first: the work itself goes on. */
export async function withinTime<T, L = never>(ms: number, work: Promise<T>, late: () => L): Promise<T | L> {
  const inTime = new AbortController();
  try {
    return await Promise.race([work, pause(ms, undefined, { signal: inTime.signal }).then(late)]);
  } finally {
    inTime.abort();
  }
}
