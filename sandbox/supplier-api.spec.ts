import { type Sandbox, startSandbox } from './sandbox.js';

describe('the stand-in supplier', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, login: 'l', password: 'p', apiKey: 'k' });
  });
  beforeEach(() => {
    sandbox.supplier.reset();
    sandbox.supplier.configure({ rows: 400, encoding: 'utf-8' });
  });
  afterAll(() => sandbox.close());

  const get = (headers: Record<string, string> = {}) => fetch(`${sandbox.url}/supplier/price`, { headers });
  const tell = (method: string, path: string, body?: object) => {
    const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return fetch(`${sandbox.url}/api/supplier/${path}`, { method, ...json });
  };

  it('hands its list out when it is another one than the caller has', async () => {
    const first = await get();
    expect(first.headers.get('content-disposition')).toBe('attachment; filename="price.csv"');
    expect(await first.text()).toContain('Итого позиций: 400');
    const [etag, modified] = ['etag', 'last-modified'].map((name) => first.headers.get(name)!);
    expect((await get({ 'if-none-match': etag! })).status).toBe(304);
    expect((await get({ 'if-none-match': `W/${etag}` })).status).toBe(304);
    expect((await get({ 'if-modified-since': modified! })).status).toBe(304);
    expect((await get({ 'if-none-match': '"other"', 'if-modified-since': modified! })).status).toBe(200);

    await tell('POST', 'next-day');
    const second = await get({ 'if-none-match': etag! });
    expect(second.status).toBe(200);
    expect(second.headers.get('etag')).not.toBe(etag);
    expect(sandbox.supplier.calls.map(({ status }) => status)).toEqual([200, 304, 304, 304, 200, 200]);
  });

  it.each([
    [{ format: 'xlsx' }, 'price.xlsx', 'PK'],
    [{ isZipped: true }, 'price.zip', 'PK'],
    [{ encoding: 'utf-8-bom' }, 'price.csv', '\u00ef\u00bb\u00bf'],
  ])('hands it out in another form: %j', async (form, name, begin) => {
    expect(await (await tell('PUT', 'list', form)).json()).toMatchObject({ fileName: name, list: form });
    const bytes = Buffer.from(await (await get()).arrayBuffer());
    expect(bytes.toString('latin1', 0, begin.length)).toBe(begin);
  });

  it.each([{ rows: 0 }, { rows: 5e9 }, { format: 'xls' }, { encoding: 'latin1' }, { separator: ':' }, { isZipped: 1 }])(
    'refuses %j',
    async (form) => {
      const answer = await tell('PUT', 'list', form);
      expect([answer.status, await answer.json()]).toMatchObject([400, { field: Object.keys(form)[0] }]);
    },
  );

  it.each([
    ['prices', ';33900;'],
    ['half', 'Итого позиций: 200'],
    ['columns', 'Код;Бренд;'],
    ['encoding', '\ufffd'],
  ])('has other content under another ETag, as often as it is told to: %s', async (kind, sign) => {
    const usual = await get();
    expect(await usual.text()).not.toContain(sign);
    await tell('PUT', 'misbehaviour', { kind, times: 1 });
    const spoilt = await get({ 'if-none-match': usual.headers.get('etag')! });
    expect(await spoilt.text()).toContain(sign);
    const after = await get({ 'if-none-match': spoilt.headers.get('etag')! });
    expect(after.headers.get('etag')).toBe(usual.headers.get('etag'));
    expect(await after.text()).not.toContain(sign);
  });

  it.each([
    ['error', 500, 'Internal Server Error'],
    ['missing', 404, 'Not Found'],
    ['html', 200, '<!doctype html>'],
  ])('answers with no list at all, also to who has it: %s', async (kind, status, begin) => {
    const etag = (await get()).headers.get('etag')!;
    await tell('PUT', 'misbehaviour', { kind });
    const answer = await get({ 'if-none-match': etag });
    expect([answer.status, (await answer.text()).slice(0, begin.length)]).toEqual([status, begin]);
  });

  it('cuts the answer off, or takes its time', async () => {
    await tell('PUT', 'misbehaviour', { kind: 'cut', times: 1 });
    await expect(get().then((answer) => answer.text())).rejects.toThrow();
    await tell('PUT', 'misbehaviour', { kind: 'slow', times: 1 });
    const begun = performance.now();
    expect(await (await get()).text()).toContain('Итого');
    expect(performance.now() - begun).toBeGreaterThan(1_000);
    expect(sandbox.supplier.misbehaving.shown().kind).toBe('none');
  });

  it('refuses a trouble it does not know, and forgets all by its own API', async () => {
    expect((await tell('PUT', 'misbehaviour', { kind: 'mood' })).status).toBe(400);
    await get();
    await tell('POST', 'next-day');
    const state = await (await tell('POST', 'reset')).json();
    expect(state).toMatchObject({ path: '/supplier/price', list: { rows: 5_000 }, edition: 0, calls: [] });
  });
});
