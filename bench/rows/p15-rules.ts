import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { compare, told } from '../support/compare.js';
import { drive, httpRequest } from '../support/http-load.js';
import type { Lab } from '../support/lab.js';
import { addList, articleOf, BRANDS, brandOf, load, priceOf, writeList } from '../support/price-list-file.js';
import { inTurn } from '../support/rounds.js';
import type { Line, Row } from '../support/row.js';
import { openShop, type Shop, switchSending } from '../support/service.js';
import { percentile } from '../support/statistics.js';

const ROWS = 1_000_000;
const CONNECTIONS = 16;
const POSITIONS = 3;
const ORDERS_A_SECOND = 10;
const PATIENCE_MS = 120_000;
const JSON_TYPE = { 'Content-Type': 'application/json' };

type Ask = (sql: string, values?: Array<string | number>) => Promise<Array<Record<string, string | number>>>;

/** What was measured of one round; latencies in ms. */
interface Round {
  rate: number;
  beside: number;
  alone: number;
  p50: number;
  p99: number;
}

/** Ten rules over a million offers. */
export const rules: Row = {
  id: 'P15',
  title: 'Orders of three positions judged by ten rules, with price lists of 1,000,000 rows',
  ceiling: 'receiving while all rules are off; the other figures have none',
  rest: 'An order is judged in a transaction of its own: offers and what of them is promised are looked up, and deciding costs what it costs a person (P3b).',
  async measure(lab) {
    const rows = Math.round(ROWS * lab.scale);
    const lines: Line[] = [];
    for (const engine of ['MariaDB', 'embedded']) lines.push(...(await measureOn(lab, engine, rows)));
    return {
      lines,
      notes: [
        `Receiving is by ${CONNECTIONS} connections, as much as the service takes; what it leaves is judged after it. ` +
          `From receipt to decision is with ${ORDERS_A_SECOND} orders a second; what came is looked for once a second.`,
      ],
    };
  },
};

async function measureOn(lab: Lab, engine: string, rows: number): Promise<Line[]> {
  const databaseUrl = engine === 'embedded' ? undefined : await lab.database();
  const folder = lab.directory();
  const shop = await openShop(lab, databaseUrl, undefined, { DATA_DIR: folder });
  await switchSending(shop, true);
  await load(shop, await addList(shop), await writeList(folder, rows, 1));
  const ask = await asker(lab, databaseUrl, folder);
  const ruleIds = await addRules(shop);
  const receive = (seconds: number) => receiveAll(shop, rows, seconds);
  const off = async (): Promise<Round> => {
    await setMode(shop, ruleIds, 'off');
    return { rate: await receive(lab.seconds), beside: 0, alone: 0, p50: 0, p99: 0 };
  };
  const on = async (): Promise<Round> => {
    await setMode(shop, ruleIds, 'on');
    const { p50, p99 } = await latencies(shop, rows, lab.seconds * 2, ask);
    const [before, startedAt] = [await newest(ask), performance.now()];
    const rate = await receive(lab.seconds);
    const [left, endedAt] = [await waiting(ask), performance.now()];
    const beside = ((await newest(ask)) - before - left) / ((endedAt - startedAt) / 1_000);
    const after = await untilOver(ask, lab.seconds * 2);
    const alone = (left - after.waiting) / ((after.at - endedAt) / 1_000);
    // What is left would be judged beside the next round.
    await ask('DELETE FROM rule_tasks');
    return { rate, beside, alone, p50, p99 };
  };
  const figures = await inTurn({ off, on }, lab.rounds);
  await shop.stop();
  const of = (key: keyof Round) => figures.on!.map((round) => round[key]);
  return [
    told(`${engine}: judged`, of('alone'), '/s'),
    told(`${engine}: judged beside receiving`, of('beside'), '/s'),
    told(`${engine}: from receipt to decision, p50`, of('p50'), 'ms'),
    told(`${engine}: from receipt to decision, p99`, of('p99'), 'ms'),
    compare(
      `${engine}: receiving meanwhile`,
      of('rate'),
      figures.off!.map(({ rate }) => rate),
      '/s',
    ),
  ];
}

/** A rule for each maker, then two for all. */
async function addRules({ api, connectionId }: Shop): Promise<string[]> {
  const common = { connectionId: String(connectionId), scope: 'position' };
  const wanted = [
    ...BRANDS.slice(0, 8).map((brand) => ({
      conditions: { brands: [brand], stock: 'full', deviationUp: 5 },
      kind: 'accept',
    })),
    { conditions: { stock: 'any', deviationUp: 5 }, kind: 'accept_available' },
    { conditions: { stock: 'none' }, kind: 'refuse' },
  ];
  const ids: string[] = [];
  for (const { conditions, kind } of wanted) {
    const name = `Правило ${ids.length + 1}`;
    const { status, body } = await api.post('/processing-rules', { ...common, name, conditions, action: { kind } });
    if (status !== 201) throw new Error(JSON.stringify(body));
    ids.push(body.id);
  }
  return ids;
}

