import { setImmediate as othersTurn, setTimeout as pause } from 'node:timers/promises';
import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { acquire, ACQUIRE_TIMEOUT_MS } from './acquire.js';
import { DomainEventBus, Transaction } from './transaction.js';
import { isEmbedded } from '../sql/engine.js';
import { RowsHeldError, UnavailableError } from '../errors.js';
import { Metrics } from '../observation/metrics.js';
import { StatementPackets } from './statement-packets.js';
import {
  isConnectionError,
  isFromUnfitServer,
  isLockWait,
  isOutOfTime,
  isTransientError,
  NoConnectionError,
  OutOfDateError,
} from './transient-errors.js';
import type { ProblemCode } from '../problem-texts.js';
import { WaitingLine } from '../waiting-line.js';

/** Name of the second connection of the embedded database, which only reads. */
export const READING_CONNECTION = 'reader';

const MAX_TRIES = 5;
/** No new try is begun after this time, so that a request ends within 5 s even while the server hangs. */
const RETRY_WINDOW_MS = 2_000;
/** The embedded database never waits by itself: transactions one after the other would keep timers and requests waiting until the last. */
const TURN_EVERY_MS = 20;

/**
 * How long a statement waits for a row that another session holds. It is shorter than a statement may last, so that a held
 * row is told from a server that hangs; on MySQL, which bounds only statements that read, it also ends what nobody waits for any more.
 */
export const LOCK_WAIT_MS = 1_000;

/** Which service's transaction this is inside; one for the process, since Node gives no storage back and looks at each for every promise. */
const inside = new AsyncLocalStorage<Transactions>();

export interface RunOptions {
  /**
   * The work recognises by a key that it was already done, so it may be repeated when the answer to COMMIT was lost.
   * Without it such an outcome is reported as `outcome_unknown` and the caller looks before trying again.
   */
  repeatable?: boolean;
  /**
   * Rows that others hold are waited for once, for a second: work that many share is better done for each alone than kept waiting, and
   * what has waited in such a group already waits no longer than that.
   */
  waitsOnce?: boolean;
}

/** Every access to the database goes through here: `run` to change something, `change` for one statement, `read` to look. */
@Injectable()
export class Transactions {
  private readonly logger = new Logger(Transactions.name);
  private readonly embedded: boolean;
  /** Of the embedded database, which has one writing connection. */
  private readonly writerLine = new WaitingLine({
    atOnce: 1,
    waitMs: ACQUIRE_TIMEOUT_MS,
    full: () => new UnavailableError('database_busy', 'The database is busy; please repeat.', 1),
  });
  private turnedAt = performance.now();
  private readonly underWay = new Set<Promise<unknown>>();
  private isStopping = false;
  private inUse = 0;
  private waiting = 0;
  /** Monotonic: when a connection was last given back by work that the database served. */
  private servedAt = -Infinity;

  constructor(
    @InjectDataSource() private readonly writer: DataSource,
    @InjectDataSource(READING_CONNECTION) private readonly reader: DataSource,
    private readonly bus: DomainEventBus,
    private readonly metrics: Metrics,
  ) {
    this.embedded = isEmbedded(writer);
    this.showConnections();
  }

  /**
   * Does `work` in one READ COMMITTED transaction, again from the start after a transient database error, then what it left
   * for after the commit. `work` must not catch database errors and must not call `run` itself: it hands on its transaction.
   * @throws UnavailableError `database_unavailable` or `outcome_unknown` when the database cannot be reached, `took_too_long` when
   * it was stopped at the time limit of statements, `database_busy` when others hold its rows or all connections, `shutting_down` once
   * the service stops
   */
  async run<T>(work: (tx: Transaction) => Promise<T>, options: RunOptions = {}): Promise<T> {
    if (inside.getStore() === this)
      throw new Error('Transactions.run was called inside a transaction: hand the tx on.');
    return this.track(() => this.transact(work, options));
  }

  /**
   * Makes a change that is a single statement, which the server commits by itself: two round trips less than `run`.
   * @throws UnavailableError as `run` does
   */
  async change<T>(statement: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (inside.getStore() === this)
      throw new Error('Transactions.change was called inside a transaction: hand the tx on.');
    const once = () =>
      this.withRunner(async (runner) => {
        try {
          return await statement(runner.manager);
        } catch (error) {
          throw isConnectionError(error) ? new LostCommitError(error) : error;
        }
      });
    return this.track(() =>
      this.retrying(
        () => this.asWriter(once),
        (error) => !(error instanceof LostCommitError),
      ),
    );
  }

