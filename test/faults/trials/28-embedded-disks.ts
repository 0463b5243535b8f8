import assert from 'node:assert/strict';
import { readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DatabaseSync } from '@photostructure/sqlite';
import { FailingDisk } from '../world/failing-disk.js';
import { isGood, orderCreated } from '../world/poster.js';
import { Replica } from '../world/replica.js';
import { untilDrained } from '../world/shop-work.js';
import type { Figures, Trial } from '../world/trial.js';
import { eventually, inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const HELD_MS = 6_000;
const SILENT_AT_MOST_MS = 3_000;

/** What fails, and what `/readyz` may call it while it does; `ok`: it is not noticed, or not always. */
const FAULTS: Array<{ name: string; faults: string[]; states: string[] }> = [
  { name: 'read-only', faults: ['write EROFS', 'access EROFS'], states: ['read_only'] },
  { name: 'EIO on write', faults: ['write EIO'], states: ['io_error'] },
  { name: 'EIO on fsync', faults: ['sync EIO'], states: ['io_error'] },
  { name: 'EIO on read', faults: ['read EIO'], states: ['io_error', 'damaged', 'ok'] },
  { name: 'ENOSPC', faults: ['write ENOSPC'], states: ['disk_full'] },
  { name: 'ENOSPC at the checkpoint', faults: ['write ENOSPC .sqlite'], states: ['disk_full', 'ok'] },
];

const trial: Trial = {
  number: 28,
  name: 'embedded-disks',
  does: 'The disk of the embedded database is read-only, fails on write, fsync or read, or is full; a foreign writer holds the file; a second process starts; the log is cut while stopped.',
  holds:
    'The answer is 503 with Retry-After and never 500, nothing is acknowledged that is not there, and the second process refuses.',
  databases: ['embedded'],
  isShort: true,
  async run({ open, count, signal, atEnd }) {
    const disk = FailingDisk.make();
    atEnd(async () => disk.remove());
    const world = await open({ env: disk.env });
    const figures: Figures = {};
    for (const { name, faults, states } of FAULTS) {
      await acceptNew(world, `BEFORE ${name}`);
      disk.fail(...faults);
      const before = world.poster.answers.length;
      const ids = Array.from({ length: count(200, 60) }, (_, n) => `${name} ${n}`);
      await inParallel(ids, 8, async (id) => void (await world.poster.post(orderCreated(id, 3))));
      const state = await databaseState(world);
      disk.mend();
      const refused = world.poster.answers.slice(before).filter((answer) => !isGood(answer));
      figures[`${name}: refused`] = refused.length;
      assert.ok(states.includes(state), `${name}: /readyz says ${state}`);
      if (!states.includes('ok')) assert.ok(refused.length > 0, `${name} was noticed`);
      await eventually(async () => assert.equal(await databaseState(world), 'ok', name), 30_000, signal);
      await inParallel(ids, 8, async (id) => void (await world.poster.postUntilTaken(orderCreated(id, 3))));
    }
    await heldByAnother(world, signal);
    await secondProcess(world, signal);
    await restartAndCompare(world);
    figures['orders cut off with the log'] = await logCut(world);
    figures['longest silence of /livez ms'] = Math.round(longestSilence);
    for (const { status, retryAfter, body } of world.poster.answers) {
      assert.ok(status !== undefined && (status < 300 || status === 503), `answered ${status}: ${body}`);
      if (status === 503) assert.ok(retryAfter, `503 without Retry-After: ${body}`);
    }
    await untilDrained(world);
    return figures;
  },
};
export default trial;

const fileOf = ({ database }: World) => join(database.env().DATA_DIR!, 'partsdesk.sqlite');

async function acceptNew(world: World, id: string): Promise<void> {
  const externalOrderId = await world.poster.postUntilTaken(orderCreated(id));
  await world.api.post(`/external-orders/${externalOrderId}/accept`, {});
}

async function databaseState({ replicas: [replica] }: World): Promise<string> {
  const answer = await fetch(`${replica!.url}/readyz`, { signal: AbortSignal.timeout(10_000) });
  return ((await answer.json()) as { parts: { database: string } }).parts.database;
}

let longestSilence = 0;

async function heldByAnother(world: World, signal: AbortSignal): Promise<void> {
  const [replica] = world.replicas;
  const foreign = new DatabaseSync(fileOf(world), { timeout: 5_000 });
  foreign.exec('BEGIN IMMEDIATE');
  const until = performance.now() + HELD_MS;
  longestSilence = 0;
  const probing = (async () => {
    while (performance.now() < until) {
      const asked = performance.now();
      assert.equal(await replica!.statusOf('/livez'), 200);
      longestSilence = Math.max(longestSilence, performance.now() - asked);
      await pause(100, signal);
    }
  })();
  const before = world.poster.answers.length;
  let n = 0;
  const posting = inParallel([1, 2, 3, 4], 4, async () => {
    while (performance.now() < until) await world.poster.post(orderCreated(`HELD-${++n}`));
  });
  await Promise.all([probing, posting]);
  foreign.exec('ROLLBACK');
  foreign.close();
  assert.ok(
    world.poster.answers.slice(before).some(({ status }) => status === 503),
    'the foreign writer was noticed',
  );
  assert.ok(longestSilence < SILENT_AT_MOST_MS, `/livez was silent for ${Math.round(longestSilence)} ms`);
  await eventually(async () => assert.equal(await databaseState(world), 'ok'), 30_000, signal);
}

async function secondProcess(world: World, signal: AbortSignal): Promise<void> {
  const second = await Replica.make({ ...world.database.env(), MIGRATE_ON_START: 'true' }, signal);
  try {
    second.spawn();
    await eventually(() => assert.equal(second.isRunning, false, 'the second process refuses'), 30_000, signal);
    assert.deepEqual(second.unexpectedEnds, ['exit 1']);
    assert.match(second.output.join(''), /DATA_DIR is in use by process \d+/);
  } finally {
    await second.kill();
    second.dispose();
  }
  assert.equal(await databaseState(world), 'ok');
}

/** What is only in the memory of the process would be gone after this. */
async function restartAndCompare(world: World): Promise<void> {
  const [replica] = world.replicas;
  await untilDrained(world);
  await replica!.kill();
  await replica!.start();
  const there = await idsThere(world);
  assert.deepEqual(
    [...world.poster.acknowledged].filter((id) => !there.has(id)),
    [],
    'all that was acknowledged is there',
  );
}

/** What stands in the part that is gone is gone with it; the rest must be one moment of the past. @returns how many orders that are */
async function logCut(world: World): Promise<number> {
  const [replica] = world.replicas;
  await untilDrained(world);
  await world.database.rows('PRAGMA wal_checkpoint(TRUNCATE)');
  await letGoOfDatabase();
  // So few that the log is not written into the database meanwhile, which SQLite does after 1,000 pages.
  const ids = Array.from({ length: 12 }, (_, n) => `CUT-${n}`);
  for (const id of ids) await world.poster.postUntilTaken(orderCreated(id));
  await replica!.kill();
  const log = `${fileOf(world)}-wal`;
  truncateSync(log, HEADER + Math.floor(framesOf(log) * 0.5) * FRAME + FRAME / 2);
  await replica!.start();
  const there = await idsThere(world);
  const kept = ids.filter((id) => there.has(id));
  assert.deepEqual(kept, ids.slice(0, kept.length), 'what is there is one moment of the past');
  const [check] = await world.database.rows('PRAGMA integrity_check');
  assert.equal(check!.integrity_check, 'ok');
  assert.ok(kept.length < ids.length, 'something was cut off');
  for (const id of ids.slice(kept.length)) await world.poster.postUntilTaken(orderCreated(id));
  return ids.length - kept.length;
}

/** What this process asked the database for holds it until it is collected, and so long nobody looks anew at how long the log is. */
async function letGoOfDatabase(): Promise<void> {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  await pause(100);
}

const HEADER = 32;
const FRAME = 24 + 4_096;

/** Pages in a log of SQLite: those of its present round carry the salt of its head. */
function framesOf(log: string): number {
  const bytes = readFileSync(log);
  const salt = bytes.subarray(16, 24);
  let frames = 0;
  for (let at = HEADER; bytes.subarray(at + 8, at + 16).equals(salt); at += FRAME) frames += 1;
  return frames;
}

async function idsThere({ database }: World): Promise<Set<string>> {
  const rows = await database.rows('SELECT external_id FROM external_orders');
  return new Set(rows.map(({ external_id: id }) => String(id)));
}
