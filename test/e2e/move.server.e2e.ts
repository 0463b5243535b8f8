import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DataSource } from 'typeorm';
import { Session, User } from '../../src/access/user.entity.js';
import { createApp } from '../../src/app.setup.js';
import { readConfig } from '../../src/platform/config/environment.js';
import { embeddedOptions, makeDataSource, serverOptions } from '../../src/platform/database/data-source.js';
import { EmbeddedSource } from '../../src/platform/database/moving/embedded-source.js';
import { move } from '../../src/platform/database/moving/move.js';
import { ServerTarget } from '../../src/platform/database/moving/server-target.js';
import { MOVING } from '../../src/platform/database/schema-state.js';
import { SavedFilter } from '../../src/orders/saved-filters/saved-filter.entity.js';
import { ExternalOrderPosition } from '../../src/orders/external-orders/external-order.entity.js';
import { OrderingKey, OutboxMessage } from '../../src/outbox/outbox-message.entity.js';
import { ENTITIES } from '../../src/entities.js';
import { ApiClient } from '../support/api-client.js';
import { createDatabase, TestDatabase } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { insertHardRows } from '../support/hard-rows.js';
import { BASE_DIR } from '../support/private-mariadb.mjs';
import { ADMIN, Shop } from '../support/shop.js';

const run = promisify(execFile);
const MOVE = join(__dirname, '..', '..', 'dist', 'move.js');
const ROWS = 23;
/** More than are written with their indexes. */
const MANY = 2_500;