  /** Reads outside any transaction; with the embedded database on a connection of its own, past the writers' queue. */
  async read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.embedded) return this.track(() => work(this.reader.manager));
    return this.track(() =>
      this.retrying(
        () =>
          this.withRunner((runner) => {
            new StatementPackets(runner);
            return work(runner.manager);
          }),
        () => true,
      ),
    );
  }

  /** Refuses what is new and lets what is under way finish; the connections are closed after it. */
  async close(): Promise<void> {
    this.isStopping = true;
    await Promise.allSettled(this.underWay);
  }

  private async track<T>(start: () => Promise<T>): Promise<T> {
    if (this.isStopping) throw new UnavailableError('shutting_down', 'The service is stopping.');
    const doing = start();
    this.underWay.add(doing);
    try {
      return await doing;
    } catch (error) {
      if (error instanceof UnavailableError) this.metrics.transactionFailed(error);
      throw error;
    } finally {
      this.underWay.delete(doing);
    }
  }

  private async transact<T>(work: (tx: Transaction) => Promise<T>, options: RunOptions): Promise<T> {
    let wasOutOfDate = false;
    const attempt = () =>
      this.once(work, wasOutOfDate, options).catch((error: unknown) => {
        wasOutOfDate = error instanceof OutOfDateError;
        throw error;
      });
    const { result, afterCommitHooks } = await this.retrying(
      () => this.asWriter(attempt),
      (error) => (error instanceof LostCommitError ? !!options.repeatable : !(options.waitsOnce && isLockWait(error))),
    );
    for (const hook of afterCommitHooks) {
      try {
        await hook();
      } catch (error) {
        // The scheduled jobs make up for it.
        this.logger.error({ err: error }, `Work after a commit failed: ${(error as Error).message}`);
      }
    }
    return result;
  }

  /** The embedded database has one writer; a server sees to that itself. */
  private async asWriter<T>(work: () => Promise<T>): Promise<T> {
    if (!this.embedded) return work();
    try {
      return await this.writerLine.run(work);
    } finally {
      if (performance.now() - this.turnedAt > TURN_EVERY_MS) {
        await othersTurn();
        this.turnedAt = performance.now();
      }
    }
  }

  private once<T>(work: (tx: Transaction) => Promise<T>, wasOutOfDate: boolean, { repeatable = false }: RunOptions) {
    return this.withRunner(async (runner, connection) => {
      const packets = this.embedded ? undefined : new StatementPackets(runner, connection);
      if (packets) {
        packets.begin();
        Object.assign(runner, { isTransactionActive: true }); // TypeORM locks rows only where it knows of a transaction
      } else {
        await runner.startTransaction();
      }
      let committing = false;
      try {
        const tx = new Transaction(runner.manager, this.bus, packets, wasOutOfDate);
        const result = await inside.run(this, async () => {
          const result = await work(tx);
          await tx.runBeforeCommitHooks();
          return result;
        });
        const commit = () => (committing = true);
        if (packets) await packets.commit(commit, !repeatable);
        else {
          commit();
          await runner.commitTransaction();
        }
        return { result, afterCommitHooks: tx.afterCommitHooks };
      } catch (error) {
        if (isConnectionError(error)) throw committing ? new LostCommitError(error) : error;
        if (packets) await packets.rollBack();
        else if (runner.isTransactionActive) await runner.rollbackTransaction();
        throw error;
      }
    });
  }

  /** Hands out a connection and takes it back; one that broke, timed out or leads to an unfit server is closed: the pool would lend it again. */
  private async withRunner<T>(work: (runner: QueryRunner, connection: object) => Promise<T>): Promise<T> {
    const runner = this.writer.createQueryRunner();
    this.waiting += 1;
    const since = performance.now();
    const connection = await acquire(runner, () => this.servedAt > since).finally(() => (this.waiting -= 1));
    this.inUse += 1;
    try {
      const result = await work(runner, connection);
      this.servedAt = performance.now();
      return result;
    } catch (error) {
      const cause = error instanceof LostCommitError ? error.cause : error;
      if (!this.embedded && (isConnectionError(cause) || isFromUnfitServer(cause))) connection.destroy();
      throw error;
    } finally {
      this.inUse -= 1;
      if (!this.embedded) await runner.release();
    }
  }

  private showConnections(): void {
    const { poolSize = 1 } = this.writer.options as { poolSize?: number };
    this.metrics.observe(
      'partsdesk_database_connections_max',
      'Connections that may be in use at once.',
      () => poolSize,
    );
    this.metrics.observe('partsdesk_database_connections_in_use', 'Connections in use.', () => this.inUse);
    this.metrics.observe(
      'partsdesk_database_connections_waiting',
      'Pieces of work that wait for a connection.',
      () => this.waiting + this.writerLine.length,
    );
  }

  private async retrying<T>(attempt: () => Promise<T>, mayRepeat: (error: unknown) => boolean): Promise<T> {
    const startedAt = performance.now();
    for (let tries = 1; ; tries++) {
      try {
        return await attempt();
      } catch (error) {
        if (error instanceof OutOfDateError && tries < MAX_TRIES) continue;
        const isUnlucky = error instanceof LostCommitError || error instanceof OutOfDateError;
        const transient = isUnlucky || isTransientError(error);
        if (!transient) throw error;
        const late = performance.now() - startedAt > RETRY_WINDOW_MS;
        if (!mayRepeat(error) || tries >= MAX_TRIES || late) throw unavailable(error);
        const isLost = error instanceof LostCommitError || isConnectionError(error);
        this.metrics.transactionRetries.inc({ cause: isLost ? 'connection' : 'conflict' });
        this.logger.warn(`Try ${tries} of a transaction failed: ${(error as Error).message}`);
        await pause(Math.random() * 20 * 2 ** tries);
      }
    }
  }
}

class LostCommitError extends Error {
  constructor(override readonly cause: unknown) {
    super(`The answer to COMMIT was lost: ${(cause as Error).message}`);
  }
}

function unavailable(error: unknown): UnavailableError {
  if (isLockWait(error) || error instanceof OutOfDateError) return new RowsHeldError({ cause: error });
  if (error instanceof NoConnectionError && error.areOthersServed)
    return new UnavailableError('database_busy', 'All connections to the database are in use; please repeat.', 5, {
      cause: error,
    });
  const [code, detail]: [ProblemCode, string] =
    error instanceof LostCommitError
      ? ['outcome_unknown', 'The database did not confirm the change: look before repeating.']
      : isOutOfTime(error)
        ? ['took_too_long', 'The database took too long for this: ask for less, or try again later.']
        : ['database_unavailable', 'The database cannot be reached at the moment.'];
  return new UnavailableError(code, detail, 5, { cause: error });
}
