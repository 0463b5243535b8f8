import type { Child } from '../support/child.js';
import { compare, told } from '../support/compare.js';
import { drive, httpRequest, Line as HttpLine } from '../support/http-load.js';
import type { Lab } from '../support/lab.js';
import { withCpu } from '../support/process-figures.js';
import { inTurn } from '../support/rounds.js';
import { Line, LIBRARIES_ALONE, Row } from '../support/row.js';
import { bulkServer } from '../../test/support/bulk-targets.js';
import { loadRows } from '../../test/support/rows-in-bulk.js';
import { openShop, startService, switchSending } from '../support/service.js';
import { percentile } from '../support/statistics.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const CONNECTIONS = 16;
const AT_ONCE = 60;
const POSITIONS = 5;
const ORDERS = 30_000;
const P99_MS = 500;
const GOAL = { ratio: 0.4 };
const NOTICES_WITHIN_MS = 60_000;
/** Everything that GettZap is told of an external order lies below its path. */
const ITS_PATH = /^\/v1\/orders\/L(\d+)\//;

/** What a burst of calls at once was answered, and when GettZap heard of each. */
interface Burst {
  rate: number;
  p50: number;
  p99: number;
  noticeP50?: number;
  noticeLast?: number;
}

/** Many managers accept at once, as on a Monday morning or right after an update. */
export const accepting: Row = {
  id: 'P3b',
  title: 'Accepting an order of five positions',
  ceiling:
    'bare Fastify and mysql2: decision, order, items, history, audit and notification in one round trip, nothing read or checked first; ' +
    'right after the start it is a new process, too',
  rest:
    'The decision is planned over rows that are read and held first, and the answer is the whole external order, read anew; the first calls ' +
    'of a process run code that was never run before, all of them at once on one core.',
  async measure(lab) {
    const ours = await fill(lab);
    const bare = await fill(lab);
    await bare.shop.stop();
    const lines = [...(await steadily(lab, ours, bare)), ...(await rightAfterTheStart(lab, ours, bare))];
    return { lines, notes: [LIBRARIES_ALONE] };
  },
};

type Filled = Awaited<ReturnType<typeof fill>>;

async function fill(lab: Lab) {
  const [databaseUrl, sink] = [await lab.database(), await lab.child('sink.ts')];
  const shop = await openShop(lab, databaseUrl, sink.told.url!);
  const connection = await lab.connection(databaseUrl);
  const externalOrders = Math.round(ORDERS * lab.scale);
  const amounts = { externalOrders, positions: POSITIONS, accepted: false, deliveries: 0 };
  const { firstId, lastId } = await loadRows(await bulkServer(connection), amounts);
  await connection.query('DELETE FROM outbox_ordering_keys'); // accepting makes them
  let nextId = firstId;
  const take = () => (nextId <= lastId ? nextId++ : undefined);
  return { databaseUrl, shop, sink, connection, take };
}

function acceptRequest({ shop }: Filled, id: number): string {
  return httpRequest('POST', `/api/external-orders/${id}/accept`, { ...JSON_TYPE, ...shop.identity }, '{}');
}

function bareRequest(id: number): string {
  return httpRequest('POST', `/accept/${id}`, JSON_TYPE, '{}');
}

async function steadily(lab: Lab, ours: Filled, bare: Filled): Promise<Line[]> {
  await switchSending(ours.shop, false);
  const ceiling = await lab.child('ceilings/server.ts', [bare.databaseUrl]);
  const libraries = await lab.child('ceilings/libraries.ts', [bare.databaseUrl]);
  const load = (pid: number, url: string, take: Filled['take'], request: (id: number) => string) => () =>
    withCpu(lab, pid, async () => {
      const next = () => {
        const id = take();
        return id === undefined ? undefined : request(id);
      };
      const result = await drive({ url, connections: CONNECTIONS, next, seconds: lab.seconds });
      if (result.failed > 0) throw new Error(result.firstFailure);
      return result;
    });
  const results = await inTurn(
    {
      ours: load(ours.shop.pid, ours.shop.url, ours.take, (id) => acceptRequest(ours, id)),
      bare: load(ceiling.pid, ceiling.told.url!, bare.take, bareRequest),
      floor: load(libraries.pid, libraries.told.url!, bare.take, bareRequest),
    },
    lab.rounds,
  );
  await ceiling.stop();
  await libraries.stop();
  const of = (name: 'ours' | 'bare' | 'floor', key: 'rate' | 'p99') => results[name]!.map((result) => result[key]);
  const costs = (name: 'ours' | 'bare' | 'floor') => results[name]!.map(({ cpu, count }) => (cpu / count) * 1_000);
  const at = `${CONNECTIONS} connections`;
  return [
    compare(at, of('ours', 'rate'), of('bare', 'rate'), '/s', GOAL),
    compare(`${at}: the libraries alone`, of('floor', 'rate'), of('bare', 'rate'), '/s'),
    compare(`${at}: p99`, of('ours', 'p99'), of('bare', 'p99'), 'ms'),
    compare(`${at}: processor time an order`, costs('ours'), costs('bare'), 'ms'),
    compare(`${at}: processor time an order, the libraries alone`, costs('floor'), costs('bare'), 'ms'),
  ];
}

