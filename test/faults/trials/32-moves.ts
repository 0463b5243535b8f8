import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { embeddedOptions, makeDataSource, serverOptions } from '../../../src/platform/database/data-source.js';
import { killAtExit } from '../../support/leftovers.mjs';
import { embeddedDatabase, mariadbDatabase, TrialDatabase } from '../world/database.js';
import { orderCreated } from '../world/poster.js';
import { Replica } from '../world/replica.js';
import type { Trial, TrialRun } from '../world/trial.js';
import { eventually, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const DIST = join(import.meta.dirname, '..', '..', '..', 'dist');
/** About as long as a process needs for the whole of it. */
const LONGEST_LIFE_MS = 2_500;

const trial: Trial = {
  number: 32,
  name: 'moves',
  does: 'The first start, which makes the tables, and a move to a server are killed at any moment and run again; an older program meets a newer database.',
  holds: 'Everything is there afterwards, and nothing works on tables that it does not know.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  async run(given) {
    const { open, count } = given;
    const world = await open();
    const orders = count(3_000, 200);
    await world.poster.postAll(
      Array.from({ length: orders }, (_, n) => orderCreated(`M-${n}`, 2)),
      8,
    );
    const starts = await migrateKilled(world, given);
    await meetNewer(world, given);
    const moves = world.isEmbedded ? await moveAway(world, given) : {};
    const [row] = await world.database.rows('SELECT COUNT(*) AS count FROM external_orders');
    assert.equal(Number(row!.count), orders, 'orders');
    return { orders, ...starts, ...moves };
  },
};
export default trial;

function connect(world: World) {
  const { DATABASE_URL, DATA_DIR } = world.database.env();
  const options = DATABASE_URL ? serverOptions([], DATABASE_URL, 0) : Promise.resolve(embeddedOptions([], DATA_DIR!));
  return options.then((chosen) => makeDataSource(chosen).initialize());
}

/** An empty database is filled with tables by a program that is killed while it does. */
async function migrateKilled(world: World, { mariadb, count, random, signal }: TrialRun) {
  const known = await namesRun(world.database);
  let halfWay = 0;
  const rounds = count(10, 2);
  for (let round = 0; round < rounds; round++) {
    const { secretKey } = world.secrets;
    const database = world.isEmbedded
      ? embeddedDatabase(secretKey)
      : await mariadbDatabase((await mariadb()).port, secretKey);
    const begun = await Replica.make(
      envOf(world, { ...database.env(), MIGRATE_ON_START: 'true', TRIAL: 'false' }),
      signal,
    );
    begun.spawn();
    const tables = 1 + random.below(20);
    await eventually(
      async () => assert.ok((await database.tables()).length >= tables, `fewer than ${tables} tables were made`),
      60_000,
      signal,
    );
    await begun.kill();
    const run = (await database.tables()).includes('migrations') ? await namesRun(database) : [];
    if (run.length < known.length) halfWay += 1;
    await begun.start();
    assert.deepEqual(await namesRun(database), known, 'each migration was run once');
    const [row] = await database.rows('SELECT COUNT(*) AS count FROM order_statuses');
    assert.equal(Number(row!.count), 7, 'the directory was filled once');
    assert.equal(await begun.stop(), 0);
    begun.dispose();
    await database.drop();
  }
  return { 'first starts': rounds, 'killed half way': halfWay };
}

async function namesRun(database: TrialDatabase): Promise<string[]> {
  return (await database.rows('SELECT name FROM migrations ORDER BY id')).map(({ name }) => String(name));
}

async function meetNewer(world: World, { signal }: TrialRun): Promise<void> {
  const [replica] = world.replicas;
  await replica!.stop();
  await execute(world, `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Later')`);
  for (const MIGRATE_ON_START of ['true', 'false']) {
    const older = await Replica.make(envOf(world, { MIGRATE_ON_START }), signal);
    older.spawn();
    await eventually(
      () => assert.ok(!older.isRunning, `an older program runs on a newer database:\n${older.lastLines()}`),
      60_000,
      signal,
    );
    assert.deepEqual(older.unexpectedEnds, ['exit 1']);
    assert.match(older.lastLines(), /used by a newer version/);
    older.dispose();
  }
  await execute(world, `DELETE FROM migrations WHERE name = 'Later'`);
  await replica!.start();
}

