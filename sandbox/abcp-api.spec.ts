import { createHash } from 'node:crypto';
import { startSandbox, type Sandbox } from './sandbox.js';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const SIGN_IN = { userlogin: 'api@abcp', userpsw: md5('abcp-demo') };
const POSITION = { brand: 'BOSCH', number: '0 986', quantity: '4', priceIn: '10.50', priceOut: '10.50', deadline: '0' };
const BUYER = { guestOrderName: 'Иван', guestOrderMobile: '79001112233' };

interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of every shape
  body: any;
}

describe('the stand-in ABCP', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ port: 0, login: 'shop', password: 'p', apiKey: 'key' });
  });
  afterEach(() => sandbox.close());

  async function get(path: string, query: Record<string, string>, signIn: object = SIGN_IN): Promise<Answer> {
    const response = await fetch(`${sandbox.url}/abcp/${path}?${new URLSearchParams({ ...signIn, ...query })}`);
    return { status: response.status, body: await response.json() };
  }

  async function save(order: object, signIn: object = SIGN_IN): Promise<Answer> {
    const body = new URLSearchParams({ ...signIn, ...Object.fromEntries(fieldsOf({ order })) });
    const response = await fetch(`${sandbox.url}/abcp/cp/order`, { method: 'POST', body });
    return { status: response.status, body: await response.json() };
  }

  async function api(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(`${sandbox.url}/api/abcp/${path}`, init);
    return { status: response.status, body: await response.json() };
  }

  const make = (internalNumber: string, change: object = {}) =>
    save({ internalNumber, ...BUYER, positions: [POSITION], ...change });

  it('makes an order once by its internal number, and answers ids and quantities as texts', async () => {
    const { status, body } = await make('a-1', { clientOrderNumber: 'GZ-1' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      number: expect.stringMatching(/^\d+$/),
      internalNumber: 'a-1',
      clientOrderNumber: 'GZ-1',
      shipmentDate: '0000-00-00 00:00:00',
      positions: [{ id: expect.stringMatching(/^\d+$/), quantity: '4', quantityFinal: '4', status: 'Новый' }],
    });
    expect(await make('a-1')).toMatchObject({ status: 400, body: { errorCode: 4 } });
    expect((await get('cp/order', { internalNumber: 'a-1' })).body).toEqual(body);
    expect((await get('cp/order', { number: body.number })).body).toEqual(body);
    expect(await get('cp/order', { internalNumber: 'a-2' })).toMatchObject({ status: 404, body: { errorCode: 301 } });
  });

  it('changes, adds and removes positions of an order by its number', async () => {
    const { body } = await make('a-1', { positions: [POSITION, { ...POSITION, number: 'X' }] });
    const [first, second] = body.positions;
    const positions = [
      { id: first.id, quantity: '2', statusCode: '144924' },
      { id: second.id, quantity: '0' },
      { ...POSITION, number: 'Y' },
    ];
    const { body: changed } = await save({ number: body.number, positions });
    expect(changed.positions).toMatchObject([
      { id: first.id, quantity: '2', quantityFinal: '2', status: 'На складе' },
      { number: 'Y', quantity: '4' },
    ]);
    expect(await save({ number: body.number, positions: [{ id: '7', quantity: '1' }] })).toMatchObject({ status: 404 });
    expect(await save({ number: '7', positions: [] })).toMatchObject({ status: 404 });
  });

  it.each([
    ['no internal number', { ...BUYER, positions: [POSITION] }],
    ['nobody who orders', { internalNumber: 'b', positions: [POSITION] }],
    ['a guest without a contact', { internalNumber: 'b', guestOrderName: 'Иван', positions: [POSITION] }],
    ['another form of a phone', { internalNumber: 'b', ...BUYER, guestOrderMobile: '+7900', positions: [POSITION] }],
    ['an unknown customer', { internalNumber: 'b', userId: '5', positions: [POSITION] }],
    ['no position', { internalNumber: 'b', ...BUYER }],
    ['a position without a price', { internalNumber: 'b', ...BUYER, positions: [{ ...POSITION, priceIn: '' }] }],
    ['an unknown status', { internalNumber: 'b', ...BUYER, positions: [{ ...POSITION, statusCode: '1' }] }],
    ['an unknown name', { internalNumber: 'b', ...BUYER, positions: [POSITION], phone: '1' }],
    ['an address alone', { internalNumber: 'b', ...BUYER, positions: [POSITION], deliveryAddressId: '-1' }],
    ['a time of another form', { internalNumber: 'b', ...BUYER, positions: [POSITION], date: '2026-01-01T00:00:00Z' }],
  ])('refuses an order with %s', async (_, order) => {
    expect(await save(order)).toMatchObject({ status: 400, body: { errorMessage: expect.any(String) } });
    expect(sandbox.abcp.orders.all()).toEqual([]);
  });

  it('knows nobody without the MD5 of the password', async () => {
    for (const userpsw of ['abcp-demo', '', md5('other')]) {
      const signIn = { ...SIGN_IN, userpsw };
      expect(await get('cp/statuses', {}, signIn)).toMatchObject({ status: 403, body: { errorCode: 102 } });
      expect(await save({ internalNumber: 'c' }, signIn)).toMatchObject({ status: 403 });
    }
    await api('PUT', 'sign-in', { password: 'other' });
    expect((await get('cp/statuses', {}, { ...SIGN_IN, userpsw: md5('other') })).status).toBe(200);
  });

  it('lists orders that were updated since, page by page', async () => {
    for (const number of ['a-1', 'a-2', 'a-3']) await make(number);
    const all = { dateUpdatedStart: '2000-01-01 00:00:00', limit: '2' };
    expect((await get('cp/orders', all)).body).toHaveLength(2);
    expect((await get('cp/orders', { ...all, skip: '2' })).body).toMatchObject([{ internalNumber: 'a-3' }]);
    expect((await get('cp/orders', { dateUpdatedStart: '2100-01-01 00:00:00' })).body).toEqual([]);
    expect((await get('cp/orders', { dateUpdatedStart: '2000-01-01T00:00:00Z' })).status).toBe(400);
    expect((await get('cp/orders', { limit: '1' })).status).toBe(400);
  });

  it('has people work on orders', async () => {
    const { body: order } = await make('a-1');
    const position = `orders/${order.number}/positions/${order.positions[0].id}`;
    await api('POST', `${position}/status`, { statusCode: '144925' });
    await api('POST', `${position}/quantity`, { quantity: 3 });
    await api('POST', `${position}/ask-to-cancel`);
    expect((await api('GET', 'state')).body.orders).toMatchObject([
      { positions: [{ statusCode: '144925', status: 'Выдано', quantity: '4', quantityFinal: '3', isCanceled: '1' }] },
    ]);
    expect((await api('POST', `${position}/remove`)).body.positions).toEqual([]);
    expect((await api('POST', 'orders')).body).toMatchObject({ internalNumber: '' });
    expect((await api('POST', 'orders/1/positions/1/remove')).status).toBe(404);
    expect((await api('POST', `${position}/status`, { statusCode: 'x' })).status).toBe(400);
  });

  it('misbehaves as it is told, and keeps what it was asked without the sign-in', async () => {
    await api('PUT', 'misbehaviour', { kind: 'error-after', of: 'writes', times: 1 });
    expect((await make('a-1')).status).toBe(500);
    expect((await get('cp/order', { internalNumber: 'a-1' })).status).toBe(200);
    await api('PUT', 'misbehaviour', { kind: 'lost-answer', of: 'writes', times: 1 });
    await expect(make('a-2')).rejects.toThrow();
    expect(sandbox.abcp.orders.all()).toHaveLength(2);
    await api('PUT', 'misbehaviour', { kind: 'foreign-address' });
    expect(await make('a-3')).toMatchObject({ status: 403, body: { errorCode: 103 } });
    await api('PUT', 'misbehaviour', { kind: 'html', of: 'reads' });
    const answer = await fetch(`${sandbox.url}/abcp/cp/statuses`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    await api('DELETE', 'misbehaviour');
    expect((await make('a-3')).status).toBe(200);
    const { body } = await api('GET', 'state');
    expect(body.calls[0]).toMatchObject({ method: 'POST', path: 'cp/order', status: 200 });
    expect(body.calls[0].sent).toContain('order[internalNumber]=a-3');
    expect(JSON.stringify(body)).not.toContain(SIGN_IN.userpsw);
    expect((await api('PUT', 'misbehaviour', { kind: 'rude' })).status).toBe(400);
  });
});

/** As PHP names fields. */
function fieldsOf(value: unknown, name = ''): Array<[string, string]> {
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, each]) => fieldsOf(each, name === '' ? key : `${name}[${key}]`));
}
