import { randomBytes } from 'node:crypto';
import { ApiAnswer, ApiClient } from '../support/api-client.js';
import { createDatabase, TestDatabase } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/private-mariadb.mjs';
import { Program } from '../support/program.js';

const DEMO = ['DEMO-1', 'DEMO-2'];

describe('trial mode', () => {
  let database: TestDatabase;
  let env: Record<string, string>;
  let program: Program;
  let admin: ApiClient;
  beforeAll(async () => {
    database = await createDatabase();
    const [port, sandboxPort] = [String(await freePort()), String(await freePort())];
    env = { ...database.env, MIGRATE_ON_START: 'true', TRIAL: 'true', PORT: port, SANDBOX_PORT: sandboxPort };
  });
  afterAll(() => database.drop());
  afterEach(async () => {
    await program.kill('SIGKILL');
  });

  async function start(change: Record<string, string> = {}): Promise<string> {
    program = await Program.start({ ...env, ...change });
    return eventually(() => {
      const text = program.output.join('');
      if (!text.includes('send an order')) throw new Error(text);
      return text;
    });
  }

  const sandbox = (port = env.SANDBOX_PORT) => new ApiClient(`http://localhost:${port}`);

  async function inbox(): Promise<Array<{ id: string; externalId: string; state: string }>> {
    const { body } = await admin.get('/external-orders?sort=createdAt');
    return body.data.map(({ id, externalId, state }: { id: string; externalId: string; state: string }) => ({
      id,
      externalId,
      state,
    }));
  }

  /** Names, whether they are on, and where they call. */
  async function exchanges(): Promise<Array<[name: string, isActive: boolean, apiUrl: string | undefined]>> {
    const { body } = await admin.get('/exchanges');
    return body.data
      .map(({ name, isActive, settings }: { name: string; isActive: boolean; settings: { apiUrl?: string } }) => [
        name,
        isActive,
        settings.apiUrl,
      ])
      .sort();
  }

  const provided = (port: string) =>
    [
      ['ABCP из песочницы', false, `http://127.0.0.1:${port}/abcp`],
      ['PARTS SOFT из песочницы', false, `http://127.0.0.1:${port}/parts-soft`],
      ['1С из песочницы', false, undefined],
    ].sort();

  const supplierAt = (port: string) => `http://127.0.0.1:${port}/supplier/price`;

  const lists = async (): Promise<Array<{ name: string; url: string; rows: number }>> =>
    (await admin.get('/price-lists')).body.data.map(
      ({ name, url, rows }: { name: string; url: string; rows: number }) => ({
        name,
        url,
        rows,
      }),
    );

  const statusAtSandbox = async (id: string, port?: string) => {
    const { body }: ApiAnswer = await sandbox(port).get('/api/state');
    return body.orders.find((order: { id: string }) => order.id === id)?.status;
  };

  it('prints its addresses, the administrator’s sign-in and a line that sends an order; demo orders are there', async () => {
    const text = await start();
    expect(text).toContain(`http://localhost:${env.PORT}`);
    expect(text).toContain(`${env.PORT}/api/docs`);
    expect(text).toContain(`:${env.SANDBOX_PORT}  (plays GettZap)`);
    const [, email, password] = /administrator +(\S+) +(\S+)/.exec(text)!;
    admin = ApiClient.basic(`${program.url}/api`, email!, password!);
    expect(await inbox()).toMatchObject(DEMO.map((externalId) => ({ externalId, state: 'new' })));

    // Without a quotation mark, of which shells of Windows and of others make different things.
    const [, url] = /curl -X POST (\S+)\n/.exec(text)!;
    const sent = await new ApiClient(url!).call('POST', '');
    expect(sent).toMatchObject({ status: 200, body: { response: { status: 200 } } });
    expect(await inbox()).toHaveLength(DEMO.length + 1);
    expect(await sandbox().get('/')).toMatchObject({ status: 200, body: expect.stringContaining('<!doctype html>') });
    const { sandboxUrl } = (await admin.get('/dashboard')).body;
    expect(new URL(sandboxUrl).port).toBe(env.SANDBOX_PORT);

    expect(await exchanges()).toEqual(provided(env.SANDBOX_PORT!));
    for (const { id, kind } of (await admin.get('/exchanges')).body.data)
      if (kind !== 'one_c')
        expect([kind, (await admin.post(`/exchanges/${id}/check`)).body]).toMatchObject([kind, { ok: true }]);

    await eventually(async () => {
      const [list, ...others] = await lists();
      expect(list).toMatchObject({ name: 'Поставщик из песочницы', url: supplierAt(env.SANDBOX_PORT!) });
      expect(list!.rows).toBeGreaterThan(4_900);
      expect(others).toEqual([]);
    });

    const { data: rules } = (await admin.get('/processing-rules')).body;
    expect(rules.map(({ mode }: { mode: string }) => mode)).toEqual(['shadow', 'shadow']);
    const [first] = await inbox();
    await admin.post(`/external-orders/${first!.id}/accept`);
    await eventually(async () => expect(await statusAtSandbox('DEMO-1')).toBe('accepted'));
  });

  it('starts again after its price list was deleted, with a new one and the rules that were there', async () => {
    await start();
    const [list] = (await admin.get('/price-lists')).body.data;
    const { connectionId } = (await admin.get('/processing-rules')).body.data[0];
    await admin.delete(`/price-lists/${list.id}`);
    await program.kill('SIGKILL');
    await start();
    expect(await lists()).toMatchObject([{ name: 'Поставщик из песочницы', url: supplierAt(env.SANDBOX_PORT!) }]);
    const { data: rules } = (await admin.get('/processing-rules')).body;
    expect(rules).toMatchObject([{ connectionId }, { connectionId }]);
  });

  it('starts again on the same data: no second sign-in, no second demo, and the sandbox is still told', async () => {
    const text = await start();
    expect(text).toContain('as printed at the first start');
    expect(await inbox()).toHaveLength(DEMO.length + 1);
    const { body } = await sandbox().post('/api/orders', { id: 'AGAIN' });
    expect(body.response.status).toBe(200);
    const received = (await inbox()).at(-1)!;
    await admin.post(`/external-orders/${received.id}/accept`);
    await eventually(async () => expect(await statusAtSandbox('AGAIN')).toBe('accepted'));
    for (const { id } of (await admin.get('/processing-rules')).body.data)
      expect((await admin.delete(`/processing-rules/${id}`)).status).toBe(204);
    const [{ id }] = (await admin.get('/price-lists')).body.data;
    await admin.patch(`/price-lists/${id}`, { name: 'Наш поставщик' });
  });

  it('starts again with the sandbox on another port, and tells it there', async () => {
    const port = String(await freePort());
    const text = await start({ SANDBOX_PORT: port });
    expect(text).toContain(`:${port}  (plays GettZap)`);
    expect(await exchanges()).toEqual(provided(port));
    expect(await lists()).toMatchObject([{ name: 'Наш поставщик', url: supplierAt(port) }]);
    expect((await admin.get('/processing-rules')).body.data).toEqual([]);
    await sandbox(port).post('/api/orders', { id: 'MOVED' });
    const received = (await inbox()).at(-1)!;
    await admin.post(`/external-orders/${received.id}/accept`);
    await eventually(async () => expect(await statusAtSandbox('MOVED', port)).toBe('accepted'));
  });

  it('starts again after the secret key was lost, and the sandbox is told with a sign-in made anew', async () => {
    const text = await start({ SECRET_KEY: randomBytes(32).toString('base64') });
    expect(text).toContain('does not open');
    const { body } = await sandbox().post('/api/orders', { id: 'ANEW' });
    expect(body.response.status).toBe(200);
    const received = (await inbox()).at(-1)!;
    expect(received.externalId).toBe('ANEW');
    await admin.post(`/external-orders/${received.id}/accept`);
    await eventually(async () => expect(await statusAtSandbox('ANEW')).toBe('accepted'));
    expect((await admin.get('/marketplace-connections')).body.meta.total).toBe(1);
    for (const { id, kind } of (await admin.get('/exchanges')).body.data)
      if (kind !== 'one_c')
        expect([kind, (await admin.post(`/exchanges/${id}/check`)).body]).toMatchObject([kind, { ok: true }]);
  });

  it('starts again though a person gave its connection an address elsewhere, and leads it back to the sandbox', async () => {
    await start();
    const [{ id }] = (await admin.get('/marketplace-connections')).body.data;
    const secrets = { password: 'elsewhere', apiKey: 'elsewhere' };
    const change = { apiUrl: `http://localhost:${env.SANDBOX_PORT}`, ...secrets };
    expect((await admin.patch(`/marketplace-connections/${id}`, change)).status).toBe(200);
    await program.kill('SIGKILL');
    await start();
    await sandbox().post('/api/orders', { id: 'BACK' });
    await admin.post(`/external-orders/${(await inbox()).at(-1)!.id}/accept`);
    await eventually(async () => expect(await statusAtSandbox('BACK')).toBe('accepted'));
  });

  it('starts on one address of the machine, and its demo orders come in by that one', async () => {
    const own = await createDatabase();
    const text = await start({ ...own.env, HOST: '127.0.0.2' });
    const [, email, password] = /administrator +(\S+) +(\S+)/.exec(text)!;
    admin = ApiClient.basic(`${program.url}/api`, email!, password!);
    expect(await inbox()).toMatchObject(DEMO.map((externalId) => ({ externalId, state: 'new' })));
    await program.kill('SIGKILL');
    await own.drop();
  });

  it('a SANDBOX_PORT that is taken stops the start with one line that names it', async () => {
    program = Program.spawn({ ...env, SANDBOX_PORT: env.PORT!, LOG_LEVEL: 'fatal' });
    expect(await program.exited).toBe(1);
    const lines = program.output.join('').trim().split('\n');
    expect(lines).toEqual([expect.stringContaining('SANDBOX_PORT')]);
  });
});
