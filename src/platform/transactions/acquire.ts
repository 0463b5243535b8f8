import type { QueryRunner } from 'typeorm';
import { withinTime } from '../within-time.js';
import { NoConnectionError } from './transient-errors.js';

/** A crowd is waited for as long as a statement may hang: then those that hang give their connections up. */
export const ACQUIRE_TIMEOUT_MS = 3_500;

/**
 * The pool itself waits for ever: a late connection is given straight back.
 * @param areOthersServed whether the database served anybody meanwhile: then it can be reached, and this process asks for too much of it
 */
export async function acquire(runner: QueryRunner, areOthersServed: () => boolean): Promise<{ destroy(): void }> {
  const connecting = runner.connect() as Promise<{ destroy(): void }>;
  try {
    return await withinTime(ACQUIRE_TIMEOUT_MS, connecting, () => {
      connecting.then(
        () => runner.release(),
        () => undefined,
      );
      throw Object.assign(new Error('No database connection became free in time.'), { code: 'ACQUIRE_TIMEOUT' });
    });
  } catch (error) {
    throw new NoConnectionError(error, areOthersServed());
  }
}