async function rightAfterTheStart(lab: Lab, ours: Filled, bare: Filled): Promise<Line[]> {
  await ours.connection.query('DELETE FROM outbox_messages'); // else they would be sent meanwhile
  await switchSending(ours.shop, true);
  await ours.shop.stop();
  const results = await inTurn<Burst>(
    {
      ours: async () => {
        const service = await startService(lab, ours.databaseUrl);
        const burst = await acceptAtOnce(service.url, ours.take, (id) => acceptRequest(ours, id), ours.sink);
        await service.stop();
        return burst;
      },
      bare: async () => {
        const ceiling = await lab.child('ceilings/server.ts', [bare.databaseUrl]);
        const burst = await acceptAtOnce(ceiling.told.url!, bare.take, bareRequest);
        await ceiling.stop();
        return burst;
      },
      floor: async () => {
        const libraries = await lab.child('ceilings/libraries.ts', [bare.databaseUrl]);
        const burst = await acceptAtOnce(libraries.told.url!, bare.take, bareRequest);
        await libraries.stop();
        return burst;
      },
    },
    lab.rounds,
  );
  const of = (name: 'ours' | 'bare' | 'floor', key: keyof Burst) => results[name]!.map((result) => result[key]!);
  const at = `${AT_ONCE} at once right after the start`;
  const tails = compare(`${at}: p99`, of('ours', 'p99'), of('bare', 'p99'), 'ms');
  const isReached = percentile(of('ours', 'p99'), 50) <= P99_MS;
  return [
    compare(at, of('ours', 'rate'), of('bare', 'rate'), '/s', GOAL),
    compare(`${at}: p50`, of('ours', 'p50'), of('bare', 'p50'), 'ms'),
    compare(`${at}: p99, the libraries alone`, of('floor', 'p99'), of('bare', 'p99'), 'ms'),
    { ...tails, goal: `≤ ${P99_MS} ms`, reached: isReached },
    told(`${at}: from the answer to the first notice, p50`, of('ours', 'noticeP50'), 'ms'),
    told(`${at}: from the answer to the first notice, the last`, of('ours', 'noticeLast'), 'ms'),
  ];
}

/** @param sink says when GettZap heard of each, where it is told */
async function acceptAtOnce(url: string, take: Filled['take'], request: (id: number) => string, sink?: Child) {
  await sink?.ask('remember', true);
  const lines = await Promise.all(Array.from({ length: AT_ONCE }, () => HttpLine.open(url)));
  const startedAt = now();
  const answered = await Promise.all(
    lines.map(async (line) => {
      const id = take();
      if (id === undefined) throw new Error('Nothing was left to be accepted.');
      const { status, body } = await line.send(request(id));
      if (status !== 200) throw new Error(`${status} ${body()}`);
      line.close();
      return { id, at: now() };
    }),
  );
  const times = answered.map(({ at }) => at - startedAt);
  const burst: Burst = {
    rate: AT_ONCE / (Math.max(...times) / 1_000),
    p50: percentile(times, 50),
    p99: percentile(times, 99),
  };
  if (!sink) return burst;
  const told = await toldAt(sink);
  const notices = answered.map(({ id, at }) => Math.max(0, told.get(id)! - at));
  return { ...burst, noticeP50: percentile(notices, 50), noticeLast: Math.max(...notices) };
}

/** When GettZap heard first of each external order, as soon as it heard of all. */
async function toldAt(sink: Child): Promise<Map<number, number>> {
  for (const endsAt = now() + NOTICES_WITHIN_MS; ;) {
    const told = new Map<number, number>();
    for (const [path, at] of Object.entries(await sink.ask<Record<string, number>>('arrivals'))) {
      const id = Number(ITS_PATH.exec(path)![1]);
      told.set(id, Math.min(at, told.get(id) ?? Infinity));
    }
    if (told.size >= AT_ONCE) return told;
    if (now() > endsAt) throw new Error(`GettZap heard of ${told.size} of ${AT_ONCE}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Milliseconds of the clock that all processes share. */
function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
