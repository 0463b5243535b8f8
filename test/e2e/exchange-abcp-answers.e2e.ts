import { createHash } from 'node:crypto';
import { ABCP_SIGN_IN, AbcpShop } from '../support/abcp-shop.js';
import { type Notice } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';

const SECRETS = new RegExp(`${ABCP_SIGN_IN.password}|${createHash('md5').update(ABCP_SIGN_IN.password).digest('hex')}`);

describe('what ABCP answers to orders', () => {
  let shop: Shop;
  let exchange: AbcpShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await AbcpShop.connect(shop);
  });
  afterEach(() => shop.close());

  it('is seen in the list of deliveries with its attempts, the sign-in masked', async () => {
    const order = await exchange.acceptedOf('AB-13', [1]);
    await exchange.confirmed(order.id);
    const list = `/gettzap-notifications?channel=abcp&exchangeId=${exchange.exchangeId}&orderId=${order.id}`;
    const delivery = await eventually(async () => {
      const [found] = (await shop.admin.get(list)).body.data;
      expect(found).toMatchObject({ orderId: order.id, externalId: 'AB-13', state: 'delivered' });
      return found;
    });
    const { body } = await shop.admin.get(`/gettzap-notifications/${delivery.id}`);
    const [{ request, response }] = body.attempts;
    expect(request).toMatchObject({ method: 'POST', url: `${exchange.apiUrl}/cp/order` });
    expect(request.body).toMatch(/userlogin=api%40abcp&userpsw=\*\*\*&order/);
    expect(response).toMatchObject({ status: 200, body: expect.stringContaining('AB-13') });
    expect(JSON.stringify(body)).not.toMatch(SECRETS);
  });

  it.each([
    ['answers 500 after it made it', 'error-after'],
    ['loses the answer', 'lost-answer'],
    ['answers with a page', 'html'],
    ['answers 500', 'error'],
    ['is throttled', 'throttled'],
  ] as const)('exactly once where ABCP %s', async (_, kind) => {
    exchange.abcp.misbehave({ kind, of: 'writes', times: 1 });
    const order = await exchange.acceptedOf('AB-8', [2]);
    await eventually(async () => expect((await shop.order(order.id)).handOvers[0].error).not.toBe(''));
    expect(await exchange.stateOf(order.id)).toEqual(['waiting', 0]);
    await exchange.retried(order.id);
    expect((await shop.order(order.id)).handOvers[0].error).toBe('');
    expect(exchange.calls()).not.toContain('POST cp/order 400');
  });

  it('exactly once where ABCP calls the brand by another name, and what changes later is changed there', async () => {
    exchange.abcp.misbehave({ kind: 'error-after', of: 'writes', times: 1 });
    const order = await exchange.acceptedOf('AB-9', [2]);
    await eventually(async () => expect((await shop.order(order.id)).handOvers[0].error).not.toBe(''));
    const [there] = exchange.abcp.orders.all();
    there!.positions[0]!.brand = 'Другое имя';
    await exchange.retried(order.id);
    expect(there!.positions).toHaveLength(1);
    const items = [{ id: order.items[0].id, quantity: 1 }];
    await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'] });
    expect((await exchange.confirmed(order.id, 2)).positions).toMatchObject([{ quantity: '1' }]);
  });

  it('a refused order is given up with why, told to people, and handed over once more when they ask for it', async () => {
    await exchange.configure({ settings: { customerId: '5' } });
    const order = await exchange.acceptedOf('AB-9', [1]);
    await eventually(async () => expect(await exchange.stateOf(order.id)).toEqual(['failed', 0]));
    const [handOver] = (await shop.order(order.id)).handOvers;
    expect(handOver.error).toMatch(/^400: .*нет клиента 5/);
    expect(handOver).toMatchObject({ errorCode: 'other_side_said', errorParams: { status: 400 } });
    const { body } = await shop.admin.get('/manager-notifications');
    expect(body.data.filter(({ orderId }: Notice) => orderId === order.id)).toMatchObject([
      { kind: 'exchange_trouble' },
    ]);
    await exchange.configure({ settings: { customerId: null } });
    await shop.admin.post(`/exchanges/${exchange.exchangeId}/hand-overs/${handOver.id}/repeat`);
    await exchange.confirmed(order.id);
  });

  it('a refused order is not sent when the exchange is switched on once more, or gets other regions', async () => {
    await exchange.configure({ settings: { customerId: '5' } });
    const order = await exchange.acceptedOf('AB-11', [1]);
    await eventually(async () => expect(await exchange.stateOf(order.id)).toEqual(['failed', 0]));
    await exchange.configure({ isActive: false });
    await exchange.configure({ isActive: true, settings: { customerId: null } });
    const [{ id: regionId }] = (await shop.admin.get('/regions')).body.data;
    await exchange.configure({ regionIds: [regionId] });
    const later = await exchange.acceptedOf('AB-12', [1]);
    await exchange.runQueue();
    await exchange.confirmed(later.id);
    expect(await exchange.stateOf(order.id)).toEqual(['failed', 0]);
  });

  it('a refused order that changes while the exchange is off is sent when it is switched on', async () => {
    await exchange.configure({ settings: { customerId: '5' } });
    const order = await exchange.acceptedOf('AB-13', [1, 2]);
    await eventually(async () => expect(await exchange.stateOf(order.id)).toEqual(['failed', 0]));
    await exchange.configure({ isActive: false, settings: { customerId: null } });
    await shop.setStatus(order.items.slice(0, 1), 'Отказ');
    await exchange.configure({ isActive: true });
    await exchange.runQueue();
    expect((await exchange.confirmed(order.id)).positions).toMatchObject([{ quantity: '2' }]);
  });

  it('handed over once more by hand it is put right there, too', async () => {
    const order = await exchange.acceptedOf('AB-10', [4]);
    const there = await exchange.confirmed(order.id);
    there.positions[0]!.quantity = '2';
    const [handOver] = (await shop.order(order.id)).handOvers;
    await shop.admin.post(`/exchanges/${exchange.exchangeId}/hand-overs/${handOver.id}/repeat`);
    expect((await exchange.confirmed(order.id, 2)).positions).toMatchObject([{ quantity: '4' }]);
  });
});

