import { accessSync, closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { embeddedPath } from '../config/data-dir.js';
import { ConfigError } from '../config/config-error.js';
import { embeddedTrouble } from './embedded-trouble.js';

const TABLE = 'CREATE TABLE IF NOT EXISTS holder (pid INTEGER, host TEXT, since TEXT)';

type Database = InstanceType<typeof DatabaseSync>;

interface Holder {
  pid: number;
  host: string;
  since: string;
}

/** A connection that nobody knows is closed by the garbage collector, and its lock is gone. */
const held = new Set<Database>();

/** That the embedded database is served by this process: held until the process ends, however it ends. */
export interface EmbeddedLock {
  release(): void;
}

/**
 * Takes the embedded database for this process. The lock is SQLite's own on a file beside the database: the system gives it back when
 * the process ends, also by SIGKILL, while others may still read who holds it. Programs that only work on the database for a moment
 * (backup, change of the key) do not ask for it.
 * @throws ConfigError when another process has it, or the directory or the database cannot be used
 */
export function lockEmbedded(dataDir: string): EmbeddedLock {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const lock = openLock(join(dataDir, 'partsdesk.lock'));
    lookInto(embeddedPath(dataDir));
    return lock;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`DATA_DIR cannot be used: ${(error as Error).message}.`);
  }
}

function openLock(file: string): EmbeddedLock {
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: 500 });
  try {
    database.exec(TABLE);
    database.exec('BEGIN IMMEDIATE; DELETE FROM holder');
    const now = new Date().toISOString();
    database.prepare('INSERT INTO holder VALUES (?, ?, ?)').run(process.pid, hostname(), now);
    database.exec('COMMIT; BEGIN IMMEDIATE');
  } catch (error) {
    throw embeddedTrouble(error) === 'busy' ? taken(file, database) : error;
  }
  held.add(database);
  return {
    release() {
      held.delete(database);
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

function taken(file: string, database: Database): ConfigError {
  const holder = database.prepare('SELECT pid, host, since FROM holder').get() as unknown as Holder | undefined;
  database.close();
  const who = holder ? `process ${holder.pid} on ${holder.host}, since ${holder.since}` : 'another process';
  return new ConfigError(
    `DATA_DIR is in use by ${who} (${file}): with the embedded database only one process may run. Stop that one first.`,
  );
}

/**
 * A file that is no database, a damaged one, or another user's would otherwise be asked for again and again.
 * @throws ConfigError when it is one; not when there is none
 */
export function lookInto(file: string): void {
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    countTables(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new ConfigError(`DATA_DIR cannot be used: ${file}: ${message}.`);
  }
}

function countTables(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    database.prepare('SELECT COUNT(*) FROM sqlite_master').get();
  } finally {
    database.close();
  }
}
