import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DatabaseSync } from '@photostructure/sqlite';
import { createConnection, escape } from 'mysql2/promise';
import type { TestDatabase } from './engine.js';

const DIR = join(__dirname, '..', 'stored');

const isOnServer = ({ env }: TestDatabase) => env.DATABASE_URL !== undefined;

function fileOf(version: string, database: TestDatabase, ending: string): string {
  return join(DIR, `${version}-${isOnServer(database) ? 'server' : 'embedded'}.${ending}`);
}

/** Keeps what lies in a database that no process uses, with what the API answers about it. */
export async function store(version: string, database: TestDatabase, answers: object): Promise<void> {
  mkdirSync(DIR, { recursive: true });
  writeFileSync(fileOf(version, database, 'json'), `${JSON.stringify(answers, null, 2)}\n`);
  const content = isOnServer(database) ? await serverStatements(database.env.DATABASE_URL!) : embeddedFile(database);
  writeFileSync(fileOf(version, database, 'gz'), gzipSync(content, { level: 9 }));
}

/** Fills an empty database with what was stored. @returns what the API answered about it then */
export async function restore(version: string, database: TestDatabase): Promise<Record<string, object>> {
  const content = gunzipSync(readFileSync(fileOf(version, database, 'gz')));
  if (isOnServer(database)) {
    const connection = await createConnection({ uri: database.env.DATABASE_URL!, multipleStatements: true });
    await connection.query(content.toString());
    // As for whoever restores a backup under another name.
    await connection.query('UPDATE typeorm_metadata SET `schema` = DATABASE()');
    await connection.end();
  } else {
    writeFileSync(join(database.env.DATA_DIR, 'partsdesk.sqlite'), content);
  }
  return JSON.parse(readFileSync(fileOf(version, database, 'json'), 'utf8')) as Record<string, object>;
}

function embeddedFile({ env }: TestDatabase): Buffer {
  const file = join(env.DATA_DIR, 'partsdesk.sqlite');
  const copy = join(env.DATA_DIR, 'stored.sqlite');
  const database = new DatabaseSync(file);
  database.exec(`VACUUM INTO '${copy}'`);
  database.close();
  return readFileSync(copy);
}

async function serverStatements(url: string): Promise<string> {
  const connection = await createConnection({ uri: url, dateStrings: true });
  const query = async (sql: string) => (await connection.query(sql))[0] as Array<Record<string, unknown>>;
  const statements: string[] = [];
  for (const { name } of await query(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  )) {
    const [made] = await query(`SHOW CREATE TABLE ${String(name)}`);
    statements.push(String(made!['Create Table']));
    const columns = await query(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() ` +
        `AND table_name = ${escape(String(name))} AND generation_expression IS NULL ORDER BY ordinal_position`,
    );
    const names = columns.map((column) => `\`${String(column.name)}\``).join(', ');
    for (const row of await query(`SELECT ${names} FROM ${String(name)}`)) {
      const values = Object.values(row).map((value) => escape(value as string));
      statements.push(`INSERT INTO ${String(name)} (${names}) VALUES (${values.join(', ')})`);
    }
  }
  await connection.end();
  return statements.map((statement) => `${statement};\n`).join('');
}
