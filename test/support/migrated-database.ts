import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { ENTITIES } from '../../src/entities.js';
import { makeDataSource, serverOptions } from '../../src/platform/database/data-source.js';
import { SERVER_MIGRATIONS } from '../../src/platform/database/migrations/server/index.js';

const MIGRATIONS = join(__dirname, '..', '..', 'src', 'platform', 'database', 'migrations');
const LOCK_SECONDS = 60;

/**
 * Makes the tables of a migrated database in an empty one, with what is in them: on a server all migrations take several times as long as
 * anything else that opening a shop does.
 * @param urlOf address of a database by its name
 */
export async function copyMigrated(name: string, urlOf: (name: string) => string): Promise<void> {
  const connection = await createConnection({ uri: urlOf(name), multipleStatements: true });
  try {
    await connection.query((copying ??= await copyingStatements(connection, urlOf)));
  } finally {
    await connection.end();
  }
}

let copying: string | undefined;

async function copyingStatements(connection: Connection, urlOf: (name: string) => string): Promise<string> {
  const template = `template_${keyOfMigrations()}`;
  // Files that run at the same time share it.
  await connection.query('SELECT GET_LOCK(?, ?)', [template, LOCK_SECONDS]);
  if (!(await isMigrated(connection, template))) {
    await connection.query(`DROP DATABASE IF EXISTS ${template}; CREATE DATABASE ${template}`);
    const dataSource = await makeDataSource(await serverOptions(ENTITIES, urlOf(template), 0)).initialize();
    await dataSource.runMigrations();
    await dataSource.destroy();
  }
  await connection.query('SELECT RELEASE_LOCK(?)', [template]);
  const statements: string[] = [];
  for (const table of await rowsOf(connection, `SHOW TABLES FROM ${template}`)) {
    const from = `${template}.${Object.values(table)[0]}`;
    const into = String(Object.values(table)[0]);
    statements.push(`CREATE TABLE ${into} LIKE ${from}`);
    if ((await rowsOf(connection, `SELECT 1 FROM ${from} LIMIT 1`)).length > 0)
      statements.push(`INSERT INTO ${into} SELECT * FROM ${from}`);
  }
  return statements.join('; ');
}

/** A migration that was broken off leaves the last ones out. */
async function isMigrated(connection: Connection, database: string): Promise<boolean> {
  const sql = "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = 'migrations'";
  if ((await rowsOf(connection, sql, [database])).length === 0) return false;
  const [row] = await rowsOf(connection, `SELECT COUNT(*) AS count FROM ${database}.migrations`);
  return row!.count === SERVER_MIGRATIONS.length;
}

async function rowsOf(connection: Connection, sql: string, values: string[] = []): Promise<Record<string, unknown>[]> {
  return (await connection.query(sql, values))[0] as Record<string, unknown>[];
}

/** Another text of any migration makes another database. */
function keyOfMigrations(): string {
  const hash = createHash('sha256');
  const files = readdirSync(MIGRATIONS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(MIGRATIONS, file)));
  return hash.digest('hex').slice(0, 16);
}
