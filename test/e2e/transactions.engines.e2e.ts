import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { DataSource, QueryFailedError } from 'typeorm';
import { DatabaseHealth } from '../../src/platform/database/database-health.service.js';
import { EmbeddedDriver } from '../../src/platform/database/embedded-driver.js';
import { Region } from '../../src/access/regions/region.entity.js';
import { GettzapMessage } from '../../src/marketplaces/gettzap/gettzap-message.entity.js';
import { OrderItem } from '../../src/orders/orders/order.entity.js';
import { Configuration } from '../../src/platform/configuration/configuration.service.js';
import { UnavailableError } from '../../src/platform/errors.js';
import { DomainEventBus, type Transaction } from '../../src/platform/transactions/transaction.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import { OutOfDateError } from '../../src/platform/transactions/transient-errors.js';
import { onEmbedded, onServer } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { orderOf, Shop } from '../support/shop.js';

describe('transactions', () => {
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

  const insertRegion = (tx: Transaction, name: string, createdAt = new Date()) =>
    tx.insert(Region, { name, timeZone: 'Europe/Moscow', createdAt });
  const countRegions = (prefix: string) =>
    transactions.read((manager) =>
      manager
        .createQueryBuilder(Region, 'region')
        .where('region.name LIKE :name', { name: `${prefix}%` })
        .getCount(),
    );
  /** Names of the regions as the others see them. */
  const seen = async (name: string) => (await countRegions(name)) > 0;

  onEmbedded('no other process writes between what a transaction reads and what it writes', async () => {
    const other = new EmbeddedDriver(join(shop.database.env.DATA_DIR, 'partsdesk.sqlite'), { timeout: 0 });
    try {
      await transactions.run(async (tx) => {
        await tx.manager.count(Region);
        expect(() => other.prepare('UPDATE regions SET name = name').run()).toThrow(/locked/);
        await insertRegion(tx, 'between');
      });
      other.prepare('UPDATE regions SET name = name').run();
    } finally {
      other.close();
    }
  });

  it('a hundred at once are all committed, each exactly once', async () => {
    const ids = await Promise.all(
      Array.from({ length: 100 }, (_, index) => transactions.run((tx) => insertRegion(tx, `once-${index}-`))),
    );
    expect(new Set(ids).size).toBe(100);
    expect(await countRegions('once-')).toBe(100);
    for (const index of [0, 1, 50, 99]) expect(await countRegions(`once-${index}-`)).toBe(1);
  });

  it('a counter that a hundred raise at once misses none of them', async () => {
    const id = await transactions.run((tx) => insertRegion(tx, '0'));
    const raise = () =>
      transactions.run(async (tx) => {
        const query = tx.manager.createQueryBuilder(Region, 'region').where({ id });
        const region = await tx.lockForUpdate(query).getOneOrFail();
        await tx.manager.update(Region, { id }, { name: String(Number(region.name) + 1) });
      });
    /** All wait for one row: on a busy machine some are sent away, without a change, and come again. */
    const untilRaised = (): Promise<void> =>
      raise().catch((error: unknown) => {
        if (!(error instanceof UnavailableError)) throw error;
        return untilRaised();
      });
    await Promise.all(Array.from({ length: 100 }, untilRaised));
    const region = await transactions.read((manager) => manager.findOneByOrFail(Region, { id }));
    expect(region.name).toBe('100');
  });

  it('one that fails in the middle is undone alone', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) =>
        transactions.run(async (tx) => {
          await insertRegion(tx, `middle-${index}-`);
          if (index === 15) throw new Error('in the middle');
          await insertRegion(tx, `middle-${index}-`);
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([
      { status: 'rejected', reason: new Error('in the middle') },
    ]);
    expect([await countRegions('middle-'), await countRegions('middle-15-')]).toEqual([58, 0]);
  });

  it('one that the database itself refuses is undone whole, and the next one works', async () => {
    const failing = transactions.run(async (tx) => {
      await insertRegion(tx, 'refused');
      await tx.manager.query('INSERT INTO regions (nothing) VALUES (1)');
    });
    await expect(failing).rejects.toThrow(/nothing/);
    expect(await seen('refused')).toBe(false);
    await transactions.run((tx) => insertRegion(tx, 'after the refused'));
    expect(await seen('after the refused')).toBe(true);
  });

  it('one that fails with another system’s network error is undone like any other, and the next one works', async () => {
    const failing = transactions.run(async (tx) => {
      await insertRegion(tx, 'elsewhere');
      throw Object.assign(new Error('elsewhere'), { code: 'ECONNREFUSED' });
    });
    await expect(failing).rejects.toThrow('elsewhere');
    expect(await seen('elsewhere')).toBe(false);
    await transactions.run((tx) => insertRegion(tx, 'after elsewhere'));
    expect(await seen('after elsewhere')).toBe(true);
  });

  it('what a try that is done again left for after the commit is left out: only the last one’s is done', async () => {
    const followed: number[] = [];
    let tries = 0;
    await transactions.run(async (tx) => {
      const number = ++tries;
      tx.afterCommit(() => void followed.push(number));
      const isDeadlock = Object.assign(new Error('Deadlock found'), { errno: 1213 });
      if (number < 3) throw new QueryFailedError('UPDATE regions', [], isDeadlock);
      await insertRegion(tx, 'third time');
    });
    expect([tries, followed, await countRegions('third time')]).toEqual([3, [3], 1]);
  });

  onEmbedded('one that a full disk ended is undone, and what is done after it is committed', async () => {
    const writer = shop.app.get(DataSource);
    const [{ page_count: pages }] = await writer.query('PRAGMA page_count');
    // SQLite undoes the whole transaction itself when there is no room, so there is nothing left to roll back.
    for (const name of ['full-1-', 'full-2-', 'full-3-']) {
      await writer.query(`PRAGMA max_page_count = ${pages}`);
      const tooLarge = transactions.run(async (tx) => {
        await insertRegion(tx, name);
        await insertRegion(tx, `too-large-${'x'.repeat(2_000_000)}`);
      });
      await expect(tooLarge).rejects.toMatchObject({ name: 'UnavailableError', code: 'database_unavailable' });
      await writer.query('PRAGMA max_page_count = 1073741823');
      expect(await seen(name)).toBe(false);
      await transactions.run((tx) => insertRegion(tx, name));
      expect(await seen(name)).toBe(true);
    }
  });

  it('one that finds what it goes by changed again and again is done five times, then the caller may come again', async () => {
    let tries = 0;
    const work = async () => {
      tries += 1;
      throw new OutOfDateError('The configuration has been changed.');
    };
    await expect(transactions.run(work)).rejects.toMatchObject({ code: 'database_busy' });
    expect(tries).toBe(5);
  });

  it('one inside another is refused with a clear error, and nothing of either stays', async () => {
    const nested = transactions.run(async (tx) => {
      await insertRegion(tx, 'nested-outer');
      await transactions.run((inner) => insertRegion(inner, 'nested-inner'));
    });
    await expect(nested).rejects.toThrow('Transactions.run was called inside a transaction');
    expect(await countRegions('nested-')).toBe(0);
  });

  it('what follows a commit sees it committed, and may begin a transaction of its own', async () => {
    const steps: string[] = [];
    await transactions.run(async (tx) => {
      await insertRegion(tx, 'followed');
      tx.afterCommit(async () => {
        steps.push(`committed: ${await seen('followed')}`);
        await transactions.run((next) => insertRegion(next, 'follower'));
      });
      steps.push('work is done');
    });
    expect(steps).toEqual(['work is done', 'committed: true']);
    expect(await seen('follower')).toBe(true);
  });

  it('what should follow a commit is left out after a rollback', async () => {
    const followUp = jest.fn();
    const failing = transactions.run(async (tx) => {
      tx.afterCommit(followUp);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(followUp).not.toHaveBeenCalled();
  });

  it('what follows a commit cannot undo it: a failure there is nobody’s but the log’s, and the others follow', async () => {
    const followUp = jest.fn();
    const id = await transactions.run(async (tx) => {
      tx.afterCommit(() => Promise.reject(new Error('the follow-up failed')));
      tx.afterCommit(followUp);
      return insertRegion(tx, 'kept');
    });
    expect(id).toBeGreaterThan(0);
    expect(followUp).toHaveBeenCalledTimes(1);
    expect(await seen('kept')).toBe(true);
  });

  it('a handler of a published event that throws undoes what was done before', async () => {
    class Happened {}
    shop.app.get(DomainEventBus).on(Happened, () => Promise.reject(new Error('the handler failed')));
    const undone = transactions.run(async (tx) => {
      await insertRegion(tx, 'published');
      await tx.publish(new Happened());
    });
    await expect(undone).rejects.toThrow('the handler failed');
    expect(await seen('published')).toBe(false);
  });

  onServer('what goes by the configuration is done again but once, however often it is changed', async () => {
    const configuration = shop.app.get(Configuration);
    let tries = 0;
    await transactions.run(async (tx) => {
      tries += 1;
      await configuration.refresh();
      await shop.app.get(DataSource).query('UPDATE configuration_versions SET version = version + 1');
      await configuration.of(tx);
      await tx.manager.query('SELECT 1');
    });
    expect(tries).toBe(2);
  });

  it('what goes by the configuration gets through while many change it', async () => {
    /** A machine on which all of it takes seconds may ask to repeat it. */
    const insisting = async (ask: () => Promise<{ status: number; body: unknown }>) => {
      const answer = await ask();
      return answer.status === 503 ? ask() : answer;
    };
    const regions = Array.from({ length: 30 }, (_, index) =>
      insisting(() => shop.admin.post('/regions', { name: `crowd ${index}`, timeZone: 'UTC' })),
    );
    const orders = Array.from({ length: 30 }, (_, index) =>
      insisting(() => shop.postToLink({ event: 'order.created', order: orderOf(`CROWD-${index}`) })),
    );
    const answers = await Promise.all([...regions, ...orders]);
    expect(answers.filter(({ status }) => status >= 300).map(({ status, body }) => [status, body])).toEqual([]);
  });

  it('readers meanwhile see only what is committed, and need not wait', async () => {
    await transactions.run(async (tx) => {
      await insertRegion(tx, 'uncommitted');
      expect(await seen('uncommitted')).toBe(false);
      expect(await tx.manager.countBy(Region, { name: 'uncommitted' })).toBe(1);
    });
    expect(await seen('uncommitted')).toBe(true);
  });

  onServer('a transaction sees what others committed after it began', async () => {
    await transactions.run(async (tx) => {
      expect(await tx.manager.countBy(Region, { name: 'in between' })).toBe(0);
      await tx.manager.connection.getRepository(Region).insert({
        name: 'in between',
        timeZone: 'Europe/Moscow',
        createdAt: new Date(),
      });
      expect(await tx.manager.countBy(Region, { name: 'in between' })).toBe(1);
    });
  });

  describe('keep values as they are', () => {
    it.each([
      ['2026-11-24T06:15:00.123Z', '2026-11-24 06:15:00.123'],
      ['2026-03-29T02:30:00.999Z', '2026-03-29 02:30:00.999'],
      ['2026-10-25T00:59:59.001Z', '2026-10-25 00:59:59.001'],
      ['2027-01-01T00:00:00.000Z', '2027-01-01 00:00:00.000'],
    ])('the instant %s to the millisecond, in UTC', async (iso, stored) => {
      const id = await transactions.run((tx) => insertRegion(tx, 'instant', new Date(iso)));
      const [region, [row]] = await transactions.read((manager) =>
        Promise.all([
          manager.findOneByOrFail(Region, { id }),
          manager.query('SELECT CAST(created_at AS CHAR) AS text FROM regions WHERE id = ?', [id]),
        ]),
      );
      expect([region.createdAt.toISOString(), row.text]).toEqual([iso, stored]);
    });

    it.each([1, 2 ** 31, 4_503_599_627_370_497, Number.MAX_SAFE_INTEGER])('%d kopecks', async (priceMinor) => {
      const { items } = await shop.accepted(`money-${priceMinor}`);
      const id = Number(items[0].id);
      await transactions.run((tx) => tx.manager.update(OrderItem, { id }, { priceMinor }));
      const item = await transactions.read((manager) => manager.findOneByOrFail(OrderItem, { id }));
      expect(item.priceMinor).toBe(priceMinor);
    });

    it.each(['🚗 запчасти 𝒜', 'пробел в конце ', "'; DROP TABLE regions; --", 'ё е Ё Е', '\\ \\n " ` %_ \u0001'])(
      'the text %j',
      async (name) => {
        const id = await transactions.run((tx) => insertRegion(tx, name));
        const region = await transactions.read((manager) => manager.findOneByOrFail(Region, { id }));
        expect(region.name).toBe(name);
      },
    );

    it('a mebibyte of any bytes', async () => {
      const body = Buffer.alloc(2 ** 20, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
      const id = await transactions.run((tx) =>
        tx.insert(GettzapMessage, {
          connectionId: Number(shop.connectionId),
          externalOrderId: null,
          outcome: 'invalid_json',
          detail: null,
          contentType: 'application/json',
          headers: { 'x-test': '🚗' },
          body,
          size: body.length,
          createdAt: new Date(),
          reprocessedAt: null,
        }),
      );
      const message = await transactions.read((manager) => manager.findOneByOrFail(GettzapMessage, { id }));
      expect(Buffer.compare(Buffer.from(message.body), body)).toBe(0);
      expect(message.headers).toEqual({ 'x-test': '🚗' });
    });
  });

  describe('of a database in trouble', () => {
    const post = (id: string) => shop.postToLink({ event: 'order.created', order: orderOf(id) });
    const readiness = async () => {
      const answer = await fetch(`${shop.url}/readyz`);
      return [answer.status, ((await answer.json()) as { parts: { database: string } }).parts.database];
    };
    const goesOn = async (id: string) => {
      await eventually(async () => expect((await post(id)).status).toBe(200));
      expect(await readiness()).toEqual([200, 'ok']);
    };

    /** It can be read, so what waits can be seen. */
    const tellsFigures = async () => {
      const shown = await shop.metrics();
      expect(shown.value('partsdesk_ready', { part: 'database' })).toBe(0);
      for (const name of ['partsdesk_external_orders_undecided', 'partsdesk_outbox_oldest_message_seconds'])
        expect([name, shown.value(name)]).toEqual([name, expect.any(Number)]);
    };

    onEmbedded('a file that another program holds: 503 with Retry-After, while the process goes on', async () => {
      const foreign = new DatabaseSync(join(shop.database.env.DATA_DIR, 'partsdesk.sqlite'));
      // The service may be writing just now.
      await eventually(() => foreign.exec('BEGIN IMMEDIATE'));
      let isAnswered = false;
      const posting = post('BUSY-1').finally(() => (isAnswered = true));
      expect((await fetch(`${shop.url}/livez`)).status).toBe(200);
      expect(isAnswered).toBe(false);
      const { status, body, headers } = await posting;
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'database_busy', '1']);
      expect(await readiness()).toEqual([503, 'busy']);
      await tellsFigures();
      foreign.exec('ROLLBACK');
      foreign.close();
      await goesOn('BUSY-1');
    });

    onEmbedded('a disk that cannot be written: 503 with Retry-After, and /readyz says so', async () => {
      const writer = shop.app.get(DataSource);
      await writer.query('PRAGMA query_only = 1');
      const { status, body, headers } = await post('READ-ONLY-1');
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'database_unavailable', '5']);
      expect(await readiness()).toEqual([503, 'read_only']);
      expect((await shop.admin.get('/external-orders')).status).toBe(200);
      await tellsFigures();
      await writer.query('PRAGMA query_only = 0');
      await goesOn('READ-ONLY-1');
    });

    onEmbedded('what is given up for it is counted, as with a server', async () => {
      const writer = shop.app.get(DataSource);
      await writer.query('PRAGMA query_only = 1');
      expect((await post('READ-ONLY-2')).status).toBe(503);
      await writer.query('PRAGMA query_only = 0');
      const code = 'database_unavailable';
      expect((await shop.metrics()).value('partsdesk_transactions_failed_total', { code })).toBeGreaterThan(0);
    });
  });

  onEmbedded('one after the other they let others have their turn', async () => {
    const isOver = new AbortController();
    let turns = 0;
    const turn = () => void ((turns += 1), isOver.signal.aborted || setImmediate(turn));
    setImmediate(turn);
    for (const startedAt = performance.now(); performance.now() - startedAt < 200;)
      await transactions.run((tx) => tx.manager.count(Region));
    isOver.abort();
    expect(turns).toBeGreaterThan(0);
  });

  onEmbedded(
    'the embedded database writes ahead, waits for the disk, checks references and stands still for nobody',
    async () => {
      const settings = await transactions.run(async (tx) => ({
        ...(await tx.manager.query('PRAGMA journal_mode'))[0],
        ...(await tx.manager.query('PRAGMA synchronous'))[0],
        ...(await tx.manager.query('PRAGMA foreign_keys'))[0],
        ...(await tx.manager.query('PRAGMA busy_timeout'))[0],
      }));
      expect(settings).toEqual({ journal_mode: 'wal', synchronous: 2, foreign_keys: 1, timeout: 10 });
    },
  );
});

