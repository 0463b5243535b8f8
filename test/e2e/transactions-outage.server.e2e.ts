import { randomBytes } from 'node:crypto';
import { type Connection, createConnection } from 'mysql2/promise';
import { ApiAnswer } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { OwnTime } from '../support/own-time.js';
import { PrivateMariadb, startPrivateMariadb } from '../support/private-mariadb.mjs';
import { orderOf, Shop } from '../support/shop.js';

const LIMIT_MS = 5_000;
const PAUSE_MS = 100;
const FIGURES = ['partsdesk_external_orders_undecided', 'partsdesk_outbox_oldest_message_seconds'];

interface Timed<T = ApiAnswer> {
  ms: number;
  answer: T;
}

async function timed<T>(request: Promise<T>): Promise<Timed<T>> {
  const time = new OwnTime();
  const answer = await request;
  const { ms } = time;
  time.stop();
  return { ms, answer };
}

describe('a database server that hangs', () => {
  let server: PrivateMariadb;
  let shop: Shop;
  beforeAll(async () => {
    server = await startPrivateMariadb();
    const connection = await createConnection({ host: '127.0.0.1', port: server.port, user: 'root' });
    await connection.query('CREATE DATABASE shop');
    await connection.end();
    shop = await Shop.open({
      DATABASE_URL: server.url('shop'),
      SECRET_KEY: randomBytes(32).toString('base64'),
    });
  });
  afterAll(async () => {
    await shop.close();
    await server.stop();
  });

  /** Ten requests of each kind at once. */
  const burst = (name: string): Array<Promise<Timed>> =>
    Array.from({ length: 10 }, (_, index) => [
      timed(shop.admin.get('/external-orders')),
      timed(shop.admin.post('/regions', { name: `${name}-${index}`, timeZone: 'UTC' })),
      timed(shop.postToLink({ event: 'order.created', order: orderOf(`${name}-${index}`) })),
    ]).flat();

  const statusOf = async (path: string) => (await fetch(`${shop.url}${path}`)).status;

  async function whileStopped(work: () => Promise<void>): Promise<void> {
    process.kill(server.pid, 'SIGSTOP');
    try {
      await work();
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
  }

  function expectRefusedInTime(results: Timed[]): void {
    expect(results.filter(({ ms }) => ms > LIMIT_MS).map(({ ms }) => Math.round(ms))).toEqual([]);
    expect(new Set(results.map(({ answer }) => answer.status))).toEqual(new Set([503]));
    for (const { answer } of results) {
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      expect(answer.body).toMatchObject({
        status: 503,
        code: expect.stringMatching(/^(database_unavailable|database_busy|outcome_unknown)$/),
      });
    }
  }

  async function expectEverythingWorks(name: string): Promise<void> {
    await eventually(async () => expect(await statusOf('/readyz')).toBe(200));
    const results = await Promise.all(burst(name));
    expect(results.map(({ answer }) => answer.status).filter((status) => status >= 300)).toEqual([]);
    const order = await shop.accepted(`${name}-accepted`);
    await shop.toldEventually(`${name}-accepted`, [`order | accepted | accepted ${order.id}`]);
  }

  it('lets every request end within 5 s with 503 and Retry-After, however they come, and all is well after it', async () => {
    await expectEverythingWorks('before');
    await whileStopped(async () => {
      const requests: Array<Promise<Timed>> = [];
      // Some find a connection, some wait for one, some come while the others give theirs up.
      for (let wave = 0; wave < 40; wave++) {
        requests.push(...(wave % 8 === 0 ? burst(`wave-${wave}`) : [timed(shop.admin.get('/regions'))]));
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      expectRefusedInTime(await Promise.all(requests));
    });
    await expectEverythingWorks('after');
  });

  it('turns readyz red and leaves livez green, and the probes answer in time', async () => {
    await whileStopped(async () => {
      await eventually(async () => {
        const { ms, answer: answers } = await timed(Promise.all([statusOf('/readyz'), statusOf('/livez')]));
        expect(ms).toBeLessThan(LIMIT_MS);
        expect(answers).toEqual([503, 200]);
      });
      const answer = await fetch(`${shop.url}/readyz`);
      expect(await answer.json()).toMatchObject({ status: 'unavailable', parts: { database: 'unreachable' } });
    });
    await expectEverythingWorks('again');
  });
});

describe('a database server that takes no writes', () => {
  let server: PrivateMariadb;
  let shop: Shop;
  let root: Connection;
  beforeAll(async () => {
    server = await startPrivateMariadb();
    root = await createConnection({ host: '127.0.0.1', port: server.port, user: 'root' });
    await root.query('CREATE DATABASE shop');
    // What is read-only is not for whoever administers the server.
    await root.query("CREATE USER shop@'127.0.0.1' IDENTIFIED BY 'secret'");
    await root.query("GRANT ALL ON shop.* TO shop@'127.0.0.1'");
    shop = await Shop.open({
      DATABASE_URL: `mysql://shop:secret@127.0.0.1:${server.port}/shop`,
      SECRET_KEY: randomBytes(32).toString('base64'),
    });
  });
  afterAll(async () => {
    await shop.close();
    await root.end();
    await server.stop();
  });

  it('turns readyz red and says why, until it takes them again', async () => {
    const database = async () => {
      const { parts } = (await (await fetch(`${shop.url}/readyz`)).json()) as { parts: Record<string, string> };
      return parts.database;
    };
    expect(await database()).toBe('ok');
    await root.query('SET GLOBAL read_only = 1');
    expect(await database()).toBe('read_only');
    expect((await shop.postToLink({ event: 'order.created', order: orderOf('RO-1') })).status).toBe(503);
    await root.query('SET GLOBAL read_only = 0');
    expect(await database()).toBe('ok');
    await shop.receive('RO-1');
  });

  it('tells the figures that lie in it meanwhile, since they can be read', async () => {
    await root.query('SET GLOBAL read_only = 1');
    const shown = await shop.metrics();
    await root.query('SET GLOBAL read_only = 0');
    expect(shown.value('partsdesk_ready', { part: 'database' })).toBe(0);
    for (const name of FIGURES) expect([name, shown.value(name)]).toEqual([name, expect.any(Number)]);
  });
});
