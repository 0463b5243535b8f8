import { join } from 'node:path';
import { bulkEmbedded } from '../../test/support/bulk-targets.js';
import { loadRows } from '../../test/support/rows-in-bulk.js';
import { limited } from '../support/compare.js';
import { fillServer } from '../support/fill-server.js';
import { drive, httpRequest } from '../support/http-load.js';
import type { Lab } from '../support/lab.js';
import type { Line, Row } from '../support/row.js';
import { openShop, startService, switchSending } from '../support/service.js';

const ORDERS = 1_000_000;
const AMOUNTS = { positions: 2, deliveries: 0 };
const LIMIT_MS = 50;
const DAY_MS = 86_400_000;
/** One order a minute. */
const MINUTE_MS = 60_000;

/** A service over a filled database. */
interface Filled {
  url: string;
  identity: Record<string, string>;
}

type Query = (orders: number) => Record<string, string>;

const anyOf = (orders: number) => 1 + Math.floor(Math.random() * orders);
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

function someWeek(orders: number): Record<string, string> {
  const end = Math.random() * orders * MINUTE_MS;
  return { 'search[created_at_gteq]': ago(end + 7 * DAY_MS), 'search[created_at_lteq]': ago(end) };
}

/** What programs ask for; whole pages of 100 where they go through all. */
const QUERIES: Record<string, Query> = {
  'the newest 20': () => ({}),
  'created_at, a week, 100 a page': (orders) => ({ ...someWeek(orders), per_page: '100' }),
  'created_at, a week, page 90': (orders) => ({ ...someWeek(orders), per_page: '100', page: '90' }),
  'updated_at since a week ago': () => ({ 'search[updated_at_gteq]': ago(7 * DAY_MS), per_page: '100' }),
  marketplace_id: (orders) => ({ 'search[marketplace_id_eq]': `L${anyOf(orders)}` }),
  'item comment, of all orders': () => ({ 'search[order_items_comment_eq]': '1' }),
  'item comment, of none': () => ({ 'search[order_items_comment_eq]': 'nothing' }),
  customer_id: (orders) => ({ 'search[customer_id_eq]': String(anyOf(orders)) }),
};

/** Programs written for PARTS SOFT go through the orders of years. */
export const partsSoft: Row = {
  id: 'P13',
  title: 'PARTS SOFT’s orders.json with 1,000,000 orders, p99',
  ceiling: 'none; a limit of its own',
  rest: 'A page is found by an index, then its orders are read with items, buyers and customers, and written with local times.',
  async measure(lab) {
    const orders = Math.round(ORDERS * lab.scale);
    const lines: Line[] = [];
    for (const [engine, fill] of Object.entries({ MariaDB: fillOnServer, embedded: fillEmbedded })) {
      const filled = await fill(lab, orders);
      for (const [what, query] of Object.entries(QUERIES)) {
        const times: number[] = [];
        for (let round = 0; round < lab.rounds; round++) times.push(await p99Of(lab, filled, () => query(orders)));
        lines.push(limited(`${engine}: ${what}`, times, 'ms', LIMIT_MS));
      }
    }
    return { lines, notes: ['Milliseconds of one call after another.'] };
  },
};

async function p99Of(lab: Lab, { url, identity }: Filled, query: () => Record<string, string>): Promise<number> {
  const next = () => httpRequest('GET', `/api/v3/orders.json?${new URLSearchParams(query())}`, identity);
  const { p99, failed, firstFailure } = await drive({ url, connections: 1, next, seconds: lab.seconds });
  if (failed > 0) throw new Error(firstFailure);
  return p99;
}

async function fillOnServer(lab: Lab, externalOrders: number): Promise<Filled> {
  const databaseUrl = await lab.database();
  const shop = await openShop(lab, databaseUrl);
  await switchSending(shop, false);
  await fillServer(await lab.connection(databaseUrl), { ...AMOUNTS, externalOrders });
  return shop;
}

/** Nobody else may have the file open while it is filled. */
async function fillEmbedded(lab: Lab, externalOrders: number): Promise<Filled> {
  const env = { DATA_DIR: lab.directory() };
  const shop = await openShop(lab, undefined, undefined, env);
  await switchSending(shop, false);
  await shop.stop();
  const target = bulkEmbedded(join(env.DATA_DIR, 'partsdesk.sqlite'));
  await loadRows(target, { ...AMOUNTS, externalOrders });
  target.close();
  const { url } = await startService(lab, undefined, env);
  return { url, identity: shop.identity };
}
