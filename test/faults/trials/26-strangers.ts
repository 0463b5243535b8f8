import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { headOf, RawRequest } from '../../support/raw-http.js';
import { idOfBody, orderCreated } from '../world/poster.js';
import type { Replica } from '../world/replica.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel } from '../world/waiting.js';
import type { World } from '../world/world.js';

const MIB = 1_048_576;
const STRANGER = '203.0.113.7';
/** Of the one thread that serves everybody. */
const LONGEST_STANDSTILL_MS = 100;
const LARGEST_REFUSAL = 64 * 1_024;
const MEMORY_LIMIT_MB = 512;
/** The kernel counts a thread's time in these. */
const TICK_MS = 10;
/** Guesses from one address until it is told to wait. */
const GUESSES_ALLOWED = 10;

const trial: Trial = {
  number: 26,
  name: 'strangers',
  does: 'Strangers send bodies of 1 to 17 MB with 100,000 keys, levels and entries to every route, 400 spellings of one e-mail, sign-ins and unknown links over 32 connections, 600 half-sent bodies and 5,000 silent connections.',
  holds:
    'The process never stands still for 100 ms, takes orders in at half its rate or more, stays below 512 MB, and the right password works from a known device.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  async run({ open, count, signal }) {
    const world = await open({ env: { TRUST_PROXY: '127.0.0.1' } });
    const device = await signIn(world, 'admin@example.com', world.secrets.adminPassword);
    assert.equal(device.status, 200);
    const bodies = await hardBodies(world, count(1, 12));
    const spellings = await guessBySpelling(world, count(400, 60));
    const floods = await flood(world, count(8_000, 2_000), signal);
    const halves = await halfSent(world, count(600, 200), signal);
    const silent = await silentConnections(world, count(5_000, 2_500), signal);
    const again = await signIn(world, 'admin@example.com', world.secrets.adminPassword, { cookie: device.cookie });
    assert.equal(again.status, 200, 'the right password from a known device');
    const [replica] = world.replicas as [Replica];
    assert.ok(replica.peakMemoryMb < MEMORY_LIMIT_MB, `memory ${replica.peakMemoryMb} MB`);
    return { ...bodies, ...spellings, ...floods, ...halves, ...silent, 'peak memory MB': replica.peakMemoryMb };
  },
};
export default trial;

interface Attack {
  name: string;
  body: string;
}

function attacks(lists: string[]): Attack[] {
  const keys = (count: number) => `{${Array.from({ length: count }, (_, n) => `"k${n.toString(36)}":1`).join(',')}}`;
  const list = (name: string, entries: number, entry: string) =>
    `{"${name}":[${Array(entries).fill(entry).join(',')}]}`;
  return [
    { name: '100,000 keys', body: keys(100_000) },
    { name: '1,200 keys', body: keys(1_200) },
    { name: '4,900 keys', body: keys(4_900) },
    { name: '100,000 levels', body: `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}` },
    { name: '250 kB in one text', body: JSON.stringify({ name: 'x'.repeat(250_000) }) },
    { name: '17 MB', body: `{"a":"${'x'.repeat(17 * MIB)}"}` },
    ...lists.flatMap((name) => [
      { name: `100,000 ${name}`, body: list(name, 100_000, '"1"') },
      { name: `4,900 ${name}`, body: list(name, 4_900, '"1"') },
      { name: `2,400 wrong ${name}`, body: list(name, 2_400, '{}') },
    ]),
  ];
}

/** Each body to each route that takes one, signed in, and to the order link. @param share of routes, one of so many */
async function hardBodies(world: World, share: number) {
  const [replica] = world.replicas as [Replica];
  const paths = await routesWithBodies(replica);
  const all = paths.flatMap(({ method, path, lists }) => attacks(lists).map((attack) => ({ method, path, ...attack })));
  const tried = all.filter(({ path }, index) => index % share === 0 || path.startsWith('/api/auth/login'));
  const link = attacks([]).map((attack) => ({ method: 'POST', path: world.linkPath, ...attack }));
  let slowest = 0;
  for (const each of [...tried, ...link]) {
    const ms = await costOf(world, replica, each);
    slowest = Math.max(slowest, ms);
    assert.ok(
      ms <= LONGEST_STANDSTILL_MS + TICK_MS,
      `${each.method} ${shown(each.path, world)}, ${each.name}: ${ms} ms`,
    );
  }
  return { 'hard bodies': tried.length + link.length, 'longest standstill ms': slowest };
}

