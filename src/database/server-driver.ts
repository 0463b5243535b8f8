import mysql2 from 'mysql2';
import { createConnection } from 'mysql2/promise';
import { ConfigError } from '../config/environment.js';

export const CONNECT_TIMEOUT_MS = 2_000;

export type ServerType = 'mysql' | 'mariadb';

/** TypeORM speaks to each server best under its own name, whatever the address calls it. */
export async function detectServerType(databaseUrl: string): Promise<ServerType> {
  const connection = await createConnection({
    uri: databaseUrl.replace(/^mariadb:/, 'mysql:'),
    connectTimeout: CONNECT_TIMEOUT_MS,
  });
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version');
    return /mariadb/i.test((rows as Array<{ version: string }>)[0]?.version ?? '') ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}

const WAIT_MS = 60_000;
const PAUSE_MS = 1_000;

/** Waits for a server that is still starting. @throws ConfigError with the last reason after a minute */
export async function waitForDatabase(databaseUrl: string): Promise<void> {
  const giveUpAt = performance.now() + WAIT_MS;
  for (;;) {
    try {
      await detectServerType(databaseUrl);
      return;
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      const isHopeless = code?.startsWith('ER_') ?? false;
      if (isHopeless || performance.now() > giveUpAt)
        throw new ConfigError(`DATABASE_URL cannot be used: ${message || code}.`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** On Galera a node answers what it has, which may be less than another has confirmed; so it waits until it has caught up. */
const CATCH_UP = 'SET SESSION wsrep_sync_wait = 1';

/**
 * mysql2 whose pools put each new session into READ COMMITTED before its first statement, and bound its statements.
 * @param statementLimitMs after it the server stops a statement (MySQL: only those that read); 0 = never. A client that gives up
 * alone leaves the server at work, with a connection taken.
 */
export function serverDriver(type: ServerType, statementLimitMs: number) {
  const limit =
    type === 'mariadb'
      ? `max_statement_time = ${statementLimitMs / 1_000}`
      : `max_execution_time = ${statementLimitMs}`;
  return {
    ...mysql2,
    createPool(options: mysql2.PoolOptions) {
      const pool = mysql2.createPool(options);
      pool.on('connection', (connection) => {
        const settled = (error: unknown) => {
          if (error) connection.destroy();
        };
        connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', settled);
        connection.query(`SET SESSION ${limit}`, settled);
        connection.query(CATCH_UP, () => undefined); // refused where there is no Galera
      });
      return pool;
    },
  };
}
