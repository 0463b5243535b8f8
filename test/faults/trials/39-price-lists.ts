import assert from 'node:assert/strict';
import type { Trial } from '../world/trial.js';
import { eventually, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const COLUMNS = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };
/** A lease, and the job that looks for those that are over. */
const ENDED_WITHIN_MS = 150_000;
/** The time that look-ups are given, and the job that deletes. */
const SWEPT_WITHIN_MS = 150_000;
const READ_WITHIN_MS = 120_000;

interface List {
  world: World;
  id: string;
}

const trial: Trial = {
  number: 39,
  name: 'price-lists',
  does: 'The service is killed (-9) while it reads a price list: before a row is written, in the middle, and just before the end.',
  holds:
    'The former list stays in force, whole; the import ends as interrupted; none of its rows stay; the same file is read the next time.',
  databases: ['mariadb', 'embedded'],
  limitMinutes: 20,
  async run({ open, count, signal }) {
    const world = await open();
    const id = await addList(world);
    const list = { world, id };
    const rows = count(100_000, 30_000);
    await untilEnded(list, await send(list, fileOf(rows, 100)), signal);
    const [live] = await world.database.rows('SELECT live_import_id AS id FROM price_lists');
    let kills = 0;
    const moments = [rows / 3, 0, rows * 0.9].slice(0, count(3, 1));
    for (const written of moments) {
      const importId = await send(list, fileOf(rows, 101));
      await untilWritten(world, importId, written, signal);
      await world.replicas[0]!.kill();
      kills += 1;
      await world.replicas[0]!.start();
      const ended = await untilEnded(list, importId, signal);
      if (ended.state !== 'failed') continue; // it was quicker
      assert.equal(ended.error.code, 'import_interrupted');
      const view = await world.api.read(`/price-lists/${id}`);
      assert.equal(view.liveImportId, String(live!.id));
      await untilSwept(world, importId, signal);
      assert.equal(await rowsOf(world, Number(live!.id)), rows);
    }
    const last = await untilEnded(list, await send(list, fileOf(rows, 101)), signal);
    assert.equal(last.state, 'live');
    const [prices] = await world.database.rows(
      'SELECT COUNT(DISTINCT price) AS prices, COUNT(*) AS count FROM price_list_rows WHERE import_id = ?',
      [Number(last.id)],
    );
    assert.deepEqual([Number(prices!.prices), Number(prices!.count)], [1, rows]);
    return { rows, kills };
  },
};
export default trial;

function fileOf(rows: number, price: number): string {
  return Array.from({ length: rows }, (_, index) => `BOSCH;0986-${index};Колодки ${index};5;${price}`).join('\n');
}

async function addList({ api }: World): Promise<string> {
  const { data: regions } = await api.read('/regions');
  const { body } = await api.post('/price-lists', { name: 'Поставщик', regionId: regions[0].id, columns: COLUMNS });
  return body.id;
}

/** @returns the import that reads it */
async function send({ world, id }: List, file: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([file]), 'price.csv');
  const address = `${world.running()[0]!.url}/api/price-lists/${id}/imports`;
  const response = await fetch(address, { method: 'POST', headers: world.signIn(), body: form });
  const body = (await response.json()) as { importId: string };
  assert.equal(response.status, 202, JSON.stringify(body));
  return body.importId;
}

function untilEnded({ world, id }: List, importId: string, signal: AbortSignal) {
  const isEnded = async () => {
    const found = await world.api.read(`/price-lists/${id}/imports/${importId}`);
    assert.notEqual(found.state, 'running');
    return found;
  };
  return eventually(isEnded, READ_WITHIN_MS + ENDED_WITHIN_MS, signal);
}

async function untilWritten(world: World, importId: string, rows: number, signal: AbortSignal): Promise<void> {
  const isOver = async () =>
    (await world.database.rows('SELECT state FROM price_list_imports WHERE id = ?', [Number(importId)]))[0]!.state !==
    'running';
  while (rows > 0 && (await rowsOf(world, Number(importId))) < rows && !(await isOver())) await pause(5, signal);
}

function untilSwept(world: World, importId: string, signal: AbortSignal): Promise<void> {
  const isSwept = async () => assert.equal(await rowsOf(world, Number(importId)), 0);
  return eventually(isSwept, SWEPT_WITHIN_MS, signal);
}

async function rowsOf({ database }: World, importId: number): Promise<number> {
  const [row] = await database.rows('SELECT COUNT(*) AS count FROM price_list_rows WHERE import_id = ?', [importId]);
  return Number(row!.count);
}
