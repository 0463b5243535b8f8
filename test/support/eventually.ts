/** Only what never comes takes so long. Mutants shorten it, since of many of them something never comes. */
const PATIENCE_MS = Number(process.env.TEST_PATIENCE_MS ?? 120_000);
const FIRST_PAUSE_MS = 25;
/** What takes long is looked at less often, since each look may ask a busy service some questions. */
const LONGEST_PAUSE_MS = 250;
const LONGER = 1.2;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Repeats a check until it passes; after the time is up its last error is the test's.
 * @param wait what goes by between two looks; an error of it ends the waiting
 */
export async function eventually<T>(check: () => Promise<T> | T, withinMs = PATIENCE_MS, wait = pause): Promise<T> {
  const giveUpAt = performance.now() + withinMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * LONGER, LONGEST_PAUSE_MS)) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await wait(pauseMs);
    }
  }
}
