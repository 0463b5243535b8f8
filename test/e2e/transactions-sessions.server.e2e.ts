import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { Region } from '../../src/access/regions/region.entity.js';
import type { Transaction } from '../../src/platform/transactions/transaction.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import { notOnMysql } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { startPrivateMariadb } from '../support/private-mariadb.mjs';
import { Shop } from '../support/shop.js';

const POOL_SIZE = 20;

/** Lets nobody on before `count` have come. */
function meetingOf(count: number): () => Promise<void> {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return () => {
    if (--count === 0) open();
    return opened;
  };
}

describe('transactions on a database server', () => {
  let shop: Shop;
  let transactions: Transactions;
  beforeAll(async () => {
    shop = await Shop.open();
    transactions = shop.app.get(Transactions);
  });
  afterAll(() => {
    shop.uncounted.clear(); // regions stand in for any table
    return shop.close();
  });

  const insertRegion = (tx: Transaction, name: string) =>
    tx.insert(Region, { name, timeZone: 'Europe/Moscow', createdAt: new Date() });
  const count = (name: string) => transactions.read((manager) => manager.countBy(Region, { name }));
  const connectionIdOf = async (tx: Transaction): Promise<number> =>
    Number((await tx.manager.query('SELECT CONNECTION_ID() AS id'))[0].id);

  /** As an administrator of the server would. */
  async function onTheServer<T>(sql: string): Promise<T[]> {
    const connection = await createConnection({ uri: shop.database.env.DATABASE_URL! });
    try {
      const [rows] = await connection.query(sql);
      return rows as T[];
    } finally {
      await connection.end();
    }
  }

  async function killPool(): Promise<number> {
    const sql = 'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()';
    const sessions = await onTheServer<{ id: number }>(sql);
    // One may have ended by itself in the meantime.
    await Promise.all(sessions.map(({ id }) => onTheServer(`KILL ${id}`).catch(() => undefined)));
    return sessions.length;
  }

  notOnMysql(
    'every pooled connection is READ COMMITTED and waits for the other nodes of a Galera, and lets go of rows after 10 s in which nothing happens, though the server’s own defaults are others',
    async () => {
      const [server] = await onTheServer('SELECT @@global.tx_isolation AS level, @@global.wsrep_sync_wait AS wait');
      expect(server).toMatchObject({ level: 'REPEATABLE-READ', wait: 0 });
      const allIn = meetingOf(POOL_SIZE);
      const sessions = await Promise.all(
        Array.from({ length: POOL_SIZE }, () =>
          transactions.run(async (tx) => {
            await allIn();
            const [row] = await tx.manager.query(
              'SELECT CONNECTION_ID() AS id, @@tx_isolation AS level, @@wsrep_sync_wait AS wait, @@idle_transaction_timeout AS idle',
            );
            return row as { id: number; level: string; wait: number; idle: number };
          }),
        ),
      );
      expect(new Set(sessions.map(({ id }) => id)).size).toBe(POOL_SIZE);
      expect(new Set(sessions.map(({ level, wait, idle }) => `${level} ${wait} ${idle}`))).toEqual(
        new Set(['READ-COMMITTED 1 10']),
      );
    },
  );

  it('every pooled connection has the mode under which the driver escapes values, whatever mode the server has', async () => {
    const [server] = await onTheServer<{ mode: string }>('SELECT @@global.sql_mode AS mode');
    const text = `it's a "quote" \\`;
    const [row] = await transactions.run((tx) => tx.manager.query('SELECT ? AS text, @@sql_mode AS mode', [text]));
    expect(row).toEqual({ text, mode: 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION' });
    expect(server!.mode).not.toBe(row.mode);
  });

  it.each([1290, 1836, 1047])(
    'one that a server refused with %i, which others would not, is made at a new connection',
    async (errno) => {
      const connections: number[] = [];
      await transactions.run(async (tx) => {
        connections.push(await connectionIdOf(tx));
        if (connections.length > 1) return;
        await tx.manager.query(`SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = ${errno}`);
      });
      const [refused, used] = connections;
      expect(used).not.toBe(refused);
      await eventually(async () => {
        const open = await onTheServer<{ id: number }>('SELECT id FROM information_schema.processlist');
        expect(open.map(({ id }) => Number(id))).not.toContain(refused);
      });
    },
  );

  it('what finds all connections in use is told that the database is busy, not that it cannot be reached', async () => {
    const rounds = 25;
    const sleep = () => transactions.read((manager) => manager.query('SELECT SLEEP(0.2)'));
    const crowd = await Promise.allSettled(Array.from({ length: POOL_SIZE * rounds }, sleep));
    const refused = crowd.flatMap((each) => (each.status === 'rejected' ? [each.reason.code] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused)).toEqual(new Set(['database_busy']));
    const failed = (code: string) => shown.value('partsdesk_transactions_failed_total', { code });
    const shown = await shop.metrics();
    expect([failed('database_busy'), failed('database_unavailable')]).toEqual([refused.length, 0]);
  });

  it('two that take the same rows in opposite order both succeed, each exactly once', async () => {
    const ids = await Promise.all(['0', '0'].map((name) => transactions.run((tx) => insertRegion(tx, name))));
    let tries = 0;
    const bothHaveOne = meetingOf(2);
    const raiseBoth = (order: number[]) =>
      transactions.run(async (tx) => {
        tries++;
        for (const id of order) {
          const query = tx.manager.createQueryBuilder(Region, 'region').where({ id });
          const region = await tx.lockForUpdate(query).getOneOrFail();
          await tx.manager.update(Region, { id }, { name: String(Number(region.name) + 1) });
          await bothHaveOne();
        }
      });
    await Promise.all([raiseBoth(ids), raiseBoth([...ids].reverse())]);
    const regions = await transactions.read((manager) =>
      manager.findBy(
        Region,
        ids.map((id) => ({ id })),
      ),
    );
    expect(regions.map(({ name }) => name)).toEqual(['2', '2']);
    expect(tries).toBe(3);
  });

  it('what was to follow the commit of the try that failed is not done', async () => {
    const followUp = jest.fn();
    let tries = 0;
    await transactions.run(async (tx) => {
      const number = ++tries;
      tx.afterCommit(() => followUp(number));
      if (number === 1) await onTheServer(`KILL ${await connectionIdOf(tx)}`);
      await insertRegion(tx, 'followed');
    });
    expect(followUp.mock.calls).toEqual([[2]]);
  });

  it('a connection killed in the middle costs nothing but a new try', async () => {
    let tries = 0;
    await transactions.run(async (tx) => {
      await insertRegion(tx, 'killed in the middle');
      if (++tries === 1) await onTheServer(`KILL ${await connectionIdOf(tx)}`);
      await insertRegion(tx, 'killed in the middle');
    });
    expect([tries, await count('killed in the middle')]).toEqual([2, 2]);
  });

  it('a commit without an answer is reported as an unknown outcome, not repeated blindly', async () => {
    let tries = 0;
    const lost = transactions.run(async (tx) => {
      tries++;
      await insertRegion(tx, 'lost commit');
      await onTheServer(`KILL ${await connectionIdOf(tx)}`);
    });
    await expect(lost).rejects.toMatchObject({ code: 'outcome_unknown' });
    expect([tries, await count('lost commit')]).toEqual([1, 0]);
  });

  it('a commit without an answer is repeated where the work says that it may be', async () => {
    let tries = 0;
    await transactions.run(
      async (tx) => {
        await insertRegion(tx, 'repeatable');
        if (++tries === 1) await onTheServer(`KILL ${await connectionIdOf(tx)}`);
      },
      { repeatable: true },
    );
    expect([tries, await count('repeatable')]).toEqual([2, 1]);
  });

  it('a pool whose connections were all killed heals, and no broken one is lent again', async () => {
    const allIn = meetingOf(POOL_SIZE);
    await Promise.all(Array.from({ length: POOL_SIZE }, () => transactions.read(() => allIn())));
    expect(await killPool()).toBeGreaterThanOrEqual(POOL_SIZE);
    const answers = await Promise.all(Array.from({ length: 100 }, () => shop.admin.get('/regions')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await Promise.all(Array.from({ length: 100 }, () => transactions.run((tx) => insertRegion(tx, 'healed'))));
    expect(await count('healed')).toBe(100);
  });

  it('connections killed again and again under load lose and double nothing', async () => {
    const writers = Array.from({ length: 200 }, (_, index) =>
      transactions.run(
        async (tx) => {
          if (await tx.manager.existsBy(Region, { name: `load-${index}` })) return;
          await insertRegion(tx, `load-${index}`);
        },
        { repeatable: true },
      ),
    );
    const results = Promise.allSettled(writers);
    let isDone = false;
    void results.then(() => (isDone = true));
    do await killPool();
    while (!isDone);
    const refused = (await results).filter(({ status }) => status === 'rejected');
    const code = expect.stringMatching(/^(database_unavailable|outcome_unknown)$/); // the last try may die in its COMMIT
    for (const each of refused) expect(each).toMatchObject({ reason: { code } });
    const rows: Array<{ name: string; times: string }> = await transactions.read((manager) =>
      manager.query("SELECT name, COUNT(*) AS times FROM regions WHERE name LIKE 'load-%' GROUP BY name"),
    );
    expect(rows.length).toBeGreaterThanOrEqual(200 - refused.length);
    expect(rows.filter(({ times }) => Number(times) !== 1)).toEqual([]);
  });

  it('a lock that is not given back in time is an error that may be repeated, and nothing of it is printed', async () => {
    const id = await transactions.run((tx) => insertRegion(tx, 'held'));
    const connection = await createConnection({ uri: shop.database.env.DATABASE_URL! });
    await connection.beginTransaction();
    await connection.query('SELECT * FROM regions WHERE id = ? FOR UPDATE', [id]);
    const printed = jest.spyOn(console, 'log');
    const answer = await shop.admin.patch(`/regions/${id}`, { name: 'a value' });
    expect(printed.mock.calls.flat().join()).not.toContain('a value');
    printed.mockRestore();
    expect([answer.status, answer.body.code]).toEqual([503, 'database_busy']);
    expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    await connection.end();
    expect((await shop.admin.patch(`/regions/${id}`, { name: 'given back' })).status).toBe(200);
  });

  notOnMysql('a statement that takes too long is stopped by the server, too, and the caller is told so', async () => {
    await expect(transactions.read((manager) => manager.query('SELECT SLEEP(20)'))).rejects.toMatchObject({
      code: 'took_too_long',
    });
    const stillThere = "SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP%'";
    // Who gives up first, the caller or the server, is a matter of milliseconds; the statement itself would go on for a quarter of a minute.
    await eventually(async () => expect(await onTheServer(stillThere)).toEqual([]));
  });

  it('a server that has no connection left is away for a moment, not broken', async () => {
    const own = await startPrivateMariadb();
    const connection = await createConnection({ host: '127.0.0.1', port: own.port, user: 'root' });
    await connection.query('CREATE DATABASE crowded');
    const crowded = await Shop.open({
      DATABASE_URL: own.url('crowded'),
      SECRET_KEY: randomBytes(32).toString('base64'),
    });
    await connection.query('SET GLOBAL max_connections = 10');
    const held = await Promise.all(
      Array.from({ length: 20 }, () =>
        crowded.app
          .get(Transactions)
          .read((manager) => manager.query('SELECT SLEEP(2)'))
          .then(
            () => 'answered',
            ({ code }: { code: string }) => code,
          ),
      ),
    );
    expect(new Set(held)).toEqual(new Set(['answered', 'database_unavailable']));
    await crowded.close();
    await connection.end();
    await own.stop();
  });
});
