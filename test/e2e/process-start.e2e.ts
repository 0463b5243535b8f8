import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '../support/api-client.js';
import { onEmbedded } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/private-mariadb.mjs';
import { Program } from '../support/program.js';
import { printedSignIn, Programs } from '../support/programs.js';

describe('the built program', () => {
  const programs = Programs.forEachTest();

  it.each([
    ['PORT', { PORT: 'http' }],
    ['HOST', { HOST: 'no.such.host.invalid' }],
  ])('a wrong %s (%j) stops the start with exit code 1 and one line that names it', async (name, change) => {
    const { code, lines } = await programs.refusal(change);
    expect(lines).toEqual([expect.stringContaining(name)]);
    expect(code).toBe(1);
  });

  it('a DATA_DIR that cannot be used stops the start with exit code 1 and one line that names it', async () => {
    const file = join(programs.database.env.DATA_DIR, 'file');
    writeFileSync(file, '');
    const { code, lines } = await programs.refusal({ DATABASE_URL: '', SECRET_KEY: '', DATA_DIR: file });
    expect(lines).toEqual([expect.stringContaining('DATA_DIR')]);
    expect(code).toBe(1);
  });

  it('a PORT that is taken stops the start with exit code 1 and one line that names it, and the password that it had made was printed', async () => {
    const other = createServer().listen(Number(programs.env.PORT), '127.0.0.1');
    const { code, lines, administrator } = await programs.refusal({});
    other.close();
    expect(lines.at(-1)).toMatch(/PORT.*EADDRINUSE/);
    expect(code).toBe(1);
    const [email, password] = printedSignIn(`${administrator} `)!;
    const { url } = await programs.start();
    expect((await ApiClient.basic(`${url}/api`, email, password).get('/auth/me')).status).toBe(200);
  });

  it('says at once that it waits for a database server which does not answer yet, and why', async () => {
    const server = {
      DATABASE_URL: 'mysql://user:secret@127.0.0.1:9/parts',
      SECRET_KEY: Buffer.alloc(32).toString('base64'),
    };
    const program = programs.willEnd(Program.spawn({ ...programs.env, ...server }));
    const said = () => program.output.join('').trim();
    await eventually(() => expect(said()).not.toBe(''));
    expect(said()).toBe('Waiting for the database, up to 60 s: connect ECONNREFUSED 127.0.0.1:9.');
  });

  onEmbedded(
    'a second process on the same data stops and names the first, which goes on; after a SIGKILL it starts',
    async () => {
      const first = await programs.start();
      const second = await programs.refusal({ PORT: String(await freePort()) });
      expect(second.lines).toEqual([expect.stringContaining(`DATA_DIR is in use by process ${first.pid} on `)]);
      expect(second.code).toBe(1);
      expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
      const copy = join(programs.database.env.DATA_DIR, 'copy.sqlite');
      expect(programs.run('backup', [copy]).status).toBe(0);
      await first.kill('SIGKILL');
      await programs.start();
    },
  );

  it.each([
    ['user', ['list']],
    ['rotate-secrets', []],
    ['backup', [join(tmpdir(), 'partsdesk-never-made.sqlite')]],
  ])('%s does nothing where the service has no database, and makes none', (command, args) => {
    const elsewhere = join(programs.database.env.DATA_DIR, 'elsewhere');
    const { status, stdout, stderr } = programs.run(command, args, { DATA_DIR: elsewhere });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`There is no database at ${join(elsewhere, 'partsdesk.sqlite')}.`);
    expect(existsSync(elsewhere)).toBe(false);

    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'partsdesk.sqlite'), '');
    const onEmpty = programs.run(command, args, { DATA_DIR: elsewhere });
    expect([onEmpty.status, onEmpty.stderr]).toEqual([1, expect.stringContaining('is empty')]);
  });

  it.each(['migrate', 'user', 'backup', 'move', 'rotate-secrets'])(
    '%s asked for help says how it is called, and does nothing',
    (command) => {
      const elsewhere = join(programs.database.env.DATA_DIR, 'elsewhere');
      const { status, stdout } = programs.run(command, ['--help'], { DATA_DIR: elsewhere });
      expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^npm run /) });
      expect(existsSync(elsewhere)).toBe(false);
    },
  );

  it.each([
    ['--hlep', "Unknown option '--hlep'. Usage:"],
    ['more', "Unexpected argument 'more'. Usage:"],
  ])('a command that is called with what it does not take (%s) says so, and does nothing', (argument, reason) => {
    const { status, stdout, stderr } = programs.run('migrate', [argument]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.split('\n')[0]).toBe(reason);
  });

  onEmbedded('migrate says in which database the tables are up to date', () => {
    const { DATA_DIR } = programs.database.env;
    expect(programs.run('migrate').stdout).toContain(`up to date in ${join(DATA_DIR, 'partsdesk.sqlite')}: `);
  });

  it('the health check asks at the port of the .env file that the service goes by', async () => {
    const { DATA_DIR } = programs.database.env;
    await programs.start();
    writeFileSync(join(DATA_DIR, '.env'), `PORT=${programs.env.PORT}\n`);
    const { status, stdout } = programs.runIn(DATA_DIR, 'healthcheck', {});
    expect([status, stdout]).toEqual([0, expect.stringContaining('"status":"ok"')]);
  });

  it('says in its log who called from where, who signed in, and who tried in vain, without what they typed', async () => {
    const [email, password] = ['owner@example.com', 'correct horse battery'];
    const program = await programs.start({ LOG_LEVEL: 'info', ADMIN_EMAIL: email, ADMIN_PASSWORD: password });
    const nobody = new ApiClient(`${program.url}/api`);
    const signIn = (as: string, given: string) => nobody.post('/auth/login', { email: as, password: given });
    const { status, headers } = await signIn(email, password);
    const cookie = { Cookie: headers.get('set-cookie')!.split(';')[0]! };
    expect(status).toBe(200);
    expect((await new ApiClient(`${program.url}/api`, cookie).post('/auth/logout')).status).toBe(204);
    await signIn('typed-nobody@example.com', 'typed wrong 1');
    for (let tries = 0; tries < 12; tries++) await signIn(email, 'typed wrong 2');
    await program.kill('SIGTERM');
    const text = program.output.join('');
    const lines = text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const from = { address: '127.0.0.1' };
    const having = (msg: string) => lines.filter((line) => line.msg === msg);
    const logout = having('request').find(({ url }) => url === '/api/auth/logout');
    expect(logout).toMatchObject({ ...from, userId: 1, status: 204 });
    expect(having('Signed in.')).toMatchObject([{ level: 30, ...from, userId: 1 }]);
    expect(having('Signed out.')).toMatchObject([{ level: 30, userId: 1 }]);
    const [stranger, ...others] = having('Sign-in failed.');
    expect(stranger).toMatchObject({ level: 40, ...from });
    expect([stranger!.userId, others.length]).toEqual([undefined, 10]);
    expect(others[0]).toMatchObject({ level: 40, ...from, userId: 1 });
    const closed = having('Sign-ins are refused after too many wrong passwords.');
    expect(closed).toMatchObject([{ level: 40, ...from, userId: 1, until: expect.any(String) }]);
    expect(text).not.toContain('typed');
  });

  it('answers its probes, its metrics and its documentation to anybody', async () => {
    const { url } = await programs.start();
    const nobody = new ApiClient(url);
    expect(await nobody.get('/livez')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await nobody.get('/readyz')).toMatchObject({
      status: 200,
      body: { status: 'ok', parts: { database: 'ok', migrations: 'ok', scheduler: 'ok' } },
    });
    const metrics = await nobody.get('/metrics');
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    for (const name of [
      'partsdesk_outbox_messages_unfinished',
      'partsdesk_http_request_duration_seconds',
      'process_',
    ]) {
      expect(metrics.body).toContain(name);
    }
    const docs = await nobody.get('/api/docs');
    expect([docs.status, docs.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const openapi = await nobody.get('/api/openapi.json');
    expect(openapi.body).toMatchObject({ openapi: expect.stringMatching(/^3\./) });
    expect(Object.keys(openapi.body.paths)).toContain('/api/gettzap-notifications/{id}/retry');
    const { roles } = openapi.body.components.schemas.Me.properties;
    expect(roles.items.enum).toEqual(['admin', 'external_orders', 'manager', 'observer']);
    // Made anew for each request: fifty a second of anybody would fill a core.
    expect((await nobody.get('/api/docs-yaml')).status).toBe(404);
    expect((await nobody.get('/api/gettzap-notifications')).status).toBe(401);
  });
});
