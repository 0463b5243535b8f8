import { setImmediate } from 'node:timers/promises';
import { EMBEDDED_MIGRATIONS } from '../migrations/embedded/index.js';
import { SERVER_MIGRATIONS } from '../migrations/server/index.js';
import { SCHEMA_ADVICE, isUsable, schemaState } from '../schema-state.js';
import type { EmbeddedSource } from './embedded-source.js';
import { MovedColumn, MovedRow, MovingRules, TableDigest } from './moved-row.js';
import type { ServerTarget } from './server-target.js';

/** Rows and characters of an INSERT, which is committed by itself; a server takes 16 MB. */
const ROWS_AT_ONCE = 2_000;
const LENGTH_AT_ONCE = 2_097_152;
/** Rows that are read between two pauses, in which what was written before gets onto its way. */
const ROWS_A_TURN = 100;
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
  const progress = new Progress(report);
  const reports: MoveReport[] = [];
  for (const table of tables) {
    const count = rules.leftOut.includes(table) ? 0 : source.count(table);
    await moveTable({ source, target, table, columns: columns.get(table)!, count, rules, progress });
    report(`${table}: ${count}`);
    reports.push({ table, rows: count });
  }
  await target.endMoving();
  return reports;
}

interface TableMove {
  source: EmbeddedSource;
  target: ServerTarget;
  table: string;
  columns: MovedColumn[];
  /** Rows to move. */
  count: number;
  rules: MovingRules;
  progress: Progress;
}

/** Tells how far it is, now and then. */
class Progress {
  private toldAt = performance.now();

  constructor(readonly tell: (line: string) => void) {}

  at(line: string): void {
    if (performance.now() - this.toldAt < REPORT_EVERY_MS) return;
    this.toldAt = performance.now();
    this.tell(line);
  }
}

/** @throws Error when it cannot be written, or is not the same afterwards */
async function moveTable(moved: TableMove): Promise<void> {
  const { source, target, table, columns, count, progress } = moved;
  const digest = count === 0 ? new TableDigest() : await copy(moved);
  const lastId = source.lastId(table);
  if (lastId > 0) await target.continueAfter(table, lastId);
  const found = await target.digest(table, columns, (rows) => progress.at(`${table}: ${rows} of ${count} compared`));
  if (digest.count !== count || String(found) !== String(digest)) {
    throw new Error(`${table} is not the same on the server: ${count} rows here (${digest}), there ${found}.`);
  }
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

/** Few rows go in at once; of many the indexes are made at the end. */
async function copy(moved: TableMove): Promise<TableDigest> {
  const { target, table, count, progress } = moved;
  if (count <= ROWS_AT_ONCE) return write(moved, table);
  const digest = await write(moved, await target.beginFilling(table));
  progress.at(`${table}: ${count} rows are written, its indexes are made`);
  await target.endFilling(table);
  return digest;
}

/** The next rows are read while the server writes those before. @param into the table, or what is put into its place */
async function write(moved: TableMove, into: string): Promise<TableDigest> {
  const { source, target, table, columns, count, rules, progress } = moved;
  const digest = new TableDigest();
  let [batch, length, writing] = [[] as MovedRow[], 0, Promise.resolve()];
  const writeBatch = async () => {
    await writing;
    const rows = batch;
    writing = target.insert(into, columns, rows).catch((error: Error) => {
      throw unwritten(moved, rows, error);
    });
    writing.catch(() => undefined); // it is told when it is waited for
    [batch, length] = [[], 0];
    progress.at(`${table}: ${digest.count} of ${count}`);
  };
  for (const row of source.rows(table, columns, rules.change[table])) {
    digest.add(row);
    batch.push(row);
    length += row.length;
    if (batch.length >= ROWS_AT_ONCE || length >= LENGTH_AT_ONCE) await writeBatch();
    else if (digest.count % ROWS_A_TURN === 0) await setImmediate();
  }
  if (batch.length > 0) await writeBatch();
  await writing;
  return digest;
}

/** Says which row it is, where the server says that one of them is to blame. */
function unwritten({ table, columns }: TableMove, rows: MovedRow[], cause: Error): Error {
  const row = rows[Number(/at row (\d+)$/.exec(cause.message)?.[1]) - 1];
  const id = row?.split(',')[columns.findIndex(({ name }) => name === 'id')];
  const what = id ? `The row of ${table} with id ${id}` : table;
  const why = `could not be written to the server: ${cause.message.replace(/\.$/, '')}`;
  return new Error(`${what} ${why}. Mend that, and run the move again: it begins anew.`, { cause });
}
