import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { orderCreated } from '../world/poster.js';
import type { Replica } from '../world/replica.js';
import { untilDrained } from '../world/shop-work.js';
import type { Figures, Trial } from '../world/trial.js';
import { eventually, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const LIMIT_MS = 20_000;
const STREAMS_A_USER = 20;
const PASSWORD = 'a long word for trials';

const trial: Trial = {
  number: 30,
  name: 'ends',
  does: 'The service gets SIGTERM with 200 event streams, pipelined streams, half-open and silent connections, a receiver that hangs, requests that still come, and a database that hangs or is away.',
  holds: 'It exits with 0 within 20 s, nothing is left half sent, every 503 has its Retry-After.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  async run({ open, count, signal, database }) {
    const world = await open({ isProxied: database === 'mariadb' });
    const [replica] = world.replicas;
    const figures: Figures = {};
    const sockets: Socket[] = [];
    try {
      const streams = await openStreams(world, replica!, count(200, 60), sockets);
      figures.streams = streams;
      figures['s with browsers'] = await stopped(world, replica!, 0);
      await replica!.start();

      await openStreams(world, replica!, 20, sockets);
      world.sandbox.setTrouble({ kind: 'hang' });
      const id = await world.poster.postUntilTaken(orderCreated('HANGS'));
      await world.api.post(`/external-orders/${id}/accept`, {});
      await eventually(
        async () => assert.equal((await sending(world)).length, 1, 'something is being sent'),
        10_000,
        signal,
      );
      figures['s with a receiver that hangs'] = await stopped(world, replica!, 3, signal);
      world.sandbox.clearTrouble();
      await replica!.start();
      await untilDrained(world);

      for (const [name, fail] of [
        ['hangs', () => world.proxy!.blackHole()],
        ['is away', () => world.proxy!.cut()],
      ] as const) {
        if (!world.proxy) break;
        await openStreams(world, replica!, 20, sockets);
        fail();
        figures[`s while the database ${name}`] = await stopped(world, replica!, 2, signal);
        world.proxy.mend();
        await replica!.start();
      }
      await untilDrained(world);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
    const { answers } = world.poster;
    figures['503 while ending'] = answers.filter(({ status }) => status === 503).length;
    assert.deepEqual(
      answers.filter(({ status, retryAfter }) => status === 503 && !retryAfter).map(({ body }) => body),
      [],
      'every 503 has its Retry-After',
    );
    return figures;
  },
};
export default trial;

const sending = ({ database }: World) => database.rows(`SELECT id FROM outbox_messages WHERE state = 'sending'`);

/** @param posters who go on posting meanwhile @returns seconds */
async function stopped(world: World, replica: Replica, posters: number, signal?: AbortSignal): Promise<number> {
  let isStopping = true;
  let n = 0;
  const posting = Array.from({ length: posters }, async () => {
    while (isStopping) {
      await world.poster.post(orderCreated(`LATE-${performance.now()}-${++n}`), replica);
      await pause(20, signal);
    }
  });
  const startedAt = performance.now();
  const code = await replica.stop();
  const tookMs = performance.now() - startedAt;
  isStopping = false;
  await Promise.all(posting);
  world.proxy?.mend();
  assert.equal(code, 0, `exit code; ${replica.lastLines(3)}`);
  assert.ok(tookMs <= LIMIT_MS, `the end took ${Math.round(tookMs)} ms`);
  assert.deepEqual(await sending(world), [], 'nothing is left half sent');
  return Math.round(tookMs / 100) / 10;
}

/** Browsers that listen, some that ask for two streams at once, leave at once, say nothing, half of a request, or end their half. */
async function openStreams(world: World, { port }: Replica, count: number, sockets: Socket[]): Promise<number> {
  const open = () => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  let streams = 0;
  while (streams < count) {
    const ask = `GET /api/events HTTP/1.1\r\nHost: x\r\nAuthorization: ${await newUser(world)}\r\n\r\n`;
    const left = open();
    left.write(ask.repeat(2));
    await once(left, 'data');
    left.destroy();
    for (let n = 0; n < STREAMS_A_USER - 2 && streams < count; n++, streams++) {
      const socket = open();
      socket.write(n % 5 === 0 ? ask.repeat(2) : ask);
      const [first] = (await once(socket, 'data')) as [Buffer];
      assert.match(first.toString(), n % 5 === 0 ? /^HTTP\/1\.1 (200|429)/ : /^HTTP\/1\.1 200/);
      if (n % 7 === 0) socket.pause();
    }
    open().end(ask);
    open().write('POST /gettzap/orders/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
    open();
  }
  return streams;
}

let users = 0;

async function newUser({ api }: World): Promise<string> {
  const email = `listener-${process.pid}-${++users}@example.com`;
  const user = { email, name: 'Listener', password: PASSWORD, roles: ['observer'], regionIds: [] };
  const { status, body } = await api.post('/users', user);
  assert.equal(status, 201, JSON.stringify(body));
  return `Basic ${Buffer.from(`${email}:${PASSWORD}`).toString('base64')}`;
}
