import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { User } from '../../src/access/user.entity.js';
import { AppModule } from '../../src/app.module.js';
import { ConfigError } from '../../src/platform/config/config-error.js';
import { readConfig } from '../../src/platform/config/environment.js';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import { SchemaLock } from '../../src/platform/database/schema-lock.js';
import { SchemaService } from '../../src/platform/database/schema.service.js';
import { ENTITIES } from '../../src/entities.js';
import { ReadinessService } from '../../src/care/operations/readiness.service.js';
import { StartupService } from '../../src/care/operations/startup.service.js';
import { Order } from '../../src/orders/orders/order.entity.js';
import { OrderStatus } from '../../src/orders/order-statuses/order-status.entity.js';
import { Region } from '../../src/access/regions/region.entity.js';
import { SynchronizedClock } from '../../src/platform/clock.js';
import { TestDatabase, createDatabase, engine, notOnMysql, onMysql, onServer } from '../support/engine.js';

const KEPT_TABLES = ['migrations', 'sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4', 'typeorm_metadata'];

describe('migrations', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeEach(async () => {
    database = await createDatabase();
    dataSource = await connect();
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function connect(): Promise<DataSource> {
    const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir } = database.env;
    return new DataSource(await dataSourceOptions(ENTITIES, { databaseUrl, dataDir })).initialize();
  }

  /** The service without its HTTP, started as another process would be. */
  async function startReplica(env: Record<string, string> = {}) {
    const config = readConfig({
      ADMIN_EMAIL: 'admin@example.com',
      ADMIN_PASSWORD: 'correct horse battery',
      LOG_LEVEL: 'fatal',
      MIGRATE_ON_START: 'true',
      SECRET_KEY: randomBytes(32).toString('base64'),
      TRIAL: 'false',
      ...database.env,
      ...env,
    });
    return NestFactory.createApplicationContext(AppModule.for(config, new SynchronizedClock()), {
      logger: false,
      abortOnError: false,
    });
  }

  const tables = async (): Promise<string[]> => {
    const sql =
      engine === 'embedded'
        ? "SELECT name FROM sqlite_master WHERE type = 'table'"
        : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()';
    const rows: Array<{ name: string }> = await dataSource.query(sql);
    return rows.map(({ name }) => name).filter((name) => !KEPT_TABLES.includes(name));
  };
  const drift = async () => (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  const runs = async (): Promise<string[]> => {
    const rows: Array<{ name: string }> = await dataSource.query('SELECT name FROM migrations ORDER BY id');
    return rows.map(({ name }) => name);
  };
  const names = () => dataSource.migrations.map(({ name }) => name);

  async function expectComplete(): Promise<void> {
    expect(await runs()).toEqual(names());
    expect(await drift()).toEqual([]);
    expect(await dataSource.manager.count(OrderStatus)).toBe(7);
    expect(await dataSource.manager.count(Region)).toBe(1);
  }

  it('make every table of an empty database, and leave nothing to change', async () => {
    expect(await tables()).toEqual([]);
    await dataSource.runMigrations();
    expect((await tables()).sort()).toEqual(dataSource.entityMetadatas.map(({ tableName }) => tableName).sort());
    await expectComplete();
    expect(await dataSource.runMigrations()).toEqual([]);
  });

  it('can be taken back to nothing and run again', async () => {
    await dataSource.runMigrations();
    for (const _ of names()) await dataSource.undoLastMigration();
    expect([await tables(), await runs()]).toEqual([[], []]);
    await dataSource.runMigrations();
    await expectComplete();
  });

  it('say of orders that were there when they were changed last', async () => {
    await dataSource.runMigrations();
    while ((await runs()).includes('PartsSoft1798500000000')) await dataSource.undoLastMigration();
    const [made, changed] = ['2026-11-24 06:15:00.000', '2026-11-25 07:16:00.123'];
    for (const id of [1, 2])
      await dataSource.query(
        `INSERT INTO orders (id, external_order_id, external_id, connection_id, region_id, total_minor, customer_name,
          cancelled_by_client, cancel_conflict, changed_after_decision, created_at)
        VALUES (${id}, ${id}, 'x', 1, 1, 0, '', 0, 0, 0, '${made}')`,
      );
    for (const at of [changed, made])
      await dataSource.query(
        `INSERT INTO order_history_entries (order_id, kind, from_status, to_status, comment, actor, at)
        VALUES (1, 'item_status', '', '', '', '', '${at}')`,
      );
    await dataSource.runMigrations();
    const orders = await dataSource.manager.find(Order, { order: { id: 'ASC' } });
    const times = [changed, made].map((time) => new Date(`${time.replace(' ', 'T')}Z`));
    expect(orders.map(({ updatedAt }) => updatedAt)).toEqual(times);
  });

  it('begin a shop with the seven statuses of its directory and one region', async () => {
    await dataSource.runMigrations();
    const statuses = await dataSource.manager.find(OrderStatus, { order: { position: 'ASC' } });
    expect(statuses.map(({ name, group }) => [name, group])).toEqual([
      ['Обрабатывается', 'processing'],
      ['В работе', 'processing'],
      ['Пришло на склад', 'arrived'],
      ['Готово к выдаче', 'arrived'],
      ['Выдано', 'issued'],
      ['Отказ', 'refused'],
      ['Снят', 'removed'],
    ]);
    expect(statuses.filter(({ isInitial }) => isInitial).map(({ name }) => name)).toEqual(['Обрабатывается']);
    for (const { color, createdAt, gettzapItemStatus, gettzapOrderStatus } of statuses) {
      expect(color).toMatch(/^#[0-9a-f]{6}$/);
      expect(Math.abs(createdAt.getTime() - Date.now())).toBeLessThan(60_000);
      expect([gettzapItemStatus, gettzapOrderStatus]).toEqual(['', '']);
    }
    const [region, ...others] = await dataSource.manager.find(Region);
    expect([region?.timeZone, others]).toEqual(['Europe/Moscow', []]);
  });

  it('are run once when the service starts, however often it does', async () => {
    for (let start = 0; start < 2; start++) {
      const replica = await startReplica();
      expect(await replica.get(SchemaService).isCurrent()).toBe(true);
      await replica.close();
    }
    await expectComplete();
    expect(await dataSource.manager.count(User)).toBe(1);
  });

  (onMysql ? notOnMysql : onServer)(
    'leave no column that is computed and not kept: a node of Galera never ends clearing up behind it',
    async () => {
      await dataSource.runMigrations();
      const computed: Array<{ extra: string }> = await dataSource.query(
        "SELECT extra FROM information_schema.columns WHERE table_schema = DATABASE() AND extra LIKE '%GENERATED'",
      );
      expect(computed.map(({ extra }) => extra)).toEqual(Array(3).fill('STORED GENERATED'));
    },
  );

  onServer('are run once when three replicas start together, and all three are ready', async () => {
    const replicas = await Promise.all([startReplica(), startReplica(), startReplica()]);
    expect(await Promise.all(replicas.map((each) => each.get(SchemaService).isCurrent()))).toEqual([true, true, true]);
    await Promise.all(replicas.map((each) => each.close()));
    await expectComplete();
    expect(await dataSource.manager.count(User)).toBe(1);
  });

  it('are left to others where the service is told not to migrate: it starts, and knows that they are pending', async () => {
    const count = engine === 'embedded' ? 1 : 3;
    const replicas = await Promise.all(
      Array.from({ length: count }, () => startReplica({ MIGRATE_ON_START: 'false' })),
    );
    for (const replica of replicas) expect(await replica.get(SchemaService).isCurrent()).toBe(false);
    expect(await tables()).toEqual([]);
    await dataSource.runMigrations();
    for (const replica of replicas) expect(await replica.get(SchemaService).isCurrent()).toBe(true);
    await Promise.all(replicas.map((each) => each.close()));
  });

  it('of a newer version keep this one from starting and from working, and it says so', async () => {
    const replica = await startReplica({ MIGRATE_ON_START: 'false' });
    // At no moment are the tables those of the replica, which would begin to work.
    const last = dataSource.migrations.pop()!;
    await dataSource.runMigrations();
    await dataSource.query('INSERT INTO migrations (timestamp, name) VALUES (?, ?)', [9_999_999_999_999, 'Later']);
    dataSource.migrations.push(last);
    await dataSource.runMigrations();
    await expect(replica.get(StartupService).onApplicationBootstrap()).rejects.toThrow(/used by a newer version/);
    await expect(replica.get(SchemaService).migrate()).rejects.toThrow(/used by a newer version/);
    expect(await replica.get(SchemaService).isCurrent()).toBe(false);
    expect((await replica.get(ReadinessService).check()).parts.migrations).toBe('newer');
    await replica.close();
    expect(await dataSource.manager.count(User)).toBe(0);
  });

  it('of version 0.1 are not taken over, and it says so', async () => {
    const replica = await startReplica({ MIGRATE_ON_START: 'false' });
    await dataSource.runMigrations();
    await dataSource.query('UPDATE migrations SET name = ? WHERE id = 1', ['Initial1795500000000']);
    await expect(replica.get(SchemaService).migrate()).rejects.toThrow(/made by partsdesk 0\.1/);
    expect((await replica.get(ReadinessService).check()).parts.migrations).toBe('older');
    await replica.close();
  });

  it.each([
    ['a table that would be one of ours', []],
    ['a list of migrations of another kind', ['CREATE TABLE migrations (id int, migration varchar(99))']],
    [
      'a list of migrations of the same kind',
      [
        'CREATE TABLE migrations (id int, timestamp bigint, name varchar(99))',
        "INSERT INTO migrations VALUES (1, 1700000000000, 'Shop1700000000000')",
      ],
    ],
  ])('change nothing in a database of another program, which has %s', async (_, statements) => {
    const replica = await startReplica({ MIGRATE_ON_START: 'false' });
    const ofTheirs = ['CREATE TABLE orders (id int, total int)', 'INSERT INTO orders VALUES (1, 2)', ...statements];
    for (const statement of ofTheirs) await dataSource.query(statement);
    const before = await tables();
    await expect(replica.get(SchemaService).migrate()).rejects.toThrow(/tables that partsdesk did not make/);
    await expect(replica.get(StartupService).onApplicationBootstrap()).rejects.toThrow(/did not make/);
    expect((await replica.get(ReadinessService).check()).parts.migrations).toBe('foreign');
    await replica.close();
    expect(await tables()).toEqual(before);
    expect(await dataSource.query('SELECT * FROM orders')).toEqual([{ id: 1, total: 2 }]);
  });

  (onMysql ? notOnMysql : onServer)('copy no table of many rows for each column that they add', async () => {
    const first = dataSource.migrations.findIndex(({ name }) => name?.startsWith('DividedItems'));
    dataSource.migrations.splice(first);
    await dataSource.runMigrations();
    for (const table of ['external_orders', 'external_order_positions'])
      await dataSource.query(`ALTER TABLE ${table} ADD COLUMN added int NULL, ALGORITHM = INSTANT`);
  });

  onServer('say why they failed where the server goes away meanwhile, not what that does to their lock', async () => {
    const runner = dataSource.createQueryRunner();
    const [{ id }] = await runner.query('SELECT CONNECTION_ID() AS id');
    const work = async () => {
      await dataSource.query(`KILL ${id}`);
      throw new Error('the connection was lost');
    };
    await expect(new SchemaLock(runner).hold(work)).rejects.toThrow('the connection was lost');
    await runner.release();
  });

  onServer('go on where one was killed between making its tables and being noted as run', async () => {
    await dataSource.runMigrations();
    await dataSource.query('DELETE FROM migrations WHERE name LIKE ?', ['Initial%']);
    await (await startReplica()).close();
    expect((await runs()).sort()).toEqual(names().sort());
    expect(await drift()).toEqual([]);
  });

  onServer(
    'say what to do where an older backup was loaded over newer tables, which its dump leaves there',
    async () => {
      await dataSource.runMigrations();
      await dataSource.query('DELETE FROM migrations WHERE name LIKE ?', ['SeedBrands%']);
      const advice = /^The tables cannot be brought up to date: Duplicate entry .+ load it into an empty database\.$/;
      // One whose start fails is not there to be closed, and its jobs would go on.
      const replica = await startReplica({ MIGRATE_ON_START: 'false' });
      await expect(replica.get(SchemaService).migrate()).rejects.toThrow(ConfigError);
      await expect(replica.get(SchemaService).migrate()).rejects.toThrow(advice);
      await replica.close();
    },
  );

  describe('that were interrupted are finished at the next start', () => {
    /** Runs a migration as far as `statements`, then loses the connection, as a killed process would. */
    async function interrupt(migration: MigrationInterface, statements: number): Promise<number> {
      const runner = dataSource.createQueryRunner();
      let run = 0;
      const query = async (sql: string, parameters?: unknown[]) => {
        if (run === statements) throw new Error('killed');
        run++;
        return runner.query(sql, parameters);
      };
      const dying = new Proxy(runner, {
        get: (alive, name) => {
          const value: unknown = alive[name as keyof QueryRunner];
          if (typeof value !== 'function') return value;
          return name === 'query' ? query : value.bind(alive);
        },
      });
      await runner.startTransaction();
      await migration.up(dying).catch((error: Error) => expect(error.message).toBe('killed'));
      await runner.rollbackTransaction();
      if (engine === 'mariadb') await runner.release();
      return run;
    }

    it.each([1, 2, 9, 1_000])('after %i statements of the first', async (statements) => {
      // TypeORM makes a table of its own before the first.
      await dataSource.runMigrations();
      for (const _ of names()) await dataSource.undoLastMigration();
      const run = await interrupt(dataSource.migrations[0]!, statements);
      expect(run).toBeGreaterThan(0);
      await (await startReplica()).close();
      await expectComplete();
    });

    notOnMysql('after every statement of the last', async () => {
      const last = dataSource.migrations.pop()!;
      await dataSource.runMigrations();
      dataSource.migrations.push(last);
      expect(await interrupt(last, 1_000)).toBeGreaterThan(0);
      await (await startReplica()).close();
      await expectComplete();
    });

    it.each([1, 4, 7])('after %i rows of the seed, which leaves none of them', async (statements) => {
      const [first, second, ...later] = dataSource.migrations;
      dataSource.migrations.splice(1);
      await dataSource.runMigrations();
      dataSource.migrations.splice(0, 1, first!, second!, ...later);
      expect(await interrupt(second!, statements)).toBe(statements);
      expect(await dataSource.manager.count(OrderStatus)).toBe(0);
      await (await startReplica()).close();
      await expectComplete();
    });
  });
});
