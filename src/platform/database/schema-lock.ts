import { randomUUID } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import { isReadOnly, isTransientError } from '../transactions/transient-errors.js';

const NAME = 'partsdesk_start';
const LEASE_S = 20;
const RENEW_MS = 5_000;
const ASK_AGAIN_MS = 500;
const PATIENCE_MS = 300_000;

const TABLE = `CREATE TABLE IF NOT EXISTS schema_lock (
  id int NOT NULL PRIMARY KEY,
  owner varchar(36) NOT NULL,
  server varchar(255) NOT NULL,
  held_until datetime(3) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4`;
const ROW = `INSERT IGNORE INTO schema_lock (id, owner, server, held_until) VALUES (1, '', '', '2000-01-01')`;
const SERVER = `CONCAT(@@hostname, ':', @@port)`;
const UNTIL = `UTC_TIMESTAMP(3) + INTERVAL ${LEASE_S} SECOND`;
const TAKE = `UPDATE schema_lock SET owner = ?, server = ${SERVER}, held_until = ${UNTIL}
  WHERE id = 1 AND (owner = '' OR held_until < UTC_TIMESTAMP(3) OR (? AND server = ${SERVER}))`;
const RENEW = `UPDATE schema_lock SET held_until = ${UNTIL} WHERE id = 1 AND owner = ?`;
const RELEASE = `UPDATE schema_lock SET owner = '' WHERE id = 1 AND owner = ?`;

/**
 * Lets one process of all replicas work on the tables. The server's own named lock ends with its holder, but the nodes of a cluster
 * do not share it (Galera, Group Replication); so a row stands beside it, which they do share, with a lease for a holder that died.
 */
export class SchemaLock {
  private readonly owner = randomUUID();
  private isNamedLockHeld = false;

  /** @param runner a connection that is used for nothing else */
  constructor(private readonly runner: QueryRunner) {}

  /** @throws Error when another process holds it for five minutes */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    await this.takeNamedLock();
    try {
      while (!(await this.take())) {
        if (performance.now() > giveUpAt) throw tooLong();
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
      }
      // One that fails is made up for by the next; none of them may end the process.
      const renewing = setInterval(() => void this.changed(RENEW, [this.owner]).catch(() => 0), RENEW_MS);
      try {
        return await work();
      } finally {
        clearInterval(renewing);
        await this.release(RELEASE, [this.owner]);
      }
    } finally {
      if (this.isNamedLockHeld) await this.release('SELECT RELEASE_LOCK(?)', [NAME]);
    }
  }

  /** Clusters that refuse it (Percona's, strictly set up) have the row alone. */
  private async takeNamedLock(): Promise<void> {
    const answer = await this.runner
      .query('SELECT GET_LOCK(?, ?) AS held', [NAME, PATIENCE_MS / 1_000])
      .catch((error: Error) => {
        if (isTransientError(error)) throw error;
      });
    const [row] = (answer ?? []) as Array<{ held: string | number | null }>;
    if (row && Number(row.held) !== 1) throw tooLong();
    this.isNamedLockHeld = row !== undefined;
  }

  /** Whoever held the row by way of this server is gone once the named lock was given to us. */
  private async take(): Promise<boolean> {
    try {
      await this.runner.query(TABLE);
      await this.runner.query(ROW);
      return (await this.changed(TAKE, [this.owner, this.isNamedLockHeld])) === 1;
    } catch (error) {
      if (isReadOnly(error)) throw error; // as it will be for as long as this one is asked
      if (isTransientError(error)) return false; // another node was first
      throw error;
    }
  }

  /** What cannot be given back, since the connection is lost, ends by itself; why the work failed is what is to be said. */
  private async release(statement: string, parameters: unknown[]): Promise<void> {
    await this.runner.query(statement, parameters).catch(() => undefined);
  }

  private async changed(statement: string, parameters: unknown[]): Promise<number> {
    const { affectedRows } = (await this.runner.query(statement, parameters)) as { affectedRows: number };
    return affectedRows;
  }
}

function tooLong(): Error {
  return new Error('Another process has been migrating for too long.');
}
