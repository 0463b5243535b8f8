import { Logger } from '@nestjs/common';
import { isDatabaseAway } from '../errors.js';
import type { Transaction } from './transaction.js';
import type { Transactions } from './transactions.service.js';

const logger = new Logger('EachByItself');

interface Work {
  work(tx: Transaction, id: number): Promise<unknown>;
  /** Has one that failed left alone for a while, so that such ones never fill a whole round. */
  postpone?(tx: Transaction, id: number): Promise<unknown>;
  /** What is done with the ids, for the log: `judging external order`. */
  what: string;
}

/**
 * Does `work` for each id in a transaction of its own; one that fails does not keep the others from it.
 * @throws UnavailableError when the database cannot be used
 */
export async function eachByItself(
  transactions: Transactions,
  ids: number[],
  { work, postpone, what }: Work,
  signal: AbortSignal | undefined,
): Promise<void> {
  // Who holds the rows may be what it failed by; then its turn comes again in the next round.
  const putOff = (postpone: (tx: Transaction) => Promise<unknown>) =>
    transactions.run(postpone).catch((error: unknown) => {
      if (isDatabaseAway(error)) throw error;
    });
  for (const id of ids) {
    if (signal?.aborted) break;
    try {
      await transactions.run((tx) => work(tx, id));
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      logger.error({ err: error }, `Failed ${what} ${id}: ${(error as Error).message}`);
      if (postpone) await putOff((tx) => postpone(tx, id));
    }
  }
}
