import { ApiClient } from '../support/api-client.js';
import { createDatabase, TestDatabase } from '../support/engine.js';
import { Program } from '../support/program.js';
import { ADMIN } from '../support/shop-data.js';

/** As a browser asks when somebody types an address. */
const NAVIGATION = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the built panel', () => {
  let database: TestDatabase;
  let program: Program;
  beforeAll(async () => {
    database = await createDatabase();
    program = await Program.start({
      ...database.env,
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      MIGRATE_ON_START: 'true',
    });
  });
  afterAll(async () => {
    await program.kill('SIGKILL');
    await database.drop();
  });

  const get = (path: string, headers: Record<string, string> = NAVIGATION) =>
    fetch(`${program.url}${path}`, { headers });

  it.each(['/', '/external-orders', '/orders/17?tab=history'])(
    'answers its page at %s, asked for anew each time',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(await answer.text()).toContain('<div id="root">');
    },
  );

  it('its files are kept for ever, and come compressed', async () => {
    const page = await (await get('/')).text();
    const [script] = /\/assets\/[^"]+\.js/.exec(page)!;
    const answer = await get(script, { 'Accept-Encoding': 'gzip' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('gzip');
  });

  it('a file of another version is not found, which nobody keeps, since the next replica may have it', async () => {
    const answer = await get('/assets/index-of-another.js');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['/api/nothing', '/api', '/gettzap/orders/nothing', '/assets/nothing.js', '/metrics/nothing'])(
    'an address of programs that is not there is no page: %s',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ status: 404, code: 'not_found' });
    },
  );

  it('a program that asks for something unknown gets no page', async () => {
    expect((await get('/nothing', { Accept: 'application/json' })).status).toBe(404);
  });

  it('whoever asks for something unknown is no fault in the log', async () => {
    const { headers } = await get('/api/unknown-to-all');
    await get('/');
    expect(program.output.join('')).not.toContain(headers.get('x-request-id')!);
    expect(await (await get('/metrics')).text()).not.toMatch(/route="\/\*",status="5/);
  });

  it('every answer forbids scripts of others', async () => {
    const policy = (await get('/')).headers.get('content-security-policy')!;
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'self'");
  });

  // The packages lie in one file of the build: had one of them another copy, what classes hand down would be lost.
  it('its filters are checked and converted by the rules that one takes over from another', async () => {
    const admin = ApiClient.basic(`${program.url}/api`, ADMIN.email, ADMIN.password);
    expect((await admin.get('/orders/counts?flag=')).status).toBe(200);
    expect((await admin.get('/orders/counts?regionId=x')).status).toBe(422);
  });
});