async function setMode({ api }: Shop, ids: string[], mode: 'off' | 'on'): Promise<void> {
  for (const id of ids) {
    const { status, body } = await api.patch(`/processing-rules/${id}`, { mode });
    if (status !== 200) throw new Error(JSON.stringify(body));
  }
}

/** @returns how many a second are taken */
async function receiveAll(shop: Shop, rows: number, seconds: number): Promise<number> {
  const next = ordersOf(shop, rows);
  const result = await drive({ url: shop.url, connections: CONNECTIONS, next, seconds });
  if (result.failed > 0) throw new Error(result.firstFailure);
  return result.rate;
}

/** By the clock of the service, of orders that come one by one. */
async function latencies(shop: Shop, rows: number, seconds: number, ask: Ask): Promise<Pick<Round, 'p50' | 'p99'>> {
  const first = await newest(ask);
  const next = ordersOf(shop, rows);
  const startedAt = performance.now();
  for (let n = 0; n < seconds * ORDERS_A_SECOND; n += 1) {
    await until(startedAt + (n * 1_000) / ORDERS_A_SECOND);
    await drive({ url: shop.url, connections: 1, next: once(next()) });
  }
  await untilOver(ask, PATIENCE_MS / 1_000);
  const decided = await ask(
    'SELECT created_at, decided_at FROM external_orders WHERE id > ? AND decided_at IS NOT NULL',
    [first],
  );
  const times = decided.map(({ created_at: from, decided_at: to }) => instantOf(to!) - instantOf(from!));
  return { p50: percentile(times, 50), p99: percentile(times, 99) };
}

/** Of random rows of the list, some dearer there than the buyer pays. */
function ordersOf({ link }: Shop, rows: number): () => string {
  const prefix = `${performance.now()}-`;
  let orders = 0;
  return () => {
    const positions = Array.from({ length: POSITIONS }, (_, line) => {
      const index = Math.floor(Math.random() * rows);
      const price = (priceOf(index) * (0.93 + Math.random() * 0.1)).toFixed(2);
      const part = { brand: brandOf(index), number: articleOf(index), name: 'Колодки тормозные', price };
      return { id: String(line + 1), ...part, quantity: 1 + (index % 4), delivery_days: 1, comment: '' };
    });
    const customer = { name: 'Иванов Пётр', phone: '+7 900 000-00-00', email: 'p@example.com' };
    const order = { id: `${prefix}${orders++}`, comment: '', customer, positions };
    return httpRequest('POST', link, JSON_TYPE, JSON.stringify({ event: 'order.created', order }));
  };
}

function once(request: string): () => string | undefined {
  const left = [request];
  return () => left.pop();
}

async function until(at: number): Promise<void> {
  const ms = at - performance.now();
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}

async function newest(ask: Ask): Promise<number> {
  return Number((await ask('SELECT MAX(id) AS last FROM external_orders'))[0]!.last);
}

async function waiting(ask: Ask): Promise<number> {
  return Number((await ask('SELECT COUNT(*) AS count FROM rule_tasks'))[0]!.count);
}

/** Until all that came is judged, or the time is up. */
async function untilOver(ask: Ask, seconds: number): Promise<{ waiting: number; at: number }> {
  const endsAt = performance.now() + seconds * 1_000;
  for (;;) {
    const left = await waiting(ask);
    const at = performance.now();
    if (left === 0 || at > endsAt) return { waiting: left, at };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function instantOf(stored: string | number): number {
  return Date.parse(`${String(stored).replace(' ', 'T')}Z`);
}

async function asker(lab: Lab, databaseUrl: string | undefined, folder: string): Promise<Ask> {
  if (databaseUrl) {
    const connection = await lab.connection(databaseUrl);
    return async (sql, values = []) =>
      (await connection.query({ sql, values, dateStrings: true } as never))[0] as Awaited<ReturnType<Ask>>;
  }
  const database = new DatabaseSync(join(folder, 'partsdesk.sqlite'), { timeout: 10_000 });
  lab.atEnd(async () => database.close());
  return async (sql, values = []) => database.prepare(sql).all(...values) as Awaited<ReturnType<Ask>>;
}