describe('moving an embedded installation to a server', () => {
  let dir: string;
  let target: TestDatabase;
  let server: DataSource;
  beforeEach(async () => {
    dir = mkdtempSync(join(BASE_DIR, 'partsdesk-move-'));
    target = await createDatabase();
    server = await makeDataSource(await serverOptions(ENTITIES, target.env.DATABASE_URL!)).initialize();
  });
  afterEach(async () => {
    await server.destroy();
    await target.drop();
    rmSync(dir, { recursive: true, force: true });
  });

  const file = () => join(dir, 'partsdesk.sqlite');
  /** Statements that this process prepared keep a closed database locked to itself until they are collected; a copy is nobody's. */
  const copied = (): string => {
    const copy = join(mkdtempSync(join(dir, 'copy-')), 'partsdesk.sqlite');
    for (const suffix of ['', '-wal']) if (existsSync(file() + suffix)) copyFileSync(file() + suffix, copy + suffix);
    return copy;
  };
  const openEmbedded = () => makeDataSource(embeddedOptions(ENTITIES, dir)).initialize();
  const tables = () => server.entityMetadatas.map(({ tableName }) => tableName);
  const program = (...args: string[]) =>
    run(process.execPath, [MOVE, '--to', target.env.DATABASE_URL!, ...args], { env: { DATA_DIR: dir }, cwd: dir });

  /** An embedded database all of whose tables have rows. */
  async function fillEmbedded(): Promise<void> {
    const embedded = await openEmbedded();
    await embedded.runMigrations();
    for (const { tableName } of embedded.entityMetadatas) await embedded.query(`DELETE FROM "${tableName}"`);
    await insertHardRows(embedded, ROWS);
    await embedded.manager.update(OutboxMessage, { id: 9 }, { state: 'sending', leaseToken: 'a lost claim' });
    await embedded.destroy();
  }

  const rowsOf = async (dataSource: DataSource) => {
    const entries = dataSource.entityMetadatas.map(async ({ target, primaryColumns }) => {
      const order = { [primaryColumns[0]!.propertyName]: 'ASC' };
      const rows = (await dataSource.manager.find(target, { where: {}, order })) as object[];
      const bytes = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value);
      const plain = rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, value]) => [key, bytes(value)])),
      );
      return [
        (target as { name: string }).name,
        new Map(plain.map((row) => [row[primaryColumns[0]!.propertyName], row])),
      ] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  };

  /** Moves in this process. @param change what happens in the place of the target's own */
  async function moveHere(change: Partial<ServerTarget> = {}, from = copied(), known = tables()): Promise<string[]> {
    const lines: string[] = [];
    const source = EmbeddedSource.open(from);
    try {
      const real = await ServerTarget.open(target.env.DATABASE_URL!);
      const changed = new Proxy(real, {
        get: (_, name) => {
          const given = change[name as keyof ServerTarget] ?? real[name as keyof ServerTarget];
          return (given as () => unknown).bind(real);
        },
      });
      try {
        await move(source, changed, known, { leftOut: ['sessions'], change: {} }, (line) => lines.push(line));
      } finally {
        await real.close();
      }
    } finally {
      source.close();
    }
    return lines;
  }

  it('copies every row of every table exactly, but for sessions, which end, and claims, which are taken back', async () => {
    await fillEmbedded();
    const embedded = await openEmbedded();
    const before = await rowsOf(embedded);
    await embedded.destroy();
    for (const [name, rows] of Object.entries(before)) expect([name, rows.size]).toEqual([name, ROWS - 1]);
    await server.runMigrations();
    const { stdout } = await program();
    expect(stdout).toMatch(/Moved and compared: \d+ rows in \d+ tables/);

    const after = await rowsOf(server);
    const { state, leaseToken, dueAt } = after[OutboxMessage.name]!.get(9)!;
    expect([state, leaseToken]).toEqual(['pending', '']);
    expect(Math.abs((dueAt as Date).getTime() - Date.now())).toBeLessThan(60_000);
    after[OutboxMessage.name]!.set(9, before[OutboxMessage.name]!.get(9)!);
    expect(after[Session.name]!.size).toBe(0);
    after[Session.name] = before[Session.name]!;
    expect(after).toEqual(before);
  });

  it('takes e-mails and names of filters along that a server’s usual collation takes for one', async () => {
    const embedded = await openEmbedded();
    await embedded.runMigrations();
    const createdAt = new Date('2026-11-24T09:15:00Z');
    const names = ['ёлка', 'елка', 'мой', 'мои', 'resumé', 'resume'];
    const right = { roles: [], regionIds: [], isActive: true, passwordHash: 'x', createdAt };
    await embedded.manager.insert(
      User,
      names.map((name) => ({ ...right, name, email: `${name}@example.com` })),
    );
    await embedded.manager.insert(
      SavedFilter,
      names.map((name) => ({ userId: 1, list: 'orders' as const, name, query: '', createdAt })),
    );
    await embedded.destroy();
    await server.runMigrations();
    await moveHere();
    for (const entity of [User, SavedFilter]) {
      const rows = await server.manager.find<User | SavedFilter>(entity, { order: { id: 'ASC' } });
      expect(rows.map(({ name }) => name)).toEqual(names);
    }
  });

  it('goes on with ids where the embedded database left off, also behind rows that were deleted', async () => {
    await fillEmbedded();
    await server.runMigrations();
    await moveHere();
    const [row] = await server.query<Array<{ next: string }>>(
      `SELECT auto_increment AS next FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'orders'`,
    );
    expect(Number(row!.next)).toBe(3 * ROWS + 1);
  });

  it('stopped anywhere, it leaves nothing that a service would start on, and is begun anew by running it again', async () => {
    await fillEmbedded();
    await server.runMigrations();
    const stoppedAt = async (method: 'empty' | 'insert' | 'digest', call: number) => {
      let calls = 0;
      const real = ServerTarget.prototype[method] as (...args: unknown[]) => Promise<never>;
      const dying = function (this: ServerTarget, ...args: unknown[]) {
        if (++calls === call) throw new Error('killed');
        return real.apply(this, args);
      };
      await expect(moveHere({ [method]: dying })).rejects.toThrow('killed');
    };
    for (const [method, call] of [
      ['empty', 1],
      ['insert', 1],
      ['insert', 7],
      ['digest', 20],
      ['endMoving', 1],
    ] as const) {
      await stoppedAt(method as 'empty', call);
      expect(await server.query('SELECT 1 FROM migrations WHERE name = ?', [MOVING])).toHaveLength(1);
    }
    const config = readConfig({ ...target.env, LOG_LEVEL: 'fatal', TRIAL: 'false', MIGRATE_ON_START: 'true' });
    const app = await createApp(config);
    await expect(app.init()).rejects.toThrow(/npm run move/);
    await app.close();
    expect((await moveHere())[0]).toMatch(/begun anew/);
    const [row] = await server.query<Array<{ count: string }>>('SELECT COUNT(*) AS count FROM orders');
    expect(Number(row!.count)).toBe(ROWS - 1);
    expect(await server.query('SELECT 1 FROM migrations WHERE name = ?', [MOVING])).toEqual([]);
  });

  describe('with tables of many rows', () => {
    const LARGE = ['external_order_positions', 'outbox_ordering_keys'];
    beforeEach(async () => {
      await fillEmbedded();
      const embedded = await openEmbedded();
      const many = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MANY})`;
      const columns = embedded.getMetadata(ExternalOrderPosition).columns.map(({ databaseName }) => databaseName);
      const others = columns.filter((name) => !['id', 'number_bare'].includes(name)).join(', ');
      await embedded.query(
        `${many} INSERT INTO external_order_positions (id, ${others}) SELECT 1000 + i, ${others} FROM n JOIN external_order_positions WHERE id = 6`,
      );
      await embedded.query(`${many} INSERT INTO outbox_ordering_keys SELECT 1000 + i, 'x', 'ё' || i FROM n`);
      await embedded.destroy();
      await server.runMigrations();
    });

    const definitions = () =>
      Promise.all(
        LARGE.map(async (table) => {
          const [row] = await server.query<Array<Record<string, string>>>(`SHOW CREATE TABLE ${table}`);
          return row!['Create Table']!.replace(/ AUTO_INCREMENT=\d+/, '');
        }),
      );
    const tablesThere = async () => {
      const rows = await server.query<Array<{ name: string }>>(
        'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1',
      );
      return rows.map(({ name }) => name);
    };

    it('leaves each as it was made, with all its indexes, and goes on with its ids', async () => {
      const before = { definitions: await definitions(), tables: await tablesThere() };
      expect(await moveHere()).toContain(`external_order_positions: ${MANY + ROWS - 1}`);
      expect({ definitions: await definitions(), tables: await tablesThere() }).toEqual(before);
      const { identifiers } = await server.manager.insert(OrderingKey, { channel: 'gettzap', key: 'next' });
      expect(identifiers[0]!.id).toBe(1000 + MANY + 1);
    });

    it('stopped before or after their indexes are made, it is begun anew, and they are as they were made', async () => {
      const before = { definitions: await definitions(), tables: await tablesThere() };
      const { beginFilling, endFilling } = ServerTarget.prototype;
      const dyingBefore = async () => {
        throw new Error('killed');
      };
      const dyingAfter = (real: (table: string) => Promise<unknown>) =>
        async function (this: ServerTarget, table: string) {
          await real.call(this, table);
          throw new Error('killed');
        };
      await expect(moveHere({ endFilling: dyingBefore })).rejects.toThrow('killed');
      await expect(moveHere({ beginFilling: dyingAfter(beginFilling) as never })).rejects.toThrow('killed');
      await expect(moveHere({ endFilling: dyingAfter(endFilling) as never })).rejects.toThrow('killed');
      expect((await moveHere())[0]).toMatch(/begun anew/);
      expect({ definitions: await definitions(), tables: await tablesThere() }).toEqual(before);
    });

    it('names the row that the server does not take', async () => {
      const embedded = await openEmbedded();
      await embedded.query(`UPDATE outbox_ordering_keys SET channel = 'a channel of many letters' WHERE id = 2500`);
      await embedded.destroy();
      await expect(moveHere()).rejects.toThrow(
        /^The row of outbox_ordering_keys with id 2500 could not be written to the server: Data too long for column 'channel' at row \d+\. Mend that, and run the move again/,
      );
    });
  });

  it('tells when what arrived is not what was sent', async () => {
    await fillEmbedded();
    await server.runMigrations();
    const losing = async function (this: ServerTarget, ...args: Parameters<ServerTarget['insert']>) {
      const [table, columns, rows] = args;
      await ServerTarget.prototype.insert.call(this, table, columns, table === 'orders' ? rows.slice(1) : rows);
    };
    await expect(moveHere({ insert: losing })).rejects.toThrow(/^orders is not the same on the server: 22 rows/);
  });

  it('refuses what it cannot move, or cannot move into, and changes nothing', async () => {
    await expect(moveHere({}, file())).rejects.toThrow(/There is no database at/);
    await fillEmbedded();
    await expect(moveHere()).rejects.toThrow(/npm run migrate/);
    await server.runMigrations();
    await expect(moveHere({}, copied(), tables().slice(1))).rejects.toThrow(/tables that are not known: \w+\./);
    const embedded = await openEmbedded();
    await expect(moveHere({}, file())).rejects.toThrow(/is in use: stop the service first/);
    const last = embedded.migrations.at(-1)!.name;
    await embedded.query('UPDATE migrations SET name = ? WHERE name = ?', ['Later', last]);
    await embedded.destroy();
    await expect(moveHere()).rejects.toThrow(/newer version/);
    const again = await openEmbedded();
    await again.query('DELETE FROM migrations WHERE name = ?', ['Later']);
    await again.destroy();
    await expect(moveHere()).rejects.toThrow(/older version/);
    const whole = await openEmbedded();
    await whole.query('INSERT INTO migrations (timestamp, name) VALUES (1, ?)', [last]);
    await whole.destroy();
    await insertHardRows(server, 2, [server.getMetadata(OutboxMessage)]);
    await expect(moveHere()).rejects.toThrow(/is not empty: there are rows in outbox_messages\. Nothing was changed/);
    expect(await server.query('SELECT 1 FROM migrations WHERE name = ?', [MOVING])).toEqual([]);
    await expect(program('--to', 'mysql://db/x?ssl=1')).rejects.toMatchObject({
      stderr: expect.stringMatching(/^--to is wrong/),
    });
  });

  it('says by its name which address it cannot use', async () => {
    await fillEmbedded();
    const [from, nowhere, unknown] = [copied(), 'mysql://db@127.0.0.1:1/x', 'mysql://db/x?ssl=1'];
    const refusal = (stderr: RegExp) => ({ stderr: expect.stringMatching(stderr) });
    await expect(program('--from', from, '--to', nowhere)).rejects.toMatchObject(
      refusal(/^--to cannot be used: .*ECONNREFUSED/),
    );
    const byVariable = run(process.execPath, [MOVE], { env: { DATA_DIR: dir, DATABASE_URL: unknown }, cwd: dir });
    await expect(byVariable).rejects.toMatchObject(refusal(/^DATABASE_URL is wrong: /));
  });

  it('the moved service takes orders at its link, knows its users, and tells what waited exactly once', async () => {
    const shop = await Shop.open({ DATABASE_URL: '', SECRET_KEY: '', DATA_DIR: dir });
    try {
      shop.sandbox.setTrouble({ kind: '503' });
      const order = await shop.accepted('GZ-1', 2);
      await eventually(async () => expect((await shop.notifications(order.externalOrderId))[0].attemptCount).toBe(1));
      const [before] = await shop.notifications(order.externalOrderId);
      await shop.app.close();
      shop.sandbox.clearTrouble();
      const backup = join(dir, 'backup.sqlite');
      await run(process.execPath, [MOVE.replace('move.js', 'backup.js'), backup], { env: { DATA_DIR: dir } });
      await server.runMigrations();
      const { stdout } = await program('--from', backup);
      expect(stdout).toContain('SECRET_KEY');

      const SECRET_KEY = readFileSync(join(dir, 'secret.key'), 'utf8');
      const env = { ...target.env, SECRET_KEY, ALLOW_PRIVATE_TARGETS: 'true', LOG_LEVEL: 'fatal', TRIAL: 'false' };
      const app = await createApp(readConfig(env), { clock: shop.clock });
      await app.listen(0, '127.0.0.1');
      try {
        const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
        const admin = ApiClient.basic(`${url}/api`, ADMIN.email, ADMIN.password);
        expect((await admin.get(`/orders/${order.id}`)).body.items).toEqual(order.items);
        const link = `${url}${new URL(shop.orderLink).pathname}`;
        const received = await shop.postToLink({ event: 'order.created', order: { id: 'GZ-2' } }, undefined, link);
        expect(received.status).toBe(200);
        shop.clock.advance(60_000);
        await eventually(() => expect(shop.told('GZ-1')).toHaveLength(1));
        const requests = shop.sandbox.ledger.requests('GZ-1').filter(({ applied }) => applied);
        expect(requests).toHaveLength(1);
        const path = `/gettzap-notifications?externalOrderId=${order.externalOrderId}`;
        const delivered = { id: before.id, idempotencyKey: before.idempotencyKey, state: 'delivered' };
        await eventually(async () => expect((await admin.get(path)).body.data).toMatchObject([delivered]));
      } finally {
        await app.close();
      }
    } finally {
      await shop.sandbox.close();
      await shop.database.drop();
    }
  });
});