async function execute(world: World, statement: string): Promise<void> {
  const dataSource = await connect(world);
  await dataSource.query(statement);
  await dataSource.destroy();
}

function envOf(world: World, change: Record<string, string> = {}): Record<string, string> {
  const { secretKey, adminPassword } = world.secrets;
  const admin = { ADMIN_EMAIL: 'admin@example.com', ADMIN_PASSWORD: adminPassword };
  return { ...admin, ...world.database.env(), SECRET_KEY: secretKey, ALLOW_PRIVATE_TARGETS: 'true', ...change };
}

/** To the run's server; the embedded database stays what it was. */
async function moveAway(world: World, { mariadb, count, random, signal, atEnd }: TrialRun) {
  const [replica] = world.replicas;
  await replica!.stop();
  await letGoOfFiles();
  const target = await mariadbDatabase((await mariadb()).port, world.secrets.secretKey);
  atEnd(() => target.drop());
  const { DATABASE_URL } = target.env() as { DATABASE_URL: string };
  await migrate(world, target);
  const kills = count(12, 3);
  let halfWay = 0;
  for (let n = 0; n < kills; n++) {
    const { child, ended } = runMove(world, DATABASE_URL);
    await Promise.race([pause(random.below(LONGEST_LIFE_MS), signal), ended]);
    child.kill('SIGKILL');
    await ended;
    if (await isMoving(target)) halfWay += 1;
    else if (await hasRows(target)) await startAnew(world, target);
  }
  const { code, output } = await runMove(world, DATABASE_URL).ended;
  assert.equal(code, 0, output);
  let rows = 0;
  for (const table of await world.database.tables()) {
    if (/^sqlite_|^migrations$|^typeorm_metadata$/.test(table)) continue;
    const counted = async (database: TrialDatabase) =>
      Number((await database.rows(`SELECT COUNT(*) AS count FROM ${table}`))[0]!.count);
    const expected = table === 'sessions' ? 0 : await counted(world.database);
    assert.equal(await counted(target), expected, table);
    rows += expected;
  }
  const moved = await Replica.make(envOf(world, { ...target.env(), TRIAL: 'false' }), signal);
  await moved.start();
  const answer = await fetch(moved.url + world.linkPath, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(orderCreated('M-0', 2)),
  });
  assert.equal(((await answer.json()) as { duplicate: boolean }).duplicate, true, 'it knows what it was moved with');
  assert.equal(await moved.stop(), 0);
  moved.dispose();
  await replica!.start();
  return { 'rows moved': rows, 'moves killed': kills, 'of them half way': halfWay };
}

/** What this process has read by a closed connection keeps its file in use until it is collected; a move wants the file for itself. */
async function letGoOfFiles(): Promise<void> {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  await setImmediate();
}

function runMove(world: World, to: string) {
  return runProgram(['move.js', '--to', to], world.database.env());
}

async function migrate(world: World, target: TrialDatabase): Promise<void> {
  const { code, output } = await runProgram(['migrate.js'], envOf(world, target.env())).ended;
  assert.equal(code, 0, output);
}

function runProgram([name, ...args]: [string, ...string[]], env: Record<string, string>) {
  const child = spawn(process.execPath, [join(DIST, name), ...args], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  killAtExit(child);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once('exit', (code) => resolve({ code, output: output.join('') })),
  );
  return { child, ended };
}

async function isMoving(target: TrialDatabase): Promise<boolean> {
  return (await target.rows(`SELECT 1 FROM migrations WHERE name = 'MovingFromEmbedded'`)).length > 0;
}

async function hasRows(target: TrialDatabase): Promise<boolean> {
  return (await target.rows('SELECT 1 FROM users LIMIT 1')).length > 0;
}

/** It was over before it was killed: for the next try the database is as if nothing had been moved. */
async function startAnew(world: World, target: TrialDatabase): Promise<void> {
  for (const table of await target.tables()) await target.rows(`DROP TABLE \`${table}\``);
  await migrate(world, target);
}
