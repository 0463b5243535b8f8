import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { compare, limited, told } from '../support/compare.js';
import { drive } from '../support/http-load.js';
import type { Lab } from '../support/lab.js';
import { orderRequests } from '../support/orders.js';
import { addList, articleOf, brandOf, load, writeList } from '../support/price-list-file.js';
import { familyPeakMegabytes } from '../support/process-figures.js';
import type { Line, Row } from '../support/row.js';
import { openShop, type Shop, switchSending } from '../support/service.js';

const ROWS = 1_000_000;
const ROWS_AN_INSERT = 1_000;
const CONNECTIONS = 16;
const SECONDS_LIMIT = 90;
const MEGABYTES = 350;
const LOOK_UP_LIMIT_MS = 3;
const LOOK_UPS = 2_000;

type Execute = (sql: string, values: Array<string | number>) => Promise<unknown>;

/** A million lines come while orders come. */
export const priceLists: Row = {
  id: 'P14',
  title: 'Price lists of 1,000,000 rows',
  ceiling: 'a bare INSERT of 1,000 of the same rows a statement, in the order of their keys; receiving alone',
  rest: 'The file is decoded, cut into records, mapped, sorted on disk and handed over; each piece is compared with the list in force.',
  async measure(lab) {
    const rows = Math.round(ROWS * lab.scale);
    const lines: Line[] = [];
    for (const engine of ['MariaDB', 'embedded']) lines.push(...(await measureOn(lab, engine, rows)));
    return {
      lines,
      notes: [
        '“Beside receiving” is with as many orders coming as the service takes, by 16 connections; the second file replaces the first, of ' +
          'which each row is compared. Memory is the highest that was seen of the service and the process that reads, together.',
      ],
    };
  },
};

async function measureOn(lab: Lab, engine: string, rows: number): Promise<Line[]> {
  const databaseUrl = engine === 'embedded' ? undefined : await lab.database();
  const folder = lab.directory();
  const shop = await openShop(lab, databaseUrl, undefined, { DATA_DIR: folder });
  await switchSending(shop, true);
  const files = [await writeList(folder, rows, 1), await writeList(folder, rows, 1.01)];
  const receive = async (seconds: number) => {
    const next = orderRequests(shop.link, `${performance.now()}-`);
    const result = await drive({ url: shop.url, connections: CONNECTIONS, next, seconds });
    if (result.failed > 0) throw new Error(result.firstFailure);
    return result.rate;
  };
  const listId = await addList(shop);
  let alone = 0;
  const megabytes = await familyPeakMegabytes(shop.pid, async () => void (alone = await load(shop, listId, files[0]!)));
  const bare = await bareInserts(lab, databaseUrl, folder, rows);
  const calm = await receive(lab.seconds);
  let beside = 0;
  const loading = load(shop, listId, files[1]!).then((seconds) => (beside = seconds));
  const rates: number[] = [];
  while (beside === 0) rates.push(await receive(lab.seconds));
  await loading;
  const busy = rates.slice(0, Math.max(1, rates.length - 1));
  const secondId = await addList(shop);
  await load(shop, secondId, files[0]!);
  const inForce = await Promise.all([listId, secondId].map((id) => liveImport(shop, id)));
  const lookUp = await lookUpMs(lab, databaseUrl, folder, rows, inForce);
  await shop.stop();
  return [
    compare(`${engine}: bare INSERT beside reading a file in, alone`, [bare], [alone], 's', { ratio: 1 / 2.5 }),
    limited(`${engine}: beside receiving, a file that replaces one`, [beside], 's', SECONDS_LIMIT),
    compare(`${engine}: receiving meanwhile`, [meanOf(busy)], [calm], '/s', { ratio: 0.9 }),
    limited(`${engine}: memory of both processes`, [megabytes], 'MB', MEGABYTES),
    engine === 'embedded'
      ? told(`${engine}: look-up of 5 parts, p99`, [lookUp], 'ms')
      : limited(`${engine}: look-up of 5 parts, p99`, [lookUp], 'ms', LOOK_UP_LIMIT_MS),
  ];
}

