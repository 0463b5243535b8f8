import { drive, httpRequest } from '../support/http-load.js';
import type { Lab } from '../support/lab.js';
import { inTurn } from '../support/rounds.js';
import type { Line, Row } from '../support/row.js';
import type { Amounts } from '../../test/support/rows-in-bulk.js';
import { compare, told } from '../support/compare.js';
import { fillServer } from '../support/fill-server.js';
import { openShop, switchSending } from '../support/service.js';
import { partsOf } from '../support/service-parts.js';
import { percentile } from '../support/statistics.js';

const BIG = { externalOrders: 1_000_000, deliveries: 5, messages: true };
const SMALL = { externalOrders: 1_000, deliveries: 5, messages: true };
/** With the messages that are older than 90 days about 1,000,000 rows from which bodies are to be removed. */
const ATTEMPTS = 130_000;
/** Time is bounded, not what is removed. */
const REMOVING_MS = 30_000;
/** Two of each, so that the tables of positions and items are the bigger ones, as in life. */
const POSITIONS = 2;
/** External orders whose notifications wait: as many as all rounds claim. */
const UNSENT = 500;
/** Of those that were sent, one in so many was given up. */
const DEAD = 1_000;
const CLAIMS = 3;
const AT_ONCE = 32;
const RATIO = 1.5;
const LIMIT_MS = 50;

const LISTS: Record<string, string> = {
  'inbox, first page': '/external-orders',
  'inbox, by state': '/external-orders?state=accepted&perPage=50',
  'inbox, counts by state': '/external-orders/counts',
  'inbox, position by position': '/external-orders/positions',
  'inbox, by order id (q)': '/external-orders?q=L777',
  'orders, first page': '/orders',
  'orders, counts by status': '/orders/counts',
  'GettZap notifications, first page': '/gettzap-notifications',
  'GettZap notifications, by state': '/gettzap-notifications?state=delivered',
  'journal of messages': '/gettzap-messages',
  dashboard: '/dashboard',
};

const ONE_CALL = `Milliseconds of one call at a time, median. Reached is what takes ≤ ${LIMIT_MS} ms, too.`;

/** The shop has been at it for years. */
export const bigTables: Row = {
  id: 'P6',
  title: 'Claims and lists with 1,000,000 external orders and 5,000,000 deliveries',
  ceiling: 'the same calls with 1,000 external orders and 5,000 deliveries',
  rest:
    'Pages and claims are read by indexes, counting stops at 10,000 and a search in the middle of texts at the newest 5,000; of ' +
    '1,000 orders all is counted and searched sooner.',
  async measure(lab) {
    const small = await fill(lab, SMALL);
    const scaled = (amount: number) => Math.round(amount * lab.scale);
    const externalOrders = scaled(BIG.externalOrders);
    const big = await fill(lab, { ...BIG, externalOrders, attempts: scaled(ATTEMPTS) });
    const lines: Line[] = [];
    const claims = await inTurn({ ours: big.claim, ceiling: small.claim }, lab.rounds);
    lines.push(bounded(`claim of ${AT_ONCE}`, claims.ours!, claims.ceiling!));
    for (const [name, path] of Object.entries(LISTS)) {
      const { ours, ceiling } = await inTurn(
        { ours: () => big.list(path), ceiling: () => small.list(path) },
        lab.rounds,
      );
      lines.push(bounded(name, ours!, ceiling!));
    }
    lines.push(...(await big.removeOld()));
    return { lines, notes: [ONE_CALL] };
  },
};

/** Both goals at once. */
function bounded(what: string, ours: number[], ceiling: number[]): Line {
  const line = compare(what, ours, ceiling, 'ms', { ratio: RATIO, atMost: true });
  return { ...line, reached: line.reached! && percentile(ours, 50) <= LIMIT_MS };
}

async function fill(lab: Lab, amounts: Omit<Amounts, 'positions' | 'unsent'>) {
  const databaseUrl = await lab.database();
  // What is old is removed when that is measured, not before.
  const shop = await openShop(lab, databaseUrl, undefined, { RETENTION_DAYS: '0' });
  await switchSending(shop, false);
  const connection = await lab.connection(databaseUrl);
  await fillServer(connection, { ...amounts, positions: POSITIONS, unsent: UNSENT });
  await connection.query(`UPDATE outbox_messages SET state = 'dead' WHERE state = 'delivered' AND id % ${DEAD} = 0`);
  const { claims, retention, quarterCounts } = await partsOf(lab, databaseUrl);
  const untilStopped = new AbortController().signal;
  await quarterCounts.count(untilStopped);
  await connection.query('UPDATE quarter_counts SET since = since - INTERVAL 1 MINUTE'); // as if the next run were the one after it
  await quarterCounts.count(untilStopped);
  const list = async (path: string) => {
    const next = () => httpRequest('GET', `/api${path}`, shop.identity);
    const { p50, failed, firstFailure } = await drive({
      url: shop.url,
      connections: 1,
      next,
      seconds: lab.seconds / 2,
    });
    if (failed > 0) throw new Error(`${path}: ${firstFailure}`);
    return p50;
  };
  /** The target is on only for the claims, while the service stands still and sends nothing of it. */
  const claim = async () => {
    process.kill(shop.pid, 'SIGSTOP');
    await connection.query('UPDATE outbox_endpoints SET is_enabled = 1');
    const times: number[] = [];
    for (let turn = 0; turn < CLAIMS; turn++) {
      const startedAt = performance.now();
      const claimed = await claims.claim(1, AT_ONCE);
      times.push(performance.now() - startedAt);
      if (claimed.length === 0) throw new Error('Nothing was left to be claimed.');
    }
    await connection.query('UPDATE outbox_endpoints SET is_enabled = 0');
    process.kill(shop.pid, 'SIGCONT');
    return percentile(times, 50);
  };
  /** How fast bodies go that are too old, and how the inbox answers meanwhile. */
  const removeOld = async (): Promise<Line[]> => {
    let isOver = false;
    const startedAt = performance.now();
    const removing = retention.run(AbortSignal.timeout(REMOVING_MS)).finally(() => (isOver = true));
    const times: number[] = [];
    while (!isOver) {
      const askedAt = performance.now();
      const { status } = await shop.api.get('/external-orders');
      if (status !== 200) throw new Error(`The inbox answered ${status}.`);
      times.push(performance.now() - askedAt);
    }
    const removed = Object.values(await removing).reduce((sum, rows) => sum + rows, 0);
    const seconds = (performance.now() - startedAt) / 1_000;
    return [
      told('retention: rows that lose their bodies', [removed / seconds], '/s'),
      told('retention: the inbox meanwhile, p50', [percentile(times, 50)], 'ms'),
      told('retention: the inbox meanwhile, p99', [percentile(times, 99)], 'ms'),
    ];
  };
  return { list, claim, removeOld };
}
