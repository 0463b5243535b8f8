import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ApiClient } from '../support/api-client.js';
import { TestDatabase, createDatabase, onEmbedded, onServer } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/private-mariadb.mjs';
import { Program } from '../support/program.js';

jest.setTimeout(90_000);
const PASSWORD_LINE = /administrator +(\S+@\S+) +(\S+)\s/;

describe('the built program', () => {
  let database: TestDatabase;
  let env: Record<string, string>;
  const started: Program[] = [];
  beforeEach(async () => {
    database = await createDatabase();
    env = { ...database.env, MIGRATE_ON_START: 'true', PORT: String(await freePort()) };
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((program) => program.kill('SIGKILL')));
    await database.drop();
  });

  async function start(change: Record<string, string> = {}): Promise<Program> {
    const program = await Program.start({ ...env, ...change });
    started.push(program);
    return program;
  }

  function migrate(variables: Record<string, string>) {
    const program = join(__dirname, '..', '..', 'dist', 'migrate.js');
    const { status, stdout } = spawnSync(process.execPath, [program], {
      env: { PATH: process.env.PATH, ...variables },
      encoding: 'utf8',
    });
    return { status, stdout };
  }

  /** What a program says that ends by itself. */
  async function refusal(
    change: Record<string, string>,
  ): Promise<{ code: number | null; lines: string[]; administrator?: string }> {
    const program = Program.spawn({ ...env, LOG_LEVEL: 'fatal', ...change });
    started.push(program);
    const code = await program.exited;
    const all = program.output.join('').trim().split('\n');
    // A start that fails for its address has made the first administrator already, and must not keep the password back.
    const isAdministrator = (line: string) => line.startsWith('administrator');
    return { code, lines: all.filter((line) => !isAdministrator(line)), administrator: all.find(isAdministrator) };
  }

  it.each([
    ['PORT', { PORT: 'http' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['SECRET_KEY', { DATABASE_URL: 'mysql://shop@127.0.0.1/partsdesk', SECRET_KEY: '' }],
    ['HOST', { HOST: 'no.such.host.invalid' }],
  ])('a wrong or missing %s (%j) stops the start with exit code 1 and one line that names it', async (name, change) => {
    const { code, lines } = await refusal(change);
    expect(lines).toEqual([expect.stringContaining(name)]);
    expect(code).toBe(1);
  });

  it('a DATA_DIR that cannot be used stops the start with exit code 1 and one line that names it', async () => {
    const file = join(database.env.DATA_DIR, 'file');
    writeFileSync(file, '');
    const { code, lines } = await refusal({ DATABASE_URL: '', SECRET_KEY: '', DATA_DIR: file });
    expect(lines).toEqual([expect.stringContaining('DATA_DIR')]);
    expect(code).toBe(1);
  });

  it('a PORT that is taken stops the start with exit code 1 and one line that names it', async () => {
    const other = createServer().listen(Number(env.PORT), '127.0.0.1');
    const { code, lines } = await refusal({});
    other.close();
    expect(lines.at(-1)).toMatch(/PORT.*EADDRINUSE/);
    expect(code).toBe(1);
  });

  onEmbedded(
    'a second process on the same data stops and names the first, which goes on; after a SIGKILL it starts',
    async () => {
      const first = await start();
      const second = await refusal({ PORT: String(await freePort()) });
      expect(second.lines).toEqual([expect.stringContaining(`DATA_DIR is in use by process ${first.pid} on `)]);
      expect(second.code).toBe(1);
      expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
      const backup = join(__dirname, '..', '..', 'dist', 'backup.js');
      const file = join(database.env.DATA_DIR, 'copy.sqlite');
      expect(spawnSync(process.execPath, [backup, file], { env: { PATH: process.env.PATH, ...env } }).status).toBe(0);
      await first.kill('SIGKILL');
      await start();
    },
  );

  onServer('a DATABASE_URL that the server refuses stops the start with one line that names it', async () => {
    const address = database.env.DATABASE_URL!.replace('root@', 'nobody:wrong-password@');
    const { code, lines } = await refusal({ DATABASE_URL: address });
    expect(lines).toEqual([expect.stringContaining('DATABASE_URL')]);
    expect(lines[0]).not.toContain('wrong-password');
    expect(code).toBe(1);
  });

  it('prints the first administrator’s password once; a restart on the same data works and prints no second one', async () => {
    const first = await start();
    const [, email, password] = await eventually(() => {
      const match = PASSWORD_LINE.exec(first.output.join(''));
      if (!match) throw new Error(first.output.join(''));
      return match;
    });
    expect(await first.kill('SIGTERM')).toBe(0);
    const second = await start();
    await eventually(() => expect(second.output.join('')).toContain('/api/docs'));
    expect(second.output.join('')).not.toContain('administrator');
    expect(second.output.join('')).not.toContain(password);
    const admin = ApiClient.basic(`${second.url}/api`, email!, password!);
    expect(await admin.get('/auth/me')).toMatchObject({ status: 200, body: { email, roles: ['admin'] } });
  });

  it('installed as the README says for production, the first administrator can sign in', async () => {
    const { MIGRATE_ON_START: _, ...named } = env;
    const production = { ...named, PUBLIC_URL: 'https://parts.example.com', NODE_ENV: 'production' };
    const { status, stdout } = migrate(production);
    expect([status, stdout]).toEqual([0, expect.stringContaining('The tables are up to date')]);
    expect(stdout).not.toContain('administrator');

    const program = Program.spawnBare(production);
    started.push(program);
    await program.untilReady();
    const [, email, password] = await eventually(() => {
      const match = PASSWORD_LINE.exec(program.output.join(''));
      if (!match) throw new Error(program.output.join(''));
      return match;
    });
    const signedIn = await new ApiClient(`${program.url}/api`).post('/auth/login', { email, password });
    expect(signedIn).toMatchObject({ status: 200, body: { roles: ['admin'], regionIds: [] } });
    const lines = program.output.join('').split('\n');
    expect(lines.filter((line) => line.includes(password!))).toEqual([expect.stringMatching(/^ +administrator/)]);
  });

  it('a first start that fails for its port has printed the password that it made', async () => {
    const other = createServer().listen(Number(env.PORT), '127.0.0.1');
    const { administrator } = await refusal({});
    other.close();
    const [, email, password] = PASSWORD_LINE.exec(`${administrator} `)!;
    const { url } = await start();
    expect((await ApiClient.basic(`${url}/api`, email!, password!).get('/auth/me')).status).toBe(200);
  });

  onServer('of replicas that start at once on empty tables, one makes the administrator and prints it', async () => {
    expect(migrate(env).status).toBe(0);
    const ports = await Promise.all([freePort(), freePort()]);
    const replicas = await Promise.all(ports.map((port) => start({ MIGRATE_ON_START: 'false', PORT: String(port) })));
    await eventually(() => replicas.forEach(({ output }) => expect(output.join('')).toContain('/api/docs')));
    const printed = replicas.flatMap(({ output }) => PASSWORD_LINE.exec(output.join('')) ?? []).slice(1);
    expect(printed).toHaveLength(2);
    const admin = ApiClient.basic(`${replicas[0]!.url}/api`, printed[0]!, printed[1]!);
    expect((await admin.get('/users')).body.meta.total).toBe(1);
  });

  it('answers its probes, its metrics and its documentation to anybody', async () => {
    const { url } = await start();
    const nobody = new ApiClient(url);
    expect(await nobody.get('/livez')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await nobody.get('/readyz')).toMatchObject({
      status: 200,
      body: { status: 'ok', parts: { database: 'ok', migrations: 'ok', scheduler: 'ok' } },
    });
    const metrics = await nobody.get('/metrics');
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    for (const name of ['partsdesk_deliveries_unfinished', 'partsdesk_http_request_duration_seconds', 'process_']) {
      expect(metrics.body).toContain(name);
    }
    const docs = await nobody.get('/api/docs');
    expect([docs.status, docs.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const openapi = await nobody.get('/api/openapi.json');
    expect(openapi.body).toMatchObject({ openapi: expect.stringMatching(/^3\./) });
    expect(Object.keys(openapi.body.paths)).toContain('/api/gettzap-notifications/{id}/retry');
    const { roles } = openapi.body.components.schemas.Me.properties;
    expect(roles.items.enum).toEqual(['admin', 'external_orders', 'manager', 'observer']);
    expect((await nobody.get('/api/gettzap-notifications')).status).toBe(401);
  });

  it('without migrations it is alive but not ready, says why, and becomes ready by itself when they are run', async () => {
    env = {
      ...env,
      MIGRATE_ON_START: 'false',
      ADMIN_EMAIL: 'owner@example.com',
      ADMIN_PASSWORD: 'long enough, unheard of',
    };
    const program = Program.spawn(env);
    started.push(program);
    const nobody = new ApiClient(program.url);
    const ready = () => nobody.get('/readyz');
    await eventually(async () => {
      expect(await ready()).toMatchObject({
        status: 503,
        body: { status: 'unavailable', parts: { database: 'ok', migrations: 'pending', scheduler: 'ok' } },
      });
    }, 30_000);
    expect((await nobody.get('/livez')).status).toBe(200);
    expect(migrate(env)).toEqual({ status: 0, stdout: expect.stringContaining('up to date') });
    await eventually(async () => expect((await ready()).status).toBe(200), 20_000);
    const admin = ApiClient.basic(`${program.url}/api`, env.ADMIN_EMAIL!, env.ADMIN_PASSWORD!);
    await eventually(async () => expect((await admin.get('/auth/me')).status).toBe(200), 20_000);
  });

  it('`npm run user` is the way back in, beside a running service', async () => {
    const { url } = await start({ ADMIN_EMAIL: 'owner@example.com', ADMIN_PASSWORD: 'long enough, unheard of' });
    const user = (parameters: string[], input = '') =>
      spawnSync(process.execPath, [join(__dirname, '..', '..', 'dist', 'user.js'), ...parameters], {
        env: { PATH: process.env.PATH, ...env },
        encoding: 'utf8',
        input,
      });
    const statusOf = async (password: string) =>
      (await new ApiClient(`${url}/api`).post('/auth/login', { email: 'owner@example.com', password })).status;
    expect(user(['password', 'owner@example.com'], 'a new one, forgotten\n').status).toBe(0);
    expect([await statusOf('long enough, unheard of'), await statusOf('a new one, forgotten')]).toEqual([401, 200]);
    expect(user(['admin', 'second@example.com'], 'another long one\n').stdout).toContain('second@example.com  admin');
    expect(user(['block', 'owner@example.com']).stdout).toContain('blocked');
    expect(await statusOf('a new one, forgotten')).toBe(401);
    const refused = user(['block', 'second@example.com']);
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('administrator')]);
  });

  it('migrating what is up to date changes nothing and ends with 0', async () => {
    await (await start()).kill('SIGTERM');
    expect(migrate(env)).toEqual({ status: 0, stdout: expect.stringContaining('up to date') });
  });
});