/** Seconds that the same rows take by themselves. */
async function bareInserts(lab: Lab, databaseUrl: string | undefined, folder: string, rows: number) {
  const all = Array.from({ length: rows }, (_, index) => [articleOf(index), index] as const);
  all.sort(([one], [other]) => (one < other ? -1 : 1));
  const { execute, close } = await bareTable(lab, databaseUrl, folder);
  const startedAt = performance.now();
  for (let start = 0; start < rows; start += ROWS_AN_INSERT) {
    const piece = all.slice(start, start + ROWS_AN_INSERT);
    const values = piece.flatMap(([key, index]) => {
      const name = `Колодки тормозные передние ${index}`;
      return [1, key, index, brandOf(index), brandOf(index), key, name, 1_000 + index, index % 40, 0, 1];
    });
    await execute(`INSERT INTO bare_rows VALUES ${piece.map(() => '(?,?,?,?,?,?,?,?,?,?,?)').join(',')}`, values);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await close();
  return seconds;
}

const BARE_TABLE =
  'CREATE TABLE bare_rows (import_id int NOT NULL, article_key varchar(64) NOT NULL, line int NOT NULL, brand_key varchar(64) NOT NULL, ' +
  'brand varchar(100) NOT NULL, article varchar(100) NOT NULL, name varchar(255) NOT NULL, price bigint NOT NULL, stock int NOT NULL, ' +
  'is_at_least tinyint NOT NULL, multiplicity int NOT NULL, PRIMARY KEY (import_id, article_key, line))';

/** With the settings of the service: each statement is on the disk when it is done. */
async function bareTable(lab: Lab, databaseUrl: string | undefined, folder: string) {
  if (databaseUrl) {
    const connection = await lab.connection(databaseUrl);
    await connection.query(`${BARE_TABLE} DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin`);
    const execute: Execute = (sql, values) => connection.query(sql, values);
    return { execute, close: async () => void (await connection.query('DROP TABLE bare_rows')) };
  }
  const database = new DatabaseSync(join(folder, 'bare.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(`${BARE_TABLE} WITHOUT ROWID`);
  const execute: Execute = async (sql, values) => database.prepare(sql).run(...values);
  return { execute, close: async () => database.close() };
}

async function liveImport({ api }: Shop, listId: string): Promise<number> {
  return Number((await api.get(`/price-lists/${listId}`)).body.liveImportId);
}

/** The service's statement for an order of five positions, in two lists of all rows. */
async function lookUpMs(lab: Lab, databaseUrl: string | undefined, folder: string, rows: number, inForce: number[]) {
  const sql = `SELECT * FROM price_list_rows WHERE import_id IN (${inForce.join(', ')}) AND article_key IN (?, ?, ?, ?, ?) LIMIT 5000`;
  const { ask, close } = await asker(lab, databaseUrl, folder);
  const times: number[] = [];
  for (let asked = 0; asked < LOOK_UPS; asked += 1) {
    const keys = Array.from({ length: 5 }, () => articleOf(Math.floor(Math.random() * rows)));
    const startedAt = performance.now();
    const found = await ask(sql, keys);
    times.push(performance.now() - startedAt);
    if (found.length < 2 * new Set(keys).size)
      throw new Error(`${found.length} offers were found of five parts in two lists.`);
  }
  close();
  return times.sort((one, other) => one - other)[Math.floor(times.length * 0.99)]!;
}

async function asker(lab: Lab, databaseUrl: string | undefined, folder: string) {
  if (databaseUrl) {
    const connection = await lab.connection(databaseUrl);
    const ask = async (sql: string, keys: string[]) => (await connection.query(sql, keys))[0] as unknown[];
    return { ask, close: () => undefined };
  }
  const database = new DatabaseSync(join(folder, 'partsdesk.sqlite'), { readOnly: true });
  return {
    ask: async (sql: string, keys: string[]) => database.prepare(sql).all(...keys),
    close: () => database.close(),
  };
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
