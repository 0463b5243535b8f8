import { EMBEDDED_MIGRATIONS } from '../migrations/embedded/index.js';
import { SERVER_MIGRATIONS } from '../migrations/server/index.js';
import { SCHEMA_ADVICE, isUsable, schemaState } from '../schema-state.js';
import type { EmbeddedSource } from './embedded-source.js';
import { MovedColumn, MovedRow, MovingRules, TableDigest } from './moved-row.js';
import type { ServerTarget } from './server-target.js';

/** Rows and bytes an INSERT: a server takes 16 MB, and bytes are written as two characters each. */
const ROWS_AT_ONCE = 500;
const BYTES_AT_ONCE = 1_048_576;
/** Filled by the migrations. Nobody changes them without leaving rows in other tables, the audit at least. */
const SEEDED = ['order_statuses', 'regions', 'configuration_versions', 'brands', 'brand_synonyms', 'brand_cursors'];
const REPORT_EVERY_MS = 2_000;

export interface MoveReport {
  table: string;
  rows: number;
}

/**
 * Copies every row of an embedded database into an empty database of a server, and reads all of it back to compare. Stopped anywhere
 * it is begun anew: until it is done no service starts on what it left.
 * @param tables all of the product
 * @param tell is told how far it is
 * @throws Error when one of the two cannot be used, or a table is not the same afterwards
 */
export async function move(
  source: EmbeddedSource,
  target: ServerTarget,
  tables: string[],
  rules: MovingRules,
  report: (line: string) => void,
): Promise<MoveReport[]> {
  const columns = await checkBoth(source, target, tables);
  const isBegunAnew = schemaState(await target.migrations(), namesOf(SERVER_MIGRATIONS)) === 'moving';
  if (isBegunAnew) report('An earlier move was stopped: it is begun anew.');
  else await checkEmpty(target, tables);
  if (!isBegunAnew) await target.beginMoving();
  for (const table of tables) await target.empty(table);
  const reports: MoveReport[] = [];
  for (const table of tables) {
    const count = rules.leftOut.includes(table) ? 0 : source.count(table);
    const digest =
      count === 0 ? new TableDigest() : await copy(source, target, table, columns.get(table)!, rules, report);
    const lastId = source.lastId(table);
    if (lastId > 0) await target.continueAfter(table, lastId);
    const found = await target.digest(table, columns.get(table)!);
    if (digest.count !== count || String(found) !== String(digest)) {
      throw new Error(`${table} is not the same on the server: ${count} rows here (${digest}), there ${found}.`);
    }
    report(`${table}: ${count}`);
    reports.push({ table, rows: count });
  }
  await target.endMoving();
  return reports;
}

const namesOf = (migrations: Array<new () => { name: string }>) => migrations.map((migration) => new migration().name);

/** @returns the columns of each table */
async function checkBoth(
  source: EmbeddedSource,
  target: ServerTarget,
  tables: string[],
): Promise<Map<string, MovedColumn[]>> {
  const here = schemaState(source.migrations(), namesOf(EMBEDDED_MIGRATIONS));
  if (!isUsable(here)) throw new Error(`${source}: ${SCHEMA_ADVICE[here]}`);
  if (here === 'pending') {
    throw new Error(
      `${source} is of an older version: start this version on it once, which brings its tables up to date.`,
    );
  }
  const there = schemaState(await target.migrations(), namesOf(SERVER_MIGRATIONS));
  if (there !== 'moving' && !isUsable(there)) throw new Error(SCHEMA_ADVICE[there]);
  if (there === 'pending')
    throw new Error('The tables on the server are not up to date: run `npm run migrate` with its DATABASE_URL first.');
  const unknown = source.tables().filter((table) => !tables.includes(table));
  if (unknown.length > 0) throw new Error(`${source} has tables that are not known: ${unknown.join(', ')}.`);
  const columns = new Map<string, MovedColumn[]>();
  for (const table of tables) {
    const inTarget = await target.columns(table);
    const names = inTarget.map(({ name }) => name);
    if (String(names.sort()) !== String(source.columns(table).sort())) {
      throw new Error(`The columns of ${table} are not the same on both sides.`);
    }
    columns.set(table, inTarget);
  }
  return columns;
}

async function checkEmpty(target: ServerTarget, tables: string[]): Promise<void> {
  const used: string[] = [];
  for (const table of tables) if (!SEEDED.includes(table) && !(await target.isEmpty(table))) used.push(table);
  if (used.length > 0) {
    throw new Error(
      `The database on the server is not empty: there are rows in ${used.join(', ')}. Nothing was changed.`,
    );
  }
}

async function copy(
  source: EmbeddedSource,
  target: ServerTarget,
  table: string,
  columns: MovedColumn[],
  { change }: MovingRules,
  report: (line: string) => void,
): Promise<TableDigest> {
  const digest = new TableDigest();
  const count = source.count(table);
  let [batch, bytes, reportedAt] = [[] as MovedRow[], 0, performance.now()];
  const write = async () => {
    if (batch.length > 0) await target.insert(table, columns, batch);
    [batch, bytes] = [[], 0];
    if (performance.now() - reportedAt < REPORT_EVERY_MS) return;
    reportedAt = performance.now();
    report(`${table}: ${digest.count} of ${count}`);
  };
  for (const row of source.rows(table, columns)) {
    change[table]?.(row);
    digest.add(columns.map(({ name }) => row.get(name) ?? null));
    batch.push(row);
    for (const value of row.values()) bytes += value?.length ?? 0;
    if (batch.length >= ROWS_AT_ONCE || bytes >= BYTES_AT_ONCE) await write();
  }
  await write();
  return digest;
}
