import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getMetadataArgsStorage } from 'typeorm';
import { commandArguments } from './command-arguments.js';
import { dataDirOf, embeddedPath } from './platform/config/data-dir.js';
import { ConfigError } from './platform/config/config-error.js';
import { databaseServer } from './platform/config/database-url.js';
import { EmbeddedSource } from './platform/database/moving/embedded-source.js';
import { move } from './platform/database/moving/move.js';
import type { MovingRules } from './platform/database/moving/moved-row.js';
import { ServerTarget } from './platform/database/moving/server-target.js';
import { ENTITIES } from './entities.js';
import { readEnvFile } from './platform/config/env-file.js';

const USAGE = 'npm run move -- --to mysql://user:password@host/database [--from FILE]';

/** Everybody signs in anew. What was being sent is sent as after a restart of the embedded installation: with the same key, at once. */
function rulesFor(now: Date): MovingRules {
  const dueAt = now.toISOString().replace('T', ' ').replace('Z', '');
  const takenBack = (column: string, value: string) => `CASE state WHEN 'sending' THEN '${value}' ELSE "${column}" END`;
  const ofMessages = Object.entries({ state: 'pending', lease_token: '', due_at: dueAt });
  const change = Object.fromEntries(ofMessages.map(([column, value]) => [column, takenBack(column, value)]));
  return { leftOut: ['sessions'], change: { outbox_messages: change } };
}

/** Copies an embedded installation into a database on a server. See docs/production.md. */
async function main(): Promise<void> {
  const { values } = commandArguments(USAGE, 0, { to: { type: 'string' }, from: { type: 'string' } });
  readEnvFile();
  const { DATABASE_URL, SECRET_KEY } = process.env;
  const [dataDir, to] = [dataDirOf(process.env), values.to ?? DATABASE_URL];
  if (!to) throw new Error(`Name the database to move into: ${USAGE}`);
  const name = values.to === undefined ? 'DATABASE_URL' : '--to';
  checkAddress(name, to);
  const source = EmbeddedSource.open(values.from ?? embeddedPath(dataDir));
  try {
    const target = await ServerTarget.open(to).catch((error: Error) => {
      throw error instanceof ConfigError
        ? error
        : new Error(`${name} cannot be used: ${error.message}.`, { cause: error });
    });
    try {
      const reports = await move(source, target, tableNames(), rulesFor(new Date()), (line) =>
        console.log(`  ${line}`),
      );
      const rows = reports.reduce((sum, report) => sum + report.rows, 0);
      console.log(`\nMoved and compared: ${rows} rows in ${reports.length} tables.\n`);
    } finally {
      await target.close().catch(() => undefined);
    }
  } finally {
    source.close();
  }
  console.log(whatToSet(dataDir, values.from, SECRET_KEY));
}

function checkAddress(name: string, address: string): void {
  try {
    databaseServer(address);
  } catch (error) {
    throw new Error(`${name} is wrong: ${(error as Error).message}.`, { cause: error });
  }
}

function tableNames(): string[] {
  const tables = getMetadataArgsStorage().tables;
  return ENTITIES.map((entity) => tables.find(({ target }) => target === entity)!.name!);
}

/** The key itself is not shown: consoles are kept. */
function whatToSet(dataDir: string, from: string | undefined, secretKey: string | undefined): string {
  const file = join(dataDir, 'secret.key');
  const key = secretKey
    ? 'as it is set now'
    : !from && existsSync(file)
      ? `the content of ${file}, e.g. SECRET_KEY="$(cat ${file})"`
      : 'the key of the installation that the file is from: its SECRET_KEY, or the content of DATA_DIR/secret.key';
  return [
    'Set for the service on the server, at every replica:',
    '  DATABASE_URL  the address that you moved into',
    `  SECRET_KEY    ${key}`,
    '  PUBLIC_URL    as before, so that the order links stay as GettZap knows them',
    '  NODE_ENV      production',
    'SECRET_KEYS_OLD and the rest as before. Then start it; everybody signs in anew. Do not start the embedded one again: it would send, too.',
  ].join('\n');
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
