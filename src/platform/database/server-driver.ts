import mysql2 from 'mysql2';
import { createConnection } from 'mysql2/promise';
import { databaseServer } from '../config/database-url.js';
import { ConfigError } from '../config/config-error.js';
import { noteGalera } from '../transactions/statement-packets.js';
import { LOCK_WAIT_MS } from '../transactions/transactions.service.js';

export const CONNECT_TIMEOUT_MS = 2_000;

export type ServerType = 'mysql' | 'mariadb';

/**
 * TypeORM speaks to each server best under its own name, whatever the address calls it.
 * @throws ConfigError when the server refuses the address, or the encryption that it asks for
 */
export async function detectServerType(databaseUrl: string): Promise<ServerType> {
  try {
    const connection = await createConnection({ ...databaseServer(databaseUrl), connectTimeout: CONNECT_TIMEOUT_MS });
    try {
      const [rows] = await connection.query('SELECT VERSION() AS version');
      return /mariadb/i.test((rows as Array<{ version: string }>)[0]?.version ?? '') ? 'mariadb' : 'mysql';
    } finally {
      await connection.end();
    }
  } catch (error) {
    if (isHopeless(error as ServerError)) throw unusable(error as ServerError);
    throw error;
  }
}

const WAIT_MS = 60_000;
const PAUSE_MS = 1_000;

/**
 * Waits for a server that is still starting.
 * @param tell hears once of what it waits for
 * @throws ConfigError with the last reason after a minute
 */
export async function waitForDatabase(
  databaseUrl: string,
  tell: (what: string) => void = console.error,
): Promise<void> {
  const giveUpAt = performance.now() + WAIT_MS;
  for (let hasTold = false; ; hasTold = true) {
    try {
      await detectServerType(databaseUrl);
      return;
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      if (performance.now() > giveUpAt) throw unusable(error as ServerError);
      if (!hasTold) tell(`Waiting for the database, up to ${WAIT_MS / 1_000} s: ${reasonOf(error as ServerError)}.`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

type ServerError = Error & { code?: string };

/** Refused, or without the encryption that was asked for; a server that is only going down cuts the connection meanwhile. */
function isHopeless({ code, message }: ServerError): boolean {
  if (code === 'HANDSHAKE_SSL_ERROR') return !/ECONNRESET|disconnected|hang up/.test(message);
  return code === 'HANDSHAKE_NO_SSL_SUPPORT' || (code?.startsWith('ER_') ?? false);
}

function unusable(error: ServerError): ConfigError {
  return new ConfigError(`DATABASE_URL cannot be used: ${reasonOf(error)}.`);
}

function reasonOf({ code, message }: ServerError): string {
  const what = code === 'HANDSHAKE_SSL_ERROR' ? 'the server’s certificate is refused: ' : '';
  return `${what}${message || code}`;
}

/**
 * Whatever the server's own is: the driver escapes values by backslashes, which `NO_BACKSLASH_ESCAPES` would let through, and a text that
 * does not fit must be an error.
 */
export const SQL_MODE = `SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'`;

/** On Galera a node answers what it has, which may be less than another has confirmed; so it waits until it has caught up. */
const CATCH_UP = 'SET SESSION wsrep_sync_wait = 1';

/**
 * Seconds after which the server ends a session that does nothing in the middle of a transaction, as a replica leaves one that was lost:
 * its rows would be held for hours. No transaction here waits for anything but the database.
 */
const IDLE_TRANSACTION_S = 10;
/** MySQL ends idle sessions only whatever they are in; one that was in the pool is made anew. */
const IDLE_SESSION_S = 60;

/** Asked by a SHOW, which a node answers also while it is no part of its cluster; whatever gives no answer is taken for one. */
export function isGalera(connection: Pick<mysql2.Connection, 'query'>): Promise<boolean> {
  return new Promise((settle) => {
    connection.query("SHOW VARIABLES LIKE 'wsrep_on'", (error: Error | null, rows: unknown) => {
      settle(error !== null || (rows as Array<{ Value: string }>)[0]?.Value === 'ON');
    });
  });
}

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
  const idle =
    type === 'mariadb' ? `idle_transaction_timeout = ${IDLE_TRANSACTION_S}` : `wait_timeout = ${IDLE_SESSION_S}`;
  const forWork = [`innodb_lock_wait_timeout = ${LOCK_WAIT_MS / 1_000}`, idle];
  return {
    ...mysql2,
    createPool(options: mysql2.PoolOptions) {
      const pool = mysql2.createPool(options);
      pool.on('connection', (connection) => {
        const settled = (error: unknown) => {
          if (error) connection.destroy();
        };
        connection.query(SQL_MODE, settled);
        connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', settled);
        connection.query(`SET SESSION ${limit}`, settled);
        if (statementLimitMs > 0) connection.query(`SET SESSION ${forWork.join(', ')}`, settled);
        connection.query(CATCH_UP, () => undefined); // refused where there is no Galera
        noteGalera(connection, isGalera(connection));
      });
      return pool;
    },
  };
}