describe('the settings of an exchange with ABCP', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open();
  });
  afterEach(() => shop.close());

  it('a new one signs nobody in, names what is missing before it is on, and never shows its password', async () => {
    const { body } = await shop.admin.post('/exchanges', { kind: 'abcp', name: 'ABCP' });
    expect(body).toMatchObject({ isActive: false, login: '', password: '', url: '', hasPassword: false });
    const change = (settings: object, more: object = {}) =>
      shop.admin.patch(`/exchanges/${body.id}`, { settings, ...more });
    const paths = ({ body: { errors } }: Notice) => errors.map(({ path }: Notice) => path);
    expect(paths(await change({}, { isActive: true }))).toEqual([
      'settings.apiUrl',
      'settings.login',
      'settings.password',
    ]);
    expect(paths(await change({ pollSeconds: 5 }))).toEqual(['settings.pollSeconds']);
    expect(paths(await change({ apiUrl: 'ftp://x' }))).toEqual(['settings.apiUrl']);
    expect(paths(await change({ password: 5 }))).toEqual(['settings.password']);
    expect(paths(await change({ colour: 'red' }))).toEqual(['settings.colour']);
    const signIn = { apiUrl: `${shop.sandbox.url}/abcp`, login: 'api@abcp', password: 'topsecret-abcp' };
    const { body: set } = await change(signIn);
    expect([set.hasPassword, JSON.stringify(set)]).toEqual([true, expect.not.stringContaining('topsecret-abcp')]);
    expect(paths(await change({ apiUrl: 'http://localhost:1/abcp' }))).toEqual(['settings.password']);
    expect((await shop.admin.post(`/exchanges/${body.id}/password`)).body.code).toBe('no_sign_in');
    const { body: audit } = await shop.admin.get('/audit?perPage=200');
    expect(JSON.stringify(audit)).not.toContain('topsecret-abcp');
  });

  it('is tried out without any effect there, and its statuses are known from then on', async () => {
    const exchange = await AbcpShop.connect(shop, { isActive: false });
    const statuses = async () => (await shop.admin.get(`/exchanges/${exchange.exchangeId}/statuses`)).body;
    expect(await statuses()).toEqual([]);
    const check = async () => (await shop.admin.post(`/exchanges/${exchange.exchangeId}/check`)).body;
    expect(await check()).toMatchObject({
      ok: true,
      steps: [{ name: 'settings' }, { name: 'address' }, { name: 'answer' }, { name: 'sign_in', params: { count: 6 } }],
    });
    expect(exchange.abcp.orders.all()).toEqual([]);
    expect(await statuses()).toContainEqual(expect.objectContaining({ value: '144925', name: 'Выдано', seen: 0 }));
    exchange.abcp.configure({ password: 'another' });
    expect(await check()).toMatchObject({ ok: false, steps: [{}, {}, {}, { code: 'sign_in_refused' }] });
    exchange.abcp.misbehave({ kind: 'html' });
    expect(await check()).toMatchObject({ ok: false, steps: [{}, {}, { code: 'answer_no_json' }] });
    await exchange.configure({ settings: { apiUrl: 'http://127.0.0.1:9/abcp', password: 'x' } });
    expect(await check()).toMatchObject({ ok: false, steps: [{}, {}, { code: 'unreachable' }] });
  });

  it('shows what would be sent of an order', async () => {
    const exchange = await AbcpShop.connect(shop, { isActive: false });
    const order = await shop.accepted('AB-30', 1);
    const { body } = await shop.admin.post(`/exchanges/${exchange.exchangeId}/preview`, { orderId: order.id });
    expect(body.body.split('\n')).toContain('order[clientOrderNumber]=AB-30');
    expect(exchange.calls()).toEqual([]);
  });
});
