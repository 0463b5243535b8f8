import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { createConnection } from 'mysql2/promise';
import { backUpEmbedded } from '../../src/platform/database/embedded-backup.js';
import { createDatabase, databaseUrl, type TestDatabase } from './engine.js';
import { MovableClock } from './movable-clock.js';
import { copyTemplate, MIGRATED, type Template } from './server-templates.js';
import { configOf, startService } from './service.js';
import { setUp, type ShopDetails } from './shop-data.js';

const DATABASE = 'partsdesk.sqlite';
const KEY = 'secret.key';
/** Each copy gets the address of its own GettZap. */
const NOWHERE = 'http://127.0.0.1:9';
const SET_API_URL = 'UPDATE marketplace_connections SET api_url = ?';

interface EmbeddedShop {
  details: ShopDetails;
  files: Record<string, Buffer>;
}

/**
 * A database in which a shop was opened and its connection made: a copy, since all requests for that take several times as long as to copy
 * it. It is made by the service itself, once for all tests of a worker, or of a server.
 * @param apiUrl of the connection's GettZap
 */
export async function createShopDatabase(apiUrl: string): Promise<{ database: TestDatabase; details: ShopDetails }> {
  const database = await createDatabase();
  const { env } = database;
  if (env.DATABASE_URL === undefined) {
    const { details, files } = await (kept.partsdeskShop ??= makeEmbedded());
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(env.DATA_DIR, name), content, { mode: 0o600 });
    const copy = new DatabaseSync(join(env.DATA_DIR, DATABASE));
    copy.prepare(SET_API_URL).run(apiUrl);
    copy.close();
    return { database, details: structuredClone(details) };
  }
  const told = await copyTemplate(OPENED, new URL(env.DATABASE_URL).pathname.slice(1), databaseUrl);
  const { secretKey, ...details } = JSON.parse(told) as ShopDetails & { secretKey: string };
  const connection = await createConnection(env.DATABASE_URL);
  await connection.execute(SET_API_URL, [apiUrl]);
  await connection.end();
  return { database: { ...database, env: { ...env, SECRET_KEY: secretKey } }, details };
}

/** A worker's own globals, which its test files share, whose modules are loaded anew for each. */
const kept = globalThis as { partsdeskShop?: Promise<EmbeddedShop> };

async function makeEmbedded(): Promise<EmbeddedShop> {
  const { env, drop } = await createDatabase();
  const details = await openIn(env);
  const copy = join(env.DATA_DIR, 'copy.sqlite');
  backUpEmbedded(env.DATA_DIR, copy);
  const files = { [DATABASE]: readFileSync(copy), [KEY]: readFileSync(join(env.DATA_DIR, KEY)) };
  await drop();
  return { details, files };
}

const OPENED: Template = {
  kind: 'opened',
  async make(name, urlOf) {
    await copyTemplate(MIGRATED, name, urlOf);
    const { env, drop } = await createDatabase();
    const secretKey = randomBytes(32).toString('base64');
    const details = await openIn({ ...env, DATABASE_URL: urlOf(name), SECRET_KEY: secretKey });
    await drop();
    return JSON.stringify({ ...details, secretKey });
  },
};

async function openIn(env: Record<string, string>): Promise<ShopDetails> {
  const { app, admin } = await startService(configOf(env), new MovableClock());
  try {
    return await setUp(admin, NOWHERE);
  } finally {
    await app.close();
  }
}
