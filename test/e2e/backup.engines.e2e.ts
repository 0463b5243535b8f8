import { execFile, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createApp } from '../../src/app.setup.js';
import { readConfig } from '../../src/platform/config/environment.js';
import { ApiClient } from '../support/api-client.js';
import { createDatabase, engine, notOnMysql, TestDatabase } from '../support/engine.js';
import { ADMIN, Shop } from '../support/shop.js';
import { sql } from '../support/stored.js';

const run = promisify(execFile);
const BACKUP = join(__dirname, '..', '..', 'dist', 'backup.js');

/** As docs/operations-data.md says. */
const shell = (command: string, env: Record<string, string> = {}) =>
  run('sh', ['-euc', command], { env: { PATH: process.env.PATH, ...env } });

describe('backup and restore', () => {
  let shop: Shop;
  let dir: string;
  let restored: TestDatabase;
  beforeEach(async () => {
    shop = await Shop.open();
    restored = await createDatabase();
    dir = mkdtempSync(join(tmpdir(), 'partsdesk-backup-'));
  });
  afterEach(async () => {
    await shop.close();
    await restored.drop();
    rmSync(dir, { recursive: true, force: true });
  });

  const address = (database: TestDatabase) => {
    const { port, pathname } = new URL(database.env.DATABASE_URL!);
    return `--host=127.0.0.1 --port=${port} --user=root --default-character-set=utf8mb4 ${pathname.slice(1)}`;
  };

  const backUp = async () => {
    const file = join(dir, 'backup');
    if (engine === 'embedded') await run(process.execPath, [BACKUP, file], { env: { ...shop.database.env } });
    else await shell(`mariadb-dump --no-defaults --single-transaction --hex-blob ${address(shop.database)} > ${file}`);
    return file;
  };

  const restore = async (file: string): Promise<Record<string, string>> => {
    if (engine === 'mariadb') {
      await shell(`mariadb --no-defaults ${address(restored)} < ${file}`);
      return { ...restored.env, SECRET_KEY: shop.database.env.SECRET_KEY! };
    }
    copyFileSync(file, join(restored.env.DATA_DIR, 'partsdesk.sqlite'));
    copyFileSync(join(shop.database.env.DATA_DIR, 'secret.key'), join(restored.env.DATA_DIR, 'secret.key'));
    return restored.env;
  };

  notOnMysql(
    'copies one moment of a busy database, from which the service starts again with everything in it',
    async () => {
      const order = await shop.accepted('GZ-1', 3);
      let isCopying = true;
      let posted = 0;
      const [file] = await Promise.all([
        backUp().finally(() => (isCopying = false)),
        (async () => {
          for (; isCopying; posted++) await shop.receive(`GZ-busy-${posted}`, 2);
        })(),
      ]);
      await shop.receive('GZ-after');

      const env = await restore(file);
      const app = await createApp(
        readConfig({
          LOG_LEVEL: 'fatal',
          TRIAL: 'false',
          MIGRATE_ON_START: 'true',
          HOST: '127.0.0.1',
          PORT: '0',
          ...env,
        }),
      );
      await app.listen(0, '127.0.0.1');
      try {
        const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
        const admin = ApiClient.basic(`${url}/api`, ADMIN.email, ADMIN.password);
        expect((await admin.get(`/orders/${order.id}`)).body.items).toEqual(order.items);
        const link = (await admin.get(`/marketplace-connections/${shop.connectionId}`)).body.orderLink;
        expect(new URL(link).pathname).toBe(new URL(shop.orderLink).pathname);
        const { data } = (await admin.get('/external-orders?perPage=200')).body;
        expect(data.map(({ externalId }: { externalId: string }) => externalId)).not.toContain('GZ-after');
        for (const { externalId, positions } of data) {
          if (externalId.startsWith('GZ-busy')) expect(positions).toHaveLength(2);
        }
      } finally {
        await app.close();
      }
    },
  );

  it('sets the counter of order numbers as documented, also in a backup from before the first order', async () => {
    const guide = readFileSync(join(__dirname, '..', '..', 'docs', 'operations-data.md'), 'utf8');
    const [, embedded, server] = /sqlite3 \S+ "(.+)".*\nmariadb partsdesk -e '(.+)'/.exec(guide)!;
    const statements = (engine === 'embedded' ? embedded : server)!.split(';');
    for (const statement of statements) await sql(shop, statement);
    expect((await shop.accepted('GZ-1')).id).toBe('1001');
    for (const statement of statements) await sql(shop, statement.replace(/100/, '200'));
    expect((await shop.accepted('GZ-2')).id).toBe('2001');
  });

  if (engine === 'embedded') {
    it('takes away what backups left that were killed, and nothing else', async () => {
      const gone = spawnSync('true').pid;
      const leftovers = ['.a.sqlite', '.b.sqlite'].flatMap((name) =>
        ['', '-journal'].map((suffix) => `${name}.${gone}@${hostname()}.partial${suffix}`),
      );
      const others = [`.c.sqlite.${process.pid}@${hostname()}.partial`, '.d.sqlite.1@elsewhere.partial', 'e.sqlite'];
      for (const name of [...leftovers, ...others]) writeFileSync(join(dir, name), '');
      const old = new Date(Date.now() - 90_000_000);
      for (const name of ['.f.sqlite.1@elsewhere.partial', 'g.sqlite.17.partial-journal']) {
        writeFileSync(join(dir, name), '');
        utimesSync(join(dir, name), old, old);
      }
      await backUp();
      expect(readdirSync(dir).sort()).toEqual([...others, 'backup'].sort());
    });

    it('never overwrites a file and leaves none behind when it fails', async () => {
      const file = await backUp();
      await expect(backUp()).rejects.toMatchObject({ stderr: expect.stringContaining('is there already') });
      const nowhere = run(process.execPath, [BACKUP, file + '2'], { env: { DATA_DIR: join(dir, 'nothing') } });
      await expect(nowhere).rejects.toMatchObject({ stderr: expect.stringContaining('There is no database') });
      expect(existsSync(file + '2')).toBe(false);
    });
  }
});
