import type { Child } from '../support/child.js';
import { compare } from '../support/compare.js';
import { httpRequest, Line as HttpLine } from '../support/http-load.js';
import { inTurn } from '../support/rounds.js';
import type { Line, Row } from '../support/row.js';
import { bulkServer } from '../../test/support/bulk-targets.js';
import { loadRows } from '../../test/support/rows-in-bulk.js';
import { openShop, Shop, tellOfStatus } from '../support/service.js';
import { figure, percentile, spreadOf } from '../support/statistics.js';

const ORDERS = 12_000;
/** With what may be added to a bare round trip, milliseconds. */
const PACES = [
  { name: 'idle', perSecond: 10, p50: 3, p99: 25 },
  { name: 'busy', perSecond: 200, p50: 8, p99: 25 },
];
const LINES = 16;

interface Latency {
  p50: number;
  p99: number;
}

/** How soon GettZap hears of it. */
export const latency: Row = {
  id: 'P5',
  title: 'From the answer to a change of status to the request at GettZap',
  ceiling: 'one POST to the same sink by bare sockets, there and back',
  rest:
    'After the commit the delivery is looked for and claimed by a statement that reaches the disk, and the target and ' +
    'the connection are read, before anything is sent.',
  async measure(lab) {
    const sink = await lab.child('sink.ts');
    const databaseUrl = await lab.database();
    const shop = await openShop(lab, databaseUrl, sink.told.url!);
    const statusId = await tellOfStatus(shop);
    const connection = await lab.connection(databaseUrl);
    // One item an order, so that no notification waits for another one.
    const { firstItemId } = await loadRows(await bulkServer(connection), {
      externalOrders: ORDERS,
      positions: 1,
      deliveries: 0,
    });
    let itemId = firstItemId;
    const changes = (perSecond: number) => async () => {
      const count = Math.round(perSecond * lab.seconds * 2);
      const latencies = await told(shop, sink, statusId, itemId, count, perSecond);
      itemId += count;
      return latencies;
    };
    const lines: Line[] = [];
    for (const { name, perSecond, p50, p99 } of PACES) {
      const { ours, bare } = await inTurn({ ours: changes(perSecond), bare: () => bareRoundTrips(sink) }, lab.rounds);
      lines.push(added(`${perSecond} a second (${name}): p50`, ours!, bare!, 'p50', p50));
      lines.push(added(`${perSecond} a second (${name}): p99`, ours!, bare!, 'p99', p99));
    }
    return { lines, notes: [] };
  },
};

/** The goal is what may be added to the bare round trip, milliseconds. */
function added(what: string, ours: Latency[], bare: Latency[], key: keyof Latency, goal: number): Line {
  const of = (results: Latency[]) => results.map((result) => result[key]);
  const more = spreadOf(of(ours).map((value, round) => value - of(bare)[round]!));
  return {
    ...compare(what, of(ours), of(bare), 'ms'),
    ratio: `+${figure(more.median)} ms (${figure(more.low)}–${figure(more.high)})`,
    goal: `≤ +${goal} ms`,
    reached: more.median <= goal,
  };
}

/** Changes one item after the other, so many a second, and looks when the sink was told of each. */
async function told(shop: Shop, sink: Child, statusId: string, firstItemId: number, count: number, perSecond: number) {
  await sink.ask('remember', true);
  const lines = await Promise.all(Array.from({ length: LINES }, () => HttpLine.open(shop.url)));
  const headers = { 'Content-Type': 'application/json', ...shop.identity };
  const answeredAt = new Map<string, number>();
  const startedAt = performance.now();
  const change = async (line: HttpLine, index: number) => {
    const body = JSON.stringify({ itemIds: [String(firstItemId + index)], statusId });
    const { status, body: text } = await line.send(httpRequest('POST', '/api/order-items/status', headers, body));
    if (status !== 200) throw new Error(`${status} ${text()}`);
    // Order, position and item have one number each, counted alike.
    answeredAt.set(`/v1/orders/L${firstItemId + index}/positions/1/status`, Number(process.hrtime.bigint()) / 1e6);
  };
  const worker = async (line: HttpLine, from: number) => {
    for (let index = from; index < count; index += LINES) {
      const wait = startedAt + (index / perSecond) * 1_000 - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      await change(line, index);
    }
    line.close();
  };
  await Promise.all(lines.map(worker));
  const arrivals = await arrivalsOf(sink, count);
  const latencies = [...answeredAt].map(([path, at]) => arrivals[path]! - at);
  return { p50: percentile(latencies, 50), p99: percentile(latencies, 99) };
}

async function arrivalsOf(sink: Child, count: number): Promise<Record<string, number>> {
  for (const endsAt = performance.now() + 10_000; ;) {
    const arrivals = await sink.ask<Record<string, number>>('arrivals');
    if (Object.keys(arrivals).length >= count) return arrivals;
    if (performance.now() > endsAt)
      throw new Error(`The sink was told of ${Object.keys(arrivals).length} of ${count}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function bareRoundTrips(sink: Child): Promise<Latency> {
  const line = await HttpLine.open(sink.told.url!);
  const times: number[] = [];
  for (let turn = 0; turn < 200; turn++) {
    const sentAt = performance.now();
    await line.send(httpRequest('POST', '/bare', { 'Content-Type': 'application/json' }, '{"status":"in_work"}'));
    times.push(performance.now() - sentAt);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  line.close();
  return { p50: percentile(times, 50), p99: percentile(times, 99) };
}
