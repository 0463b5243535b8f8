import type { Connection, RowDataPacket } from 'mysql2/promise';
import { limited, told } from '../support/compare.js';
import { drive, httpRequest } from '../support/http-load.js';
import { orderRequests } from '../support/orders.js';
import { peakMegabytes } from '../support/process-figures.js';
import type { Row } from '../support/row.js';
import { bulkServer } from '../../test/support/bulk-targets.js';
import { loadRows } from '../../test/support/rows-in-bulk.js';
import { openShop, Shop, switchSending } from '../support/service.js';

const BACKLOG = { externalOrders: 5_000, positions: 1, deliveries: 4 };
/** Connections to the database that are cut while orders come in. */
const CUT = 500;
const MEGABYTES = 350;
const LAG_MS = 50;

/** What the service takes while it works hard, and how long its event loop keeps others waiting. */
export const footprint: Row = {
  id: 'P7',
  title: 'Memory and event-loop lag under load',
  ceiling: 'the idle process',
  rest: 'Lag is the time of the longest work that is done in one go; memory is mostly the loaded program and the young heap.',
  async measure(lab) {
    const sink = await lab.child('sink.ts');
    const databaseUrl = await lab.database();
    const shop = await openShop(lab, databaseUrl, sink.told.url!);
    const connection = await lab.connection(databaseUrl);
    const seconds = lab.seconds * 4;
    let loads = 0;
    const work: Record<string, () => Promise<unknown>> = {
      idle: () => new Promise((resolve) => setTimeout(resolve, seconds * 1_000)),
      'receiving, 64 connections': () => load(shop, orderRequests(shop.link, `${++loads}-`), 64, seconds),
      'a backlog of 20,000 notifications': async () => {
        await switchSending(shop, false);
        const externalOrders = Math.round(BACKLOG.externalOrders * lab.scale);
        await loadRows(await bulkServer(connection), { ...BACKLOG, externalOrders, unsent: externalOrders });
        const all = (await sink.ask<number>('count')) + externalOrders * BACKLOG.deliveries;
        await lagOf(shop); // counts from here
        await switchSending(shop, true);
        while ((await sink.ask<number>('count')) < all) await new Promise((resolve) => setTimeout(resolve, 100));
      },
      'receiving while 500 connections to the database are cut': () => cutConnections(shop, connection, `${++loads}-`),
      'a list of 200 rows in a loop, 4 connections': () => {
        const next = () => httpRequest('GET', '/api/external-orders?perPage=200', shop.identity);
        return load(shop, next, 4, seconds);
      },
    };
    const lines = [];
    for (const [name, doing] of Object.entries(work)) {
      await lagOf(shop);
      const peak = await peakMegabytes(shop.pid, doing);
      const lag = await lagOf(shop);
      if (name === 'idle') lines.push(told(`${name}: memory`, [peak], 'MB'), told(`${name}: lag p99`, [lag], 'ms'));
      else
        lines.push(
          limited(`${name}: memory`, [peak], 'MB', MEGABYTES),
          limited(`${name}: lag p99`, [lag], 'ms', LAG_MS),
        );
    }
    return {
      lines,
      notes: ['Memory is the highest that was seen, lag what `/metrics` shows of the time of the load.'],
    };
  },
};

async function load({ url }: Shop, next: () => string | undefined, connections: number, seconds: number) {
  const result = await drive({ url, connections, next, seconds });
  if (result.failed > 0) throw new Error(result.firstFailure);
}

/** Orders are refused meanwhile, and GettZap would send them again. */
async function cutConnections({ url, link }: Shop, connection: Connection, prefix: string): Promise<void> {
  let isOver = false;
  const orders = orderRequests(link, prefix);
  const loading = drive({ url, connections: 16, next: () => (isOver ? undefined : orders()) });
  for (let cut = 0; cut < CUT;) {
    const [sessions] = await connection.query<RowDataPacket[]>(
      'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() LIMIT 5',
    );
    for (const { id } of sessions) await connection.query('KILL ?', [id]).catch(() => undefined); // it ended by itself
    cut += sessions.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  isOver = true;
  await loading;
}

/** Milliseconds, since it was asked last. */
async function lagOf({ url }: Shop): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)![1]) * 1_000;
}
