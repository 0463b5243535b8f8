import assert from 'node:assert/strict';
import { Connection, createConnection } from 'mysql2/promise';
import { orderCreated } from '../world/poster.js';
import { accept, untilDrained } from '../world/shop-work.js';
import type { Figures, Trial, TrialRun } from '../world/trial.js';
import { eventually, inParallel, pause } from '../world/waiting.js';
import type { World } from '../world/world.js';

const HANDS = 12;
/** Statements of receiving one order, of accepting it and of recording its notice. */
const POINTS = 40;
const MOST_CONNECTIONS = 30;

/** Memory, and that nothing is lost, doubled or answered 500, is looked at in every trial. */
const trial: Trial = {
  number: 29,
  name: 'connections',
  does: 'Connections to the database are cut at every point (also just before and after COMMIT), killed, all taken by others, made read-only, and deadlocked.',
  holds: 'Nothing is lost or doubled, and every 503 says when to come again.',
  databases: ['mariadb'],
  isShort: true,
  limitMinutes: 20,
  async run(run) {
    const { port } = await run.mariadb();
    const root = await createConnection({ host: '127.0.0.1', port, user: 'root', multipleStatements: true });
    run.atEnd(async () => {
      await root.query('SET GLOBAL read_only = 0; SET GLOBAL max_connections = 151; DROP USER IF EXISTS trial_shop');
      await root.end();
    });
    const cut = await run.open({ isProxied: true });
    const figures = { ...(await cutEverywhere(run, cut)), ...(await cutAtCommit(run, cut)) };
    checkAnswers(cut);
    await untilDrained(cut);

    const other = await run.open({
      start: async ([replica], database) => {
        const url = database.env().DATABASE_URL!;
        // Rights on one database alone, unlike root's, end where the server is read-only or full.
        await root.query(`DROP USER IF EXISTS trial_shop; CREATE USER trial_shop;
          GRANT ALL ON ${new URL(url).pathname.slice(1)}.* TO trial_shop`);
        await replica!.start({ DATABASE_URL: url.replace('root@', 'trial_shop@') });
      },
    });
    Object.assign(figures, await killed(run, other, root), await taken(run, other, root, port));
    Object.assign(figures, await readOnly(run, other, root), await deadlocked(run, other, port));
    checkAnswers(other);
    await untilDrained(other);
    const refused = [cut, other].reduce((sum, world) => sum + (world.poster.answerCounts()[503] ?? 0), 0);
    return { ...figures, 'answered 503': refused };
  },
};
export default trial;

/** One order after the other; each time the next statement further on is cut off, before or after it reached the server. */
async function cutEverywhere({ count }: TrialRun, world: World): Promise<Figures> {
  const step = count(1, 5);
  let cuts = 0;
  for (const when of ['before', 'after'] as const) {
    for (let point = 1; point <= POINTS; point += step) {
      const before = world.proxy!.cuts;
      world.proxy!.cutAtStatement(point, when);
      const id = await world.poster.postUntilTaken(orderCreated(`P-${when}-${point}`));
      await accept(world, id);
      cuts += world.proxy!.cuts - before;
    }
  }
  world.proxy!.mend();
  assert.ok(cuts > 0, 'nothing was cut');
  return { 'cut at statements': cuts };
}

async function cutAtCommit({ count }: TrialRun, world: World): Promise<Figures> {
  const rounds = count(250, 30);
  const before = world.proxy!.cuts;
  for (const when of ['before', 'after'] as const) {
    world.proxy!.cutAtCommits(rounds, when);
    const orders = Array.from({ length: rounds * 4 }, (_, n) => orderCreated(`C-${when}-${n}`));
    await world.poster.postAll(orders, HANDS);
    world.proxy!.mend();
  }
  const cuts = world.proxy!.cuts - before;
  assert.ok(cuts >= rounds, `only ${cuts} COMMITs were cut off`);
  return { 'cut at COMMIT': cuts };
}

async function killed({ count, signal }: TrialRun, world: World, root: Connection): Promise<Figures> {
  const wanted = count(500, 60);
  let kills = 0;
  let isOver = false;
  const killing = (async () => {
    while (kills < wanted) {
      const [rows] = await root.query(`SELECT id FROM information_schema.processlist WHERE user = 'trial_shop'`);
      for (const { id } of rows as Array<{ id: number }>) {
        await root.query(`KILL CONNECTION ${id}`).then(
          () => kills++,
          () => undefined,
        );
      }
      await pause(100, signal);
    }
    isOver = true;
  })();
  for (let n = 0; !isOver; n += 20) {
    await world.poster.postAll(
      Array.from({ length: 20 }, (_, each) => orderCreated(`K-${n + each}`)),
      HANDS,
    );
  }
  await killing;
  return { killed: kills };
}

