import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { createConnection } from 'mysql2/promise';
import { findMariadb } from './find-mariadb.mjs';
import { BASE_DIR, isMysql } from './private-mariadb.mjs';
import { copyTemplate, MIGRATED } from './server-templates.js';

/** Set by the jest project: every end-to-end test runs on both. */
declare const testEngine: 'embedded' | 'mariadb';

export const engine = testEngine;

/** An empty database of the test's own; the variables name it to the service. */
export interface TestDatabase {
  env: { DATA_DIR: string; DATABASE_URL?: string; SECRET_KEY?: string };
  drop(): Promise<void>;
}

/** @param isMigrated whether it has its tables already, on a server */
export async function createDatabase({ isMigrated = false } = {}): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(BASE_DIR, 'partsdesk-test-'));
  const removeDir = () => rmSync(dataDir, { recursive: true, force: true });
  if (engine === 'embedded') return { env: { DATA_DIR: dataDir }, drop: async () => removeDir() };
  const name = `test_${randomBytes(6).toString('hex')}`;
  const statement = async (sql: string) => {
    const connection = await createConnection(databaseUrl(''));
    await connection.query(sql);
    await connection.end();
  };
  await statement(`CREATE DATABASE ${name}`);
  if (isMigrated) await copyTemplate(MIGRATED, name, databaseUrl);
  return {
    env: {
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl(name),
      SECRET_KEY: randomBytes(32).toString('base64'),
    },
    async drop() {
      await statement(`DROP DATABASE ${name}`);
      removeDir();
    },
  };
}

/** One statement past any service. */
export async function executeIn({ env: { DATA_DIR, DATABASE_URL } }: TestDatabase, sql: string): Promise<void> {
  if (DATABASE_URL) {
    const connection = await createConnection(DATABASE_URL);
    await connection.query(sql);
    await connection.end();
    return;
  }
  const database = new DatabaseSync(join(DATA_DIR, 'partsdesk.sqlite'));
  database.exec(sql);
  database.close();
}

/** Of a database on the tests' server. */
export const databaseUrl = (name: string): string => `mysql://root@127.0.0.1:${process.env.TEST_MARIADB_PORT}/${name}`;

const nowhere = (() => undefined) as unknown as jest.It;

/** A test of what only a server has; for the other engine it does not exist. */
export const onServer: jest.It = engine === 'mariadb' ? it : nowhere;

/** Whether the server is MySQL. */
export const onMysql = engine === 'mariadb' && isMysql(findMariadb()!);

/** Whether the server is another program than the usual one, whose optimizer may rather read some thousand rows whole, and sort them. */
export const onOtherServer = engine === 'mariadb' && process.env.TEST_DATABASE_SERVER !== undefined;

/** A test of what MySQL has otherwise than MariaDB, or of MariaDB's own tools. */
export const notOnMysql: jest.It = onMysql ? (it.skip as unknown as jest.It) : it;
export const describeNotOnMysql: jest.Describe = onMysql ? (describe.skip as jest.Describe) : describe;

/** A test of what only the embedded database has. */
export const onEmbedded: jest.It = engine === 'embedded' ? it : nowhere;