const shown = (path: string, world: World) => path.replace(world.linkPath, '/gettzap/orders/…');

/** The least of three tries: what the machine or the garbage collector adds is not the body's. @returns ms of the serving thread */
async function costOf(
  world: World,
  replica: Replica,
  { method, path, body, name }: Attack & { method: string; path: string },
) {
  const tries: number[] = [];
  while (tries.length < 3 && Math.min(Infinity, ...tries) > LONGEST_STANDSTILL_MS / 2) {
    const before = replica.servingMs;
    const answer = await fetch(replica.url + path, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: basicOf(world) },
      body,
    });
    const text = await answer.text();
    tries.push(replica.servingMs - before);
    const isLink = path === world.linkPath;
    if (isLink) world.poster.posted.add(idOfBody(body));
    if (isLink && answer.status === 200) world.poster.acknowledged.add(idOfBody(body));
    assert.ok(
      isLink ? answer.status < 500 : answer.status >= 400 && answer.status < 500,
      `${path}, ${name}: ${answer.status}`,
    );
    assert.ok(text.length < LARGEST_REFUSAL, `${path}, ${name}: an answer of ${text.length} characters`);
  }
  return Math.min(...tries);
}

function basicOf({ secrets }: World): string {
  return `Basic ${Buffer.from(`admin@example.com:${secrets.adminPassword}`).toString('base64')}`;
}

/** From the description of the API: each route with a body, and the names of the lists in it. */
async function routesWithBodies({ url }: Replica): Promise<Array<{ method: string; path: string; lists: string[] }>> {
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { requestBody?: object }>>;
    components: { schemas: Record<string, { properties?: Record<string, { type?: string }> }> };
  };
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { requestBody }]) => requestBody !== undefined && !path.startsWith('/gettzap/'))
      .map(([method, { requestBody }]) => {
        const name = /schemas\/(\w+)/.exec(JSON.stringify(requestBody))?.[1] ?? '';
        const fields = Object.entries(document.components.schemas[name]?.properties ?? {});
        const lists = fields.filter(([, { type }]) => type === 'array').map(([field]) => field);
        return { method: method.toUpperCase(), path: path.replace(/\{\w+\}/g, '1'), lists };
      }),
  );
}

