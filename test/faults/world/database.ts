import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { createConnection } from 'mysql2/promise';
import { freePort } from '../../support/private-mariadb.mjs';
import { removeAtExit } from '../../support/leftovers.mjs';

export type DatabaseKind = 'mariadb' | 'embedded';

// oxlint-disable-next-line typescript/no-explicit-any -- rows of every shape
export type Row = Record<string, any>;

/** A database of the trial's own, looked at past the service. */
export interface TrialDatabase {
  kind: DatabaseKind;
  /** Names it to the service. */
  env(proxyPort?: number): Record<string, string>;
  /** Plain SQL that both engines take; `?` stands for the parameters. */
  rows(statement: string, parameters?: unknown[]): Promise<Row[]>;
  tables(): Promise<string[]>;
  /** Bytes of the files it keeps, where they are its own. */
  files(): Buffer[];
  drop(): Promise<void>;
}

/** On a server that the harness started. @param secretKey 32 bytes, base64 */
export async function mariadbDatabase(port: number, secretKey: string): Promise<TrialDatabase> {
  const name = `trial_${randomBytes(5).toString('hex')}`;
  const address = { host: '127.0.0.1', port, user: 'root' };
  const rows = async (statement: string, parameters: unknown[] = [], database?: string): Promise<Row[]> => {
    const connection = await createConnection({ ...address, dateStrings: true, ...(database && { database }) });
    try {
      const [result] = await connection.query(statement, parameters);
      return result as Row[];
    } finally {
      await connection.end();
    }
  };
  await rows(`CREATE DATABASE ${name}`);
  return {
    kind: 'mariadb',
    env: (proxyPort = port) => ({
      DATABASE_URL: `mysql://root@127.0.0.1:${proxyPort}/${name}`,
      SECRET_KEY: secretKey,
    }),
    rows: (statement, parameters) => rows(statement, parameters, name),
    tables: async () => (await rows('SHOW TABLES', [], name)).map((row) => String(Object.values(row)[0])),
    files: () => [],
    drop: async () => void (await rows(`DROP DATABASE ${name}`)),
  };
}

/** @param baseDir where its directory is made */
export function embeddedDatabase(secretKey: string, baseDir = tmpdir()): TrialDatabase {
  const dir = mkdtempSync(join(baseDir, 'partsdesk-faults-'));
  const file = join(dir, 'partsdesk.sqlite');
  const forget = removeAtExit(dir);
  const rows = async (statement: string, parameters: unknown[] = []): Promise<Row[]> => {
    const database = new DatabaseSync(file, { timeout: 5_000 });
    try {
      return database.prepare(statement).all(...(parameters as never[])) as Row[];
    } finally {
      database.close();
    }
  };
  return {
    kind: 'embedded',
    env: () => ({ DATA_DIR: dir, SECRET_KEY: secretKey }),
    rows,
    tables: async () =>
      (await rows(`SELECT name FROM sqlite_master WHERE type = 'table'`)).map(({ name }) => String(name)),
    files: () => ['', '-wal'].flatMap((suffix) => readIfThere(file + suffix)),
    drop: async () => {
      rmSync(dir, { recursive: true, force: true });
      forget();
    },
  };
}

function readIfThere(file: string): Buffer[] {
  try {
    return [readFileSync(file)];
  } catch {
    return [];
  }
}

export { freePort };
