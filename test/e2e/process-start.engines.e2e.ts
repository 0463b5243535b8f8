import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient } from '../support/api-client.js';
import { executeIn, onEmbedded, onServer } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/private-mariadb.mjs';
import { Program } from '../support/program.js';
import { printedSignIn, Programs } from '../support/programs.js';

describe('the built program', () => {
  const programs = Programs.forEachTest();

  const signInPrintedBy = ({ output }: Program) =>
    eventually(() => {
      const signIn = printedSignIn(output.join(''));
      if (!signIn) throw new Error(output.join(''));
      return signIn;
    });

  onServer('a DATABASE_URL that the server refuses stops the start with one line that names it', async () => {
    const address = programs.database.env.DATABASE_URL!.replace('root@', 'nobody:wrong-password@');
    const { code, lines } = await programs.refusal({ DATABASE_URL: address });
    expect(lines).toEqual([expect.stringContaining('DATABASE_URL')]);
    expect(lines[0]).not.toContain('wrong-password');
    expect(code).toBe(1);
  });

  it('prints the first administrator’s password once; migrating again changes nothing, and a restart on the same data works and prints no second one', async () => {
    const first = await programs.start();
    const [email, password] = await signInPrintedBy(first);
    expect(await first.kill('SIGTERM')).toBe(0);
    expect(programs.run('migrate')).toMatchObject({ status: 0, stdout: expect.stringContaining('up to date') });
    const second = await programs.start();
    await eventually(() => expect(second.output.join('')).toContain('/api/docs'));
    expect(second.output.join('')).not.toContain('administrator');
    expect(second.output.join('')).not.toContain(password);
    const admin = ApiClient.basic(`${second.url}/api`, email, password);
    expect(await admin.get('/auth/me')).toMatchObject({ status: 200, body: { email, roles: ['admin'] } });
  });

  it('installed as the README says for production, the first administrator can sign in', async () => {
    const { MIGRATE_ON_START: _, ...named } = programs.env;
    const production = { ...named, PUBLIC_URL: 'https://parts.example.com', NODE_ENV: 'production' };
    const { status, stdout } = programs.run('migrate', [], production);
    expect([status, stdout]).toEqual([0, expect.stringContaining('The tables are up to date')]);
    expect(stdout).not.toContain('administrator');

    const program = programs.willEnd(Program.spawnBare(production));
    await program.untilReady();
    const [email, password] = await signInPrintedBy(program);
    const signedIn = await new ApiClient(`${program.url}/api`).post('/auth/login', { email, password });
    expect(signedIn).toMatchObject({ status: 200, body: { roles: ['admin'], regionIds: [] } });
    const lines = program.output.join('').split('\n');
    expect(lines.filter((line) => line.includes(password))).toEqual([expect.stringMatching(/^ +administrator/)]);
  });

  onEmbedded('a file that is no database is named by the command in one line, too', () => {
    const file = join(programs.env.DATA_DIR!, 'partsdesk.sqlite');
    writeFileSync(file, 'Something else, '.repeat(20));
    const { status, stderr } = programs.run('migrate');
    expect([status, stderr]).toEqual([1, `DATA_DIR cannot be used: ${file}: file is not a database.\n`]);
  });

  onServer(
    'a user of the database who may make no tables stops the start and the command, with one line that says so',
    async () => {
      const url = new URL(programs.env.DATABASE_URL!);
      await executeIn(programs.database, `CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'reads'`);
      await executeIn(programs.database, `GRANT SELECT, INSERT ON ${url.pathname.slice(1)}.* TO reader@'127.0.0.1'`);
      [url.username, url.password] = ['reader', 'reads'];
      const reason = expect.stringMatching(
        /^The tables cannot be brought up to date: CREATE command denied to user 'reader'/,
      );
      const { code, lines } = await programs.refusal({ DATABASE_URL: url.href });
      const { status, stderr } = programs.run('migrate', [], { ...programs.env, DATABASE_URL: url.href });
      await executeIn(programs.database, `DROP USER reader@'127.0.0.1'`);
      expect([code, lines]).toEqual([1, [reason]]);
      expect([status, stderr]).toEqual([1, reason]);
    },
  );

  onServer('of replicas that start at once on empty tables, one makes the administrator and prints it', async () => {
    expect(programs.run('migrate').status).toBe(0);
    const ports = await Promise.all([freePort(), freePort()]);
    const replicas = await Promise.all(
      ports.map((port) => programs.start({ MIGRATE_ON_START: 'false', PORT: String(port) })),
    );
    await eventually(() => replicas.forEach(({ output }) => expect(output.join('')).toContain('/api/docs')));
    const printed = replicas.flatMap(({ output }) => printedSignIn(output.join('')) ?? []);
    expect(printed).toHaveLength(2);
    const admin = ApiClient.basic(`${replicas[0]!.url}/api`, printed[0]!, printed[1]!);
    expect((await admin.get('/users')).body.meta.total).toBe(1);
  });

  it('without migrations it is alive but not ready, says why, and becomes ready by itself when they are run', async () => {
    const env = (programs.env = {
      ...programs.env,
      MIGRATE_ON_START: 'false',
      ADMIN_EMAIL: 'owner@example.com',
      ADMIN_PASSWORD: 'long enough, unheard of',
    });
    const program = programs.willEnd(Program.spawn(env));
    const nobody = new ApiClient(program.url);
    const ready = () => nobody.get('/readyz');
    await eventually(async () => {
      expect(await ready()).toMatchObject({
        status: 503,
        body: { status: 'unavailable', parts: { database: 'ok', migrations: 'pending', scheduler: 'ok' } },
      });
    });
    expect((await nobody.get('/livez')).status).toBe(200);
    const announced = /^Migrations to be run in .+\nThe tables are up to date in .+\n$/;
    expect(programs.run('migrate')).toMatchObject({ status: 0, stdout: expect.stringMatching(announced) });
    await eventually(async () => expect((await ready()).status).toBe(200));
    const admin = ApiClient.basic(`${program.url}/api`, env.ADMIN_EMAIL, env.ADMIN_PASSWORD);
    await eventually(async () => expect((await admin.get('/auth/me')).status).toBe(200));
  });

  it('a command that cannot be built ends with exit code 1 and says why, whatever is connected by then', () => {
    const { status, stderr } = programs.runUnbuildable();
    expect([status, stderr]).toEqual([1, expect.stringContaining('The part cannot be built.')]);
  });

  it.each([
    ['user', ['list']],
    ['rotate-secrets', []],
  ])('%s leaves tables alone that are not those of its version, and says what they are', async (command, args) => {
    expect(programs.run('migrate').status).toBe(0);
    expect(programs.run(command, args).status).toBe(0);
    const saidAfter = async (sql: string) => {
      await executeIn(programs.database, sql);
      const { status, stdout, stderr } = programs.run(command, args);
      expect([status, stdout]).toEqual([1, '']);
      return stderr;
    };
    const last = `SELECT * FROM (SELECT MAX(id) FROM migrations) AS last`;
    expect(await saidAfter(`DELETE FROM migrations WHERE id = (${last})`)).toContain('run `npm run migrate`');
    const newer = `INSERT INTO migrations (timestamp, name) VALUES (0, 'OfTomorrow1999999999999')`;
    expect(await saidAfter(newer)).toContain('a newer version of partsdesk');
  });

  it('`npm run user` is the way back in, beside a running service', async () => {
    const { url } = await programs.start({
      ADMIN_EMAIL: 'owner@example.com',
      ADMIN_PASSWORD: 'long enough, unheard of',
    });
    const user = (args: string[], input = '') => programs.run('user', args, programs.env, input);
    const statusOf = async (password: string) =>
      (await new ApiClient(`${url}/api`).post('/auth/login', { email: 'owner@example.com', password })).status;
    expect(user(['password', 'owner@example.com'], 'a new one, forgotten\n').status).toBe(0);
    expect([await statusOf('long enough, unheard of'), await statusOf('a new one, forgotten')]).toEqual([401, 200]);
    expect(user(['admin', 'second@example.com'], 'another long one\n').stdout).toContain('second@example.com  admin');
    expect(user(['block', 'owner@example.com']).stdout).toContain('blocked');
    expect(await statusOf('a new one, forgotten')).toBe(401);
    const second = ApiClient.basic(`${url}/api`, 'second@example.com', 'another long one');
    const audited = (await second.get('/audit?subject=user')).body.data;
    expect(
      audited.map(({ actor, action, after }: { actor: string; action: string; after: object }) => [
        actor,
        action,
        after,
      ]),
    ).toMatchObject([
      ['npm run user', 'update', { isActive: false }],
      ['npm run user', 'create', { email: 'second@example.com', roles: ['admin'] }],
      ['npm run user', 'update', { password: 'new' }],
    ]);
    const refused = user(['block', 'second@example.com']);
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('administrator')]);
  });

  it('`npm run user` takes no e-mail and no password that nobody could sign in with', async () => {
    await programs.start();
    const user = (args: string[], input = '') => programs.run('user', args, programs.env, input);
    const isRefused = ({ status, stderr }: ReturnType<typeof user>) => [status, stderr.trim()];
    for (const email of ['owner', ' owner@example.com ', `${'o'.repeat(190)}@example.com`]) {
      expect(isRefused(user(['admin', email], 'a new one, forgotten\n'))).toEqual([
        1,
        expect.stringMatching(/^email: must /),
      ]);
    }
    const tooLong = user(['password', 'admin@example.com'], `${'not short '.repeat(101)}\n`);
    expect(isRefused(tooLong)).toEqual([1, 'password: must have at most 1000 characters']);
    const unsendable = user(['password', 'admin@example.com'], 'a bell \u0007 in the middle\n');
    expect(isRefused(unsendable)).toEqual([1, 'password: has a control character']);
    expect(user(['list']).stdout.trim().split('\n')).toEqual([expect.stringContaining('admin@example.com')]);
  });
});