async function signIn(world: World, email: string, password: string, { cookie = '', address = '127.0.0.1' } = {}) {
  const answer = await fetch(`${world.replicas[0]!.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': address, ...(cookie && { Cookie: cookie }) },
    body: JSON.stringify({ email, password }),
  });
  await answer.text();
  const cookies = answer.headers.getSetCookie().map((each) => each.split(';')[0]);
  return { status: answer.status, cookie: cookies.join('; ') };
}

/** Other ways to write one e-mail: what a careless comparison takes for the same. */
function* spellings(email: string, count: number): Iterable<string> {
  const signs = ['\u200b', '\u00ad', '\u0000', ' ', '\u0301', '\u2060', '\u0001', '\u00a0'];
  for (let n = 0; n < count; n++) {
    const sign = signs[n % signs.length]!.repeat(1 + Math.floor(n / 32));
    const place = n % email.length;
    const wide = String.fromCodePoint(email.codePointAt(place)! + 0xfee0);
    yield n % 3 === 0
      ? email.slice(0, place) + wide + email.slice(place + 1)
      : email.slice(0, place) + sign + email.slice(place);
  }
}

/** However the e-mail is written, so many guesses are let through, and the right password is of no use after that. */
async function guessBySpelling(world: World, count: number) {
  const answers: Record<number, number> = {};
  for (const email of spellings('admin@example.com', count)) {
    const { status } = await signIn(world, email, 'wrong-password', { address: STRANGER });
    answers[status] = (answers[status] ?? 0) + 1;
  }
  for (let n = 0; n <= GUESSES_ALLOWED; n++) {
    await signIn(world, 'admin@example.com', `wrong-password-${n}`, { address: STRANGER });
  }
  const right = await signIn(world, 'admin@example.com', world.secrets.adminPassword, { address: STRANGER });
  assert.equal(right.status, 429, 'after so many guesses also the right password waits');
  for (const email of spellings('admin@example.com', 40)) {
    const { status } = await signIn(world, email, world.secrets.adminPassword, { address: STRANGER });
    assert.notEqual(status, 200, `another spelling got in: ${JSON.stringify(email)}`);
  }
  return {
    'spellings answered': Object.entries(answers)
      .map(([status, n]) => `${n} × ${status}`)
      .join(', '),
  };
}

/** Orders taken in while 32 connections ask for something, one after the other without a pause. */
async function flood(world: World, ms: number, signal: AbortSignal) {
  const { url } = world.replicas[0]!;
  await intake(world, ms, signal);
  const figures: Record<string, number> = {};
  for (const kind of ['sign-ins', 'metrics', 'unknown links']) {
    // Before and after: the machine's other work changes from one second to the next.
    const before = await intake(world, ms, signal);
    const worker = new Worker(new URL('../world/flood.mjs', import.meta.url), { workerData: { url, hands: 32, kind } });
    await once(worker, 'message');
    let during: number;
    try {
      during = await intake(world, ms, signal);
    } finally {
      await worker.terminate();
    }
    const after = await intake(world, ms, signal);
    const alone = Math.min(before, after);
    figures[`orders/s alone, ${kind}`] = Math.round(alone);
    figures[`orders/s with ${kind}`] = Math.round(during);
    assert.ok(during >= alone / 2, `${kind}: ${Math.round(during)} orders/s, alone ${Math.round(alone)}`);
  }
  return figures;
}

/** Who send orders at once, beside the 32 who disturb them. */
const SENDERS = 64;

let posted = 0;

/** @returns orders a second */
async function intake(world: World, ms: number, signal: AbortSignal): Promise<number> {
  const startedAt = performance.now();
  let taken = 0;
  await inParallel([...Array(SENDERS).keys()], SENDERS, async () => {
    while (performance.now() - startedAt < ms) {
      signal.throwIfAborted();
      const { status } = await world.poster.post(orderCreated(`S-${++posted}`));
      if (status === 200) taken += 1;
    }
  });
  return taken / ((performance.now() - startedAt) / 1_000);
}

/** Bodies that never come to their end, as long as each place takes them. */
async function halfSent(world: World, count: number, signal: AbortSignal) {
  const { port } = world.replicas[0]!;
  const places = [`/gettzap/orders/${'A'.repeat(43)}`, '/api/regions', '/api/auth/login'];
  const requests = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const request = new RawRequest(port);
      const head = headOf(places[n % places.length]!, `Content-Length: ${n % places.length === 2 ? 16_000 : 900_000}`);
      await request.send(`${head}\r\n`);
      return request.send('x'.repeat(n % places.length === 2 ? 15_000 : 890_000));
    }),
  );
  const memory = world.replicas[0]!.memoryMb;
  await heard(world, signal);
  for (const request of requests) request.close();
  assert.ok(memory < MEMORY_LIMIT_MB, `half-sent bodies: ${memory} MB`);
  return { 'half-sent bodies': count, 'memory with them MB': memory };
}

async function silentConnections(world: World, count: number, signal: AbortSignal) {
  const { port } = world.replicas[0]!;
  const silent = Array.from({ length: count }, () => new RawRequest(port));
  await heard(world, signal);
  const memory = world.replicas[0]!.memoryMb;
  for (const each of silent) each.close();
  assert.ok(memory < MEMORY_LIMIT_MB, `silent connections: ${memory} MB`);
  return { 'silent connections': count, 'memory beside them MB': memory };
}

/** An order comes in and the probes answer. */
async function heard({ poster, replicas }: World, signal: AbortSignal): Promise<void> {
  const ids = Array.from({ length: 10 }, () => `H-${++posted}`);
  for (const id of ids) {
    await eventually(async () => assert.equal((await poster.post(orderCreated(id))).status, 200), 5_000, signal);
  }
  assert.equal(await replicas[0]!.statusOf('/livez'), 200);
}
