import type { Connection } from 'mysql2/promise';
import { SchedulerRegistry } from '@nestjs/schedule';
import { JobRunner } from '../../src/platform/jobs/job-runner.service.js';
import { NEXT_STATEMENT } from '../../src/platform/transactions/statement-packets.js';
import { engine, onOtherServer } from './engine.js';
import type { Shop } from './shop.js';
import { stored } from './stored.js';

/** A SELECT as it reached the database. */
export interface Statement {
  sql: string;
  parameters: unknown[];
}

/** One table's step of a plan. */
interface Step {
  table: string;
  /** Of the server: how it is read; of the embedded database: SCAN or SEARCH. */
  access: string;
  key: string | null;
  rows: number;
  extra: string;
}

export interface Plan {
  sql: string;
  steps: Step[];
}

/** Tables that grow with each order. */
const LARGE = [
  'external_orders',
  'external_order_positions',
  'external_order_history_entries',
  'orders',
  'order_items',
  'order_history_entries',
  'customers',
  'customer_orders',
  'outbox_messages',
  'outbox_attempts',
  'outbox_ordering_keys',
  'gettzap_messages',
];

/** As many as a filter may leave that no order of an index goes with, or a day brings. */
const MOST_SORTED = onOtherServer ? 7_000 : 5_000;
/** These read until they have enough, from whatever end. */
const ENDS_EARLY = /WHERE \(\(0=1\)\)|LIMIT 10000\) [`"]some|WHERE EXISTS \(SELECT 1 FROM/;

/** Where the embedded database, which estimates nothing, may sort: what was chosen or counted before, a day's groups, a page's positions, what is of one order. */
const SORTS_LITTLE =
  / IN \(|ORDER BY (COALESCE|folded)|GROUP BY|"picked"|(external_order|order|message|ordering_key)_id" = (\?|\d)|"key" = \?/;

/** Of a server: a line a table, which MySQL gives only if asked for. */
export const EXPLAIN = 'EXPLAIN FORMAT = TRADITIONAL';

/** The connections on which a shop looks: of a server they are its only ones. */
const reader = (shop: Shop) => stored(shop).connection;

/** Stops what the service does at intervals: its statements would stand among those of some work, as it happens. */
export async function stopJobs({ app }: Pick<Shop, 'app'>): Promise<void> {
  const jobs = app.get(SchedulerRegistry);
  for (const name of jobs.getIntervals()) jobs.deleteInterval(name);
  await app.get(JobRunner).settled();
}

/**
 * Has a server count anew what is in the tables, and no more by itself: it would do so again some seconds after they were filled,
 * and plans that are asked for meanwhile may be others.
 */
export async function countOnce(connection: Connection, tables: string[]): Promise<void> {
  for (const table of tables)
    await connection.query(`ALTER TABLE ${table} STATS_PERSISTENT = 1, STATS_AUTO_RECALC = 0`);
  await connection.query(`ANALYZE TABLE ${tables.join(', ')}`);
}

/** The SELECTs, or the DELETEs, that some work makes, as they reach the database. */
export async function statementsOf(
  shop: Shop,
  work: () => Promise<unknown>,
  verb: 'SELECT' | 'DELETE' = 'SELECT',
): Promise<Statement[]> {
  const seen: Statement[] = [];
  const source = reader(shop);
  const former = source.logger;
  const logQuery = (sql: string, parameters: unknown[] = []) => {
    const left = [...parameters];
    for (const statement of sql.split(NEXT_STATEMENT)) {
      const own = left.splice(0, statement.split('?').length - 1);
      if (statement.slice(0, verb.length).toUpperCase() === verb) seen.push({ sql: statement, parameters: own });
    }
  };
  source.logger = Object.assign(Object.create(former), { logQuery });
  try {
    await work();
  } finally {
    source.logger = former;
  }
  return seen;
}

export async function readPlans(shop: Shop, statements: Statement[]): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const { sql, parameters } of statements) {
    const explain = engine === 'embedded' ? 'EXPLAIN QUERY PLAN' : EXPLAIN;
    const rows: Array<Record<string, unknown>> = await reader(shop).query(`${explain} ${sql}`, parameters);
    const tables = new Map(
      [...sql.matchAll(/(?:FROM|JOIN) [`"](\w+)[`"] [`"](\w+)[`"]/g)].map(([, table, alias]) => [alias!, table!]),
    );
    const step = engine === 'embedded' ? stepOfEmbedded : stepOfServer;
    plans.push({ sql, steps: rows.map((row) => step(row, tables)) });
  }
  return plans;
}

export function faultsOf(plans: Plan[]): string[] {
  return plans.flatMap(({ sql, steps }) =>
    steps.filter((step) => isFault(step, sql)).map((step) => `${JSON.stringify(step)} of ${sql}`),
  );
}

function isFault(step: Step, sql: string): boolean {
  if (!LARGE.includes(step.table)) return false;
  if (step.access === 'ALL' || (step.access === 'SCAN' && step.key === null)) return !ENDS_EARLY.test(sql);
  if (step.extra.includes('TEMP B-TREE')) return !SORTS_LITTLE.test(sql);
  return /filesort|temporary/.test(step.extra) && step.rows > MOST_SORTED;
}

function stepOfServer(row: Record<string, unknown>, tables: Map<string, string>): Step {
  const { table, type, key, rows, Extra } = row as Record<string, string | null>;
  return {
    table: tables.get(table ?? '') ?? '',
    access: type ?? '',
    key: key ?? null,
    rows: Number(rows ?? 0),
    extra: Extra ?? '',
  };
}

function stepOfEmbedded({ detail }: Record<string, unknown>, tables: Map<string, string>): Step {
  const [, access = '', alias = ''] = /^(SCAN|SEARCH) (\w+)/.exec(String(detail)) ?? [];
  const key = /USING (?:COVERING )?INDEX (\w+)|USING INTEGER PRIMARY KEY/.exec(String(detail));
  const sorts = /USE TEMP B-TREE/.test(String(detail));
  const table = sorts ? [...tables.values()].find((each) => LARGE.includes(each)) : tables.get(alias);
  return { table: table ?? '', access, key: key ? (key[1] ?? 'PRIMARY') : null, rows: 0, extra: String(detail) };
}
