import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { ENTITIES } from '../../src/entities.js';
import { makeDataSource, serverOptions } from '../../src/platform/database/data-source.js';

const MIGRATIONS = join(__dirname, '..', '..', 'src', 'platform', 'database', 'migrations');
const LOCK_SECONDS = 60;
/** The last thing that a template gets, so that one that was broken off has none. */
const TOLD = 'template_told';

type UrlOf = (database: string) => string;

/** A database on the server that others are copied of. */
export interface Template {
  kind: string;
  /** Makes it in an empty database. @returns what its copies have to know of it */
  make(name: string, urlOf: UrlOf): Promise<string>;
}

/** On a server all migrations take several times as long as anything else that opening a shop does. */
export const MIGRATED: Template = {
  kind: 'migrated',
  async make(name, urlOf) {
    const dataSource = await makeDataSource(await serverOptions(ENTITIES, urlOf(name), 0)).initialize();
    await dataSource.runMigrations();
    await dataSource.destroy();
    return '';
  },
};

/**
 * Fills an empty database with the tables of a template, and with what is in them.
 * @param urlOf address of a database by its name
 * @returns what was told of the template when it was made
 */
export async function copyTemplate(template: Template, into: string, urlOf: UrlOf): Promise<string> {
  const connection = await createConnection({ uri: urlOf(into), multipleStatements: true });
  try {
    const copying = copied.get(template) ?? (await copyingOf(template, connection, urlOf));
    copied.set(template, copying);
    await connection.query(copying.statements);
    return copying.told;
  } finally {
    await connection.end();
  }
}

interface Copying {
  statements: string;
  told: string;
}

const copied = new Map<Template, Copying>();

async function copyingOf({ kind, make }: Template, connection: Connection, urlOf: UrlOf): Promise<Copying> {
  const name = `${kind}_${keyOfMigrations()}`;
  // Files that run at the same time share it.
  await connection.query('SELECT GET_LOCK(?, ?)', [name, LOCK_SECONDS]);
  if (!(await isMade(connection, name))) {
    await connection.query(`DROP DATABASE IF EXISTS ${name}; CREATE DATABASE ${name}`);
    const told = await make(name, urlOf);
    await connection.query(`CREATE TABLE ${name}.${TOLD} AS SELECT ? AS told`, [told]);
  }
  await connection.query('SELECT RELEASE_LOCK(?)', [name]);
  const [row] = await rowsOf(connection, `SELECT told FROM ${name}.${TOLD}`);
  return { statements: await statementsOf(connection, name), told: String(row!.told) };
}

async function statementsOf(connection: Connection, name: string): Promise<string> {
  const statements: string[] = [];
  for (const row of await rowsOf(connection, `SHOW TABLES FROM ${name}`)) {
    const table = String(Object.values(row)[0]);
    if (table === TOLD) continue;
    const from = `${name}.${table}`;
    statements.push(`CREATE TABLE ${table} LIKE ${from}`);
    if ((await rowsOf(connection, `SELECT 1 FROM ${from} LIMIT 1`)).length > 0)
      statements.push(`INSERT INTO ${table} SELECT * FROM ${from}`);
  }
  return statements.join('; ');
}

async function isMade(connection: Connection, name: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?';
  return (await rowsOf(connection, sql, [name, TOLD])).length > 0;
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