describe('transactions while the service stops', () => {
  it('one that is under way is finished, and a later one is refused as such', async () => {
    const shop = await Shop.open();
    const transactions = shop.app.get(Transactions);
    let goOn!: () => void;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    let entered!: () => void;
    const inside = new Promise<void>((resolve) => (entered = resolve));
    const underWay = transactions.run(async (tx) => {
      entered();
      await held;
      return tx.manager.count(Region);
    });
    await inside;
    const closing = shop.close();
    const isRefused = { code: 'shutting_down' };
    const count = () => transactions.read((manager) => manager.count(Region));
    await eventually(() => expect(count()).rejects.toMatchObject(isRefused));
    await expect(transactions.run((tx) => tx.manager.count(Region))).rejects.toMatchObject(isRefused);
    goOn();
    expect(await underWay).toBe(1);
    await closing;
    await expect(count()).rejects.toMatchObject(isRefused);
  });

  it('a request that still comes over an open connection is told to come again, and the connection is closed', async () => {
    const shop = await Shop.open();
    let goOn!: (state: 'ok') => void;
    const held = new Promise<'ok'>((resolve) => (goOn = resolve));
    const check = jest.spyOn(shop.app.get(DatabaseHealth), 'check').mockReturnValue(held);
    const { port, pathname } = new URL(shop.orderLink);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually(() => expect(check).toHaveBeenCalled());
    const closing = shop.close();
    await eventually(() => expect((shop.app.getHttpServer() as Server).listening).toBe(false));
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
    );
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    goOn('ok');
    await once(socket, 'end');
    const answer = text.slice(text.lastIndexOf('HTTP/1.1'));
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    for (const header of [
      'retry-after: 5',
      'connection: close',
      'content-type: application/problem+json',
      'x-request-id',
    ])
      expect(answer.toLowerCase()).toContain(header);
    expect(answer).toContain('"code":"shutting_down"');
    await closing;
  });
});
