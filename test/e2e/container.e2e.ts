import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createDatabase, TestDatabase } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/private-mariadb.mjs';
import { Program } from '../support/program.js';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** The exec form after the last such instruction of the Dockerfile. */
function instruction(pattern: RegExp): string[] {
  return JSON.parse([...read('Dockerfile').matchAll(pattern)].at(-1)![1]!);
}

/** Runs a command of the image as Docker would; answers its exit code. */
function run([program, ...args]: string[], env: Record<string, string>): Promise<{ code: number | null; out: string }> {
  expect(program).toBe('node');
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { PATH: process.env.PATH, ...env } });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, out })));
}

describe('the container image', () => {
  const healthcheck = instruction(/^HEALTHCHECK .* CMD (\[.*\])$/gm);
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase();
  });
  afterEach(() => database.drop());

  it('starts the program that the tests start', () => {
    expect(instruction(/^CMD (\[.*\])$/gm)).toEqual(['node', '--max-old-space-size=256', 'dist/main.js']);
  });

  it('is healthy while the service is ready, after migrating by itself', async () => {
    const program = await Program.start({ ...database.env, MIGRATE_ON_START: 'true', NODE_ENV: 'production' });
    const { port } = new URL(program.url);
    const healthy = await run(healthcheck, { PORT: port });
    expect(healthy).toMatchObject({ code: 0, out: expect.stringContaining('"status":"ok"') });
    expect(await program.kill('SIGTERM')).toBe(0);
    expect((await run(healthcheck, { PORT: port })).code).toBe(1);
  });

  it('is unhealthy while the tables are not up to date', async () => {
    const PORT = String(await freePort());
    const program = Program.spawn({ ...database.env, PORT, MIGRATE_ON_START: 'false', NODE_ENV: 'production' });
    await eventually(() => fetch(`${program.url}/livez`));
    expect(await run(healthcheck, { PORT })).toMatchObject({
      code: 1,
      out: expect.stringContaining('"migrations":"pending"'),
    });
    await program.kill('SIGTERM');
  });

  it('stops at once while it still waits for the database', async () => {
    const PORT = String(await freePort());
    let isWaiting = false;
    const nothing = createServer((socket) => {
      isWaiting = true;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(nothing, 'listening');
    const nowhere = `mysql://root@127.0.0.1:${(nothing.address() as AddressInfo).port}/none`;
    const SECRET_KEY = Buffer.alloc(32, 1).toString('base64');
    const program = Program.spawn({ ...database.env, PORT, DATABASE_URL: nowhere, SECRET_KEY });
    await eventually(() => expect(isWaiting).toBe(true));
    // Had it waited on for the database, it would end with 1.
    expect(await program.kill('SIGTERM')).toBe(0);
    nothing.close();
  });

  it.each(['build.mjs', 'lint', '.swcrc', 'src', 'sandbox', 'web', 'openapi.json'])(
    'gets %s, which it is built from',
    (name) => {
      const kept = read('.dockerignore').trim().split('\n');
      expect(kept).not.toContain(name);
    },
  );

  it('takes no package from node_modules a second time but the pages of Swagger', () => {
    const asked = read('dist/packages.js').matchAll(/\brequire\$\d+\("([^"]+)"\)/g);
    expect([...asked].map(([, name]) => name)).toEqual(['swagger-ui-dist/absolute-path.js']);
  });

  it('needs no development dependency to run', () => {
    const { dependencies } = JSON.parse(read('package.json'));
    // What packages name without having it, as drivers of other databases, is in theirs.
    const files = readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.js') && file !== 'packages.js',
    );
    const imported = new Set<string>();
    for (const file of files) {
      for (const [, name] of read(join('dist', file)).matchAll(
        /(?<!\.)(?:from|import)\s*\(?\s*['"]([@\w][\w./@-]*)['"]/g,
      )) {
        if (!name!.startsWith('node:')) imported.add(/^(@[^/]+\/)?[^/]+/.exec(name!)![0]);
      }
    }
    const missing = [...imported].filter((name) => !(name in dependencies) && !builtinModules.includes(name));
    expect(files.length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });
});
