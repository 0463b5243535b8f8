import { type Sandbox, startSandbox } from './sandbox.js';

const KEY = 'parts-soft-demo';

describe('the stand-in PARTS SOFT', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, login: 'l', password: 'p', apiKey: 'k' });
  });
  beforeEach(() => sandbox.partsSoft.reset());
  afterAll(() => sandbox.close());

  const answerOf = async (response: Response) => [response.status, (await response.json()) as unknown];
  const get = async (path: string, query: Record<string, string>, key = KEY) =>
    answerOf(
      await fetch(`${sandbox.url}/parts-soft/api/v1/${path}?${new URLSearchParams({ api_key: key, ...query })}`),
    );
  const post = async (path: string, form: Record<string, string> = {}) => {
    const body = new URLSearchParams({ api_key: KEY, ...form });
    return answerOf(await fetch(`${sandbox.url}/parts-soft/api/v1/${path}`, { method: 'POST', body }));
  };
  const LINE = {
    oem: 'W914/2',
    make_name: 'MANN',
    detail_name: 'Ф',
    qnt: '2',
    comment: 'k-1',
    api_hash: 'any-W914/2-MANN',
  };

  it('orders what is in the basket, once, and finds it by its comment', async () => {
    expect(await post('baskets', LINE)).toMatchObject([200, { result: 'ok', data: { id: expect.any(Number) } }]);
    expect(await get('baskets', {})).toMatchObject([200, { data: [{ comment: 'k-1', qnt: 2 }] }]);
    expect(await post('baskets/order')).toMatchObject([200, { result: 'ok' }]);
    expect(await post('baskets/order')).toMatchObject([200, { result: 'error' }]);
    const items = (comment: string) => get('order_items', { page: '1', per_page: '20', 'search[comment_eq]': comment });
    expect(await items('k-1')).toMatchObject([200, { data: [{ oem: 'W914/2', qnt: 2, status_code: 'new' }] }]);
    expect(await items('k-2')).toEqual([200, { result: 'ok', data: [] }]);
  });

  it('refuses another key, and what no offer is of', async () => {
    expect(await get('baskets', {}, 'other')).toMatchObject([401, { result: 'error' }]);
    for (const change of [{ api_hash: 'x' }, { qnt: '0' }, { qnt: '1001' }, { comment: 'x'.repeat(37) }, { oem: '' }])
      expect(await post('baskets', { ...LINE, ...change })).toMatchObject([200, { result: 'error' }]);
    expect(await get('order_items', { page: '1', per_page: '500' })).toMatchObject([400, { result: 'error' }]);
    expect(sandbox.partsSoft.basket).toEqual([]);
  });

  it('orders and answers 500 where it is told to, by its own API', async () => {
    const set = (body: object) =>
      fetch(`${sandbox.url}/api/parts-soft/misbehaviour`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await set({ kind: 'mood' })).status).toBe(400);
    expect((await set({ kind: 'error-after', of: 'orders', times: 1 })).status).toBe(200);
    await post('baskets', LINE);
    expect(await post('baskets/order')).toMatchObject([500, { result: 'error' }]);
    expect(sandbox.partsSoft.items).toHaveLength(1);
    expect(sandbox.partsSoft.misbehaving.shown().kind).toBe('none');
  });

  it('offers what it is told to, and anything else unless told otherwise, by its own API', async () => {
    const tell = async (method: string, path: string, body?: object) => {
      const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      return answerOf(await fetch(`${sandbox.url}/api/parts-soft/${path}`, { method, ...json }));
    };
    const search = 'search/get_offers_by_oem_and_make_name';
    const offered = (oem: string) => get(search, { oem, make_name: 'Mann', without_cross: 'true' });
    const offer = { oem: ' W914/2 ', make_name: 'MANN', cost: 850.5, qnt: 3, days: 2 };
    expect(await tell('POST', 'offers', offer)).toMatchObject([200, { offers: [{ oem: 'W914/2', cost: 850.5 }] }]);
    for (const change of [{ oem: ' ' }, { cost: -1 }, { qnt: 0 }, { days: undefined }])
      expect(await tell('POST', 'offers', { ...offer, ...change })).toMatchObject([400, {}]);
    expect(await offered('w914/2')).toMatchObject([
      200,
      { data: [{ qnt: 3, min_delivery_day: 2, max_delivery_day: 2 }] },
    ]);
    expect(await offered('OC90')).toMatchObject([200, { data: [{ cost: 1, qnt: 1_000 }] }]);
    await tell('PUT', 'offers-anything', { offersAnything: false });
    expect(await offered('OC90')).toMatchObject([200, { data: [] }]);

    const hash = sandbox.partsSoft.offers[0]!.system_hash;
    expect(await tell('DELETE', `offers/${hash}`)).toMatchObject([200, { offers: [], offersAnything: false }]);
    expect(await tell('DELETE', `offers/${hash}`)).toMatchObject([400, {}]);
    expect(await tell('POST', 'reset')).toMatchObject([200, { key: KEY, offersAnything: true }]);
  });
});
