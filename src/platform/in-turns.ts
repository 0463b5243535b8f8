import { setImmediate } from 'node:timers/promises';

/** Does work that pauses now and then, and lets others have their turn in each pause. */
export async function inTurns<T>(work: Generator<void, T, void>): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await setImmediate();
  }
}
