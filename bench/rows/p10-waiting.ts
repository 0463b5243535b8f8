import type { Connection } from 'mysql2/promise';
import { externalOrderPage, inboxPage, inboxSearch, orderPage } from '../ceilings/answers.js';
import { accept, setStatus } from '../ceilings/rows.js';
import { compare } from '../support/compare.js';
import { httpRequest, Line as HttpLine } from '../support/http-load.js';
import type { Lab } from '../support/lab.js';
import { inTurn, Leg } from '../support/rounds.js';
import { Line, LIBRARIES_ALONE, Row } from '../support/row.js';
import { bulkServer } from '../../test/support/bulk-targets.js';
import { loadRows } from '../../test/support/rows-in-bulk.js';
import { openShop, tellOfStatus } from '../support/service.js';
import { percentile } from '../support/statistics.js';

const ORDERS = 10_000;
/** Of them, not accepted yet. */
const WAITING = 2_000;
const POSITIONS = 5;
const DELIVERIES = 2;
/** Calls that a measurement makes for each of its seconds. */
const CALLS_A_SECOND = 30;
/** A person is slower; until then everything that a call left to be done is over. */
const PAUSE_MS = 25;
const P99_MS = 30;
const GOAL = { ratio: 3, atMost: true };
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Does one call and waits for its answer. */
type Call = () => Promise<void>;

/** One person at work, nobody else. */
export const waiting: Row = {
  id: 'P10',
  title: 'What a person waits for in an idle shop with 10,000 orders',
  ceiling:
    'the bare SQL of the same answer, or of the same rows written, in one round trip of one connection; no HTTP, no checks, no JSON',
  rest: 'HTTP, who is calling, the checks, a BEGIN, reads and a COMMIT of their own where something is written, and the answer as JSON.',
  async measure(lab) {
    const ours = await callsOfService(lab);
    const { bare, libraries } = await withoutService(lab);
    const lines: Line[] = [];
    for (const [name, call] of Object.entries(ours)) {
      const legs = { ours: timesOf(lab, call), bare: timesOf(lab, bare[name]!), floor: timesOf(lab, libraries[name]!) };
      const results = await inTurn(legs, lab.rounds);
      const of = (percent: number, leg: 'ours' | 'bare' | 'floor') =>
        results[leg]!.map((times) => percentile(times, percent));
      const tail = percentile(results.ours!.flat(), 99);
      lines.push(compare(`${name}: p50`, of(50, 'ours'), of(50, 'bare'), 'ms', GOAL));
      lines.push(compare(`${name}: p50, the libraries alone`, of(50, 'floor'), of(50, 'bare'), 'ms'), {
        ...compare(`${name}: p99 of all rounds`, [tail], [percentile(results.bare!.flat(), 99)], 'ms'),
        goal: `≤ ${P99_MS} ms`,
        reached: tail <= P99_MS,
      });
    }
    return { lines, notes: ['Milliseconds of one call after another, 25 ms of rest between them.', LIBRARIES_ALONE] };
  },
};

function timesOf(lab: Lab, call: Call): Leg<number[]> {
  return async () => {
    const times: number[] = [];
    for (let turn = 0; turn < CALLS_A_SECOND * lab.seconds; turn++) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      const startedAt = performance.now();
      await call();
      times.push(performance.now() - startedAt);
    }
    return times;
  };
}

async function callsOfService(lab: Lab): Promise<Record<string, Call>> {
  const { shop, statusId, ids } = await fill(lab);
  const call = await callerOf(lab, shop.url, shop.identity);
  const accepted = () => `/api/external-orders/${ids.waiting()}/accept`;
  const ofItem = () => ({ itemIds: [String(ids.item())], statusId });
  return {
    'accepting an order': call('POST', accepted, () => ({})),
    'a status of one item': call('POST', () => '/api/order-items/status', ofItem),
    inbox: call('GET', () => '/api/external-orders'),
    'page of an external order': call('GET', () => `/api/external-orders/${ids.order()}`),
    'page of an order': call('GET', () => `/api/orders/${ids.order()}`),
    'search by id': call('GET', () => `/api/external-orders?q=L${ids.order()}`),
  };
}

/** The same from the database alone, and through the libraries alone. */
async function withoutService(lab: Lab): Promise<Record<'bare' | 'libraries', Record<string, Call>>> {
  const { shop, databaseUrl, statusId, connection, ids } = await fill(lab);
  await shop.stop();
  const query = (sql: () => string) => async () => void (await connection.query(sql()));
  const child = await lab.child('ceilings/libraries.ts', [databaseUrl]);
  const call = await callerOf(lab, child.told.url!);
  const ofItem = () => ({ itemIds: [String(ids.item())], statusId });
  return {
    bare: {
      'accepting an order': query(() => accept(ids.waiting())),
      'a status of one item': query(() => setStatus([ids.item()], Number(statusId))),
      inbox: query(() => inboxPage()),
      'page of an external order': query(() => externalOrderPage(ids.order())),
      'page of an order': query(() => orderPage(ids.order())),
      'search by id': query(() => inboxSearch(`L${ids.order()}`)),
    },
    libraries: {
      'accepting an order': call(
        'POST',
        () => `/accept/${ids.waiting()}`,
        () => ({}),
      ),
      'a status of one item': call('POST', () => '/status', ofItem),
      inbox: call('GET', () => '/external-orders'),
      'page of an external order': call('GET', () => `/external-orders/${ids.order()}`),
      'page of an order': call('GET', () => `/orders/${ids.order()}`),
      'search by id': call('GET', () => `/external-orders?q=L${ids.order()}`),
    },
  };
}

async function callerOf(lab: Lab, url: string, identity: Record<string, string> = {}) {
  const line = await HttpLine.open(url);
  lab.atEnd(async () => line.close());
  return (method: string, path: () => string, body?: () => object): Call =>
    async () => {
      const request = httpRequest(
        method,
        path(),
        { ...identity, ...(body && JSON_TYPE) },
        body && JSON.stringify(body()),
      );
      const { status, body: text } = await line.send(request);
      if (status !== 200) throw new Error(`${status} ${text()}`);
    };
}

/** Most of the orders are accepted and told of, the newest wait; answers ids that were not answered before. */
async function fill(lab: Lab) {
  const databaseUrl = await lab.database();
  const sink = await lab.child('sink.ts');
  const shop = await openShop(lab, databaseUrl, sink.told.url!);
  const statusId = await tellOfStatus(shop);
  const connection: Connection = await lab.connection(databaseUrl);
  const target = await bulkServer(connection);
  const count = Math.round((ORDERS - WAITING) * lab.scale);
  const done = await loadRows(target, { externalOrders: count, positions: POSITIONS, deliveries: DELIVERIES });
  const externalOrders = Math.round(WAITING * lab.scale);
  const amounts = { externalOrders, positions: POSITIONS, accepted: false, deliveries: 0 };
  const { firstId: firstWaiting } = await loadRows(target, amounts);
  await connection.query('DELETE FROM outbox_ordering_keys WHERE id >= ?', [firstWaiting]); // accepting makes them
  await connection.query(
    'ANALYZE TABLE external_orders, external_order_positions, orders, order_items, outbox_messages',
  );
  let [waiting, item, order] = [firstWaiting, done.firstItemId, done.firstId];
  const ids = {
    waiting: () => waiting++,
    /** Each of another order. */
    item: () => (item += POSITIONS),
    order: () => (order += 1),
  };
  return { shop, databaseUrl, statusId, connection, ids };
}
