const PAUSE_MS = 25;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Repeats a check until it passes; after the time is up its last error is the test's.
 * @param wait what goes by between two looks; an error of it ends the waiting
 */
export async function eventually<T>(check: () => Promise<T> | T, withinMs = 10_000, wait = pause): Promise<T> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await wait(PAUSE_MS);
    }
  }
}