async function taken({ count, signal }: TrialRun, world: World, root: Connection, port: number): Promise<Figures> {
  await root.query(`SET GLOBAL max_connections = ${MOST_CONNECTIONS}`);
  const others: Connection[] = [];
  try {
    for (let n = 0; n < MOST_CONNECTIONS; n++) {
      await killShop(root);
      const other = await createConnection({ host: '127.0.0.1', port, user: 'trial_shop' }).catch(() => undefined);
      if (other) others.push(other);
    }
    const posts = Array.from({ length: count(100, 20) }, (_, n) => orderCreated(`T-${n}`));
    await inParallel(posts, HANDS, async (message) => void (await world.poster.post(message)));
  } finally {
    for (const other of others) other.destroy();
    await root.query('SET GLOBAL max_connections = 151');
  }
  await eventually(
    async () => assert.equal((await world.poster.post(orderCreated('T-after'))).status, 200),
    10_000,
    signal,
  );
  return { 'taken by others': others.length };
}

async function killShop(root: Connection): Promise<void> {
  const [rows] = await root.query(
    `SELECT id FROM information_schema.processlist WHERE user = 'trial_shop' AND db IS NOT NULL`,
  );
  for (const { id } of rows as Array<{ id: number }>) await root.query(`KILL CONNECTION ${id}`).catch(() => undefined);
}

async function readOnly({ signal }: TrialRun, world: World, root: Connection): Promise<Figures> {
  await root.query('SET GLOBAL read_only = 1');
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => world.poster.post(orderCreated(`R-${n}`))));
  await root.query('SET GLOBAL read_only = 0');
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [503], 'read-only is answered 503');
  await eventually(
    async () => assert.equal((await world.poster.post(orderCreated('R-after'))).status, 200),
    10_000,
    signal,
  );
  return { 'refused read-only': answers.length };
}

/** Another client takes ordering key and order in the opposite sequence, over and over, while they are accepted and refused. */
async function deadlocked({ count, signal }: TrialRun, world: World, port: number): Promise<Figures> {
  const orders = count(400, 40);
  const ids: string[] = [];
  await inParallel(
    Array.from({ length: orders }, (_, n) => `D-${n}`),
    HANDS,
    async (id) => {
      ids.push(await world.poster.postUntilTaken(orderCreated(id, 2)));
    },
  );
  const { pathname } = new URL(world.database.env().DATABASE_URL!);
  const address = { host: '127.0.0.1', port, user: 'root', database: pathname.slice(1) };
  let isOver = false;
  let deadlocks = 0;
  const disturbing = Array.from({ length: 4 }, async () => {
    const connection = await createConnection(address);
    while (!isOver) {
      try {
        await connection.beginTransaction();
        await connection.query('SELECT id FROM external_order_positions ORDER BY id DESC LIMIT 60 FOR UPDATE');
        await connection.query('SELECT id FROM external_orders ORDER BY id DESC LIMIT 30 FOR UPDATE');
        await connection.rollback();
      } catch (error) {
        if ((error as { errno?: number }).errno === 1213) deadlocks += 1;
        await connection.rollback().catch(() => undefined);
      }
      await pause(1, signal).catch(() => (isOver = true));
    }
    await connection.end();
  });
  await inParallel(ids.toReversed(), HANDS, async (id) => void (await accept(world, id)));
  isOver = true;
  await Promise.all(disturbing);
  const shown = await (await fetch(`${world.replicas[0]!.url}/metrics`)).text();
  const retried = Number(/^partsdesk_transaction_retries_total\{cause="conflict"\} (\d+)/m.exec(shown)?.[1] ?? 0);
  assert.ok(deadlocks + retried > 0, 'there was no deadlock');
  return { 'conflicts of the service': retried, 'deadlocks of others': deadlocks };
}

function checkAnswers({ poster }: World): void {
  const silent = poster.answers.filter(
    ({ status, retryAfter }) => status === 503 && !/^[1-9]\d*$/.test(retryAfter ?? ''),
  );
  assert.equal(silent.length, 0, `${silent.length} answers 503 were without Retry-After`);
  const { 200: _good, 503: _busy, ...others } = poster.answerCounts();
  assert.deepEqual(others, {}, 'no other answers than 200 and 503');
}
