import { randomBytes } from 'node:crypto';
import { AppConfig } from '../../src/platform/config/app-config.js';
import { HandMadeGettzap, HOUR, later, noticeEventually, settings, spoil } from '../support/delivering.js';
import { freePort } from '../support/private-mariadb.mjs';
import { GETTZAP, Shop } from '../support/shop.js';

describe('the check of a connection', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterEach(async () => {
    shop.sandbox.clearTrouble();
    await settings(shop, { ...GETTZAP, apiUrl: shop.sandbox.url });
  });
  afterAll(() => shop.close());

  async function check(id = shop.connectionId) {
    const { status, body } = await shop.admin.post(`/marketplace-connections/${id}/check`);
    expect(status).toBe(200);
    for (const step of body.steps) {
      expect(step).toEqual({
        name: expect.any(String),
        ok: expect.any(Boolean),
        code: expect.stringMatching(/./),
        params: expect.any(Object),
        detail: expect.stringMatching(/./),
        ms: expect.any(Number),
      });
    }
    return body;
  }

  const outline = (body: { ok: boolean; steps: Array<{ name: string; ok: boolean }> }) => [
    body.ok,
    ...body.steps.map(({ name, ok }) => `${name} ${ok ? 'ok' : 'failed'}`),
  ];

  it('goes through settings, address, answer and sign-in, and is well when all are', async () => {
    expect(outline(await check())).toEqual([true, 'settings ok', 'address ok', 'answer ok', 'sign_in ok']);
    expect(shop.sandbox.ledger.requests().at(-1)).toMatchObject({ method: 'GET', path: '/v1/ping', authorized: true });
  });

  it('names what is missing in the settings, and calls nobody', async () => {
    const { body } = await shop.admin.post('/marketplace-connections', { marketplace: 'gettzap' });
    const before = shop.sandbox.ledger.requests().length;
    const result = await check(body.id);
    expect(outline(result)).toEqual([false, 'settings failed']);
    for (const name of ['regionId', 'login', 'password', 'apiKey']) {
      expect(result.steps[0].detail).toContain(name);
    }
    expect(shop.sandbox.ledger.requests()).toHaveLength(before);
  });

  it('says by the address step that the address is not known yet, and calls nobody', async () => {
    await settings(shop, { ...GETTZAP, apiUrl: '' });
    const before = shop.sandbox.ledger.requests().length;
    const result = await check();
    expect(outline(result)).toEqual([false, 'settings ok', 'address failed']);
    expect(result.steps[1].code).toBe('address_awaited');
    expect(shop.sandbox.ledger.requests()).toHaveLength(before);
  });

  it.each([
    ['password', { password: 'wrong' }],
    ['key', { apiKey: 'wrong' }],
    ['login', { login: 'wrong' }],
  ])('tells a wrong %s by the sign-in step', async (_, change) => {
    await settings(shop, change);
    const result = await check();
    expect(outline(result)).toEqual([false, 'settings ok', 'address ok', 'answer ok', 'sign_in failed']);
    expect(JSON.stringify(result)).not.toContain(GETTZAP.password);
  });

  it('tells a server that takes no calls by the answer step', async () => {
    await settings(shop, { apiUrl: `http://127.0.0.1:${await freePort()}` });
    const result = await check();
    expect(outline(result)).toEqual([false, 'settings ok', 'address ok', 'answer failed']);
    expect(result.steps[2].detail).toContain('ECONNREFUSED');
  });

  it('tells a name that does not exist by the address step', async () => {
    await settings(shop, { ...GETTZAP, apiUrl: 'http://nowhere.invalid' });
    const result = await check();
    expect(outline(result)).toEqual([false, 'settings ok', 'address failed']);
    expect(result.steps[1].detail).toContain('nowhere.invalid');
  });

  it.each(['500', '302', '404'] as const)('is not well when the answer is %s', async (kind) => {
    spoil(shop, kind);
    const result = await check();
    expect(outline(result)).toEqual([false, 'settings ok', 'address ok', 'answer ok', 'sign_in failed']);
    expect(result.steps[3].detail).toContain(kind);
  });

  it('follows no redirect', async () => {
    spoil(shop, '302');
    await check();
    expect(shop.sandbox.ledger.requests().filter(({ path }) => path === '/v1/redirected')).toEqual([]);
  });

  it('spends nothing, pauses nothing, and is open for an inactive connection', async () => {
    await settings(shop, { isActive: false, password: 'wrong' });
    expect(outline(await check()).at(-1)).toBe('sign_in failed');
    const { body } = await shop.admin.get(`/marketplace-connections/${shop.connectionId}/delivery`);
    expect(body).toMatchObject({ state: 'off', reason: '' });
    await settings(shop, { isActive: true, password: GETTZAP.password });
  });

  it('answered 500 when a stored secret could not be opened any more: now that step fails, and says what to do', async () => {
    const { secretKeys } = shop.app.get(AppConfig);
    shop = await shop.restart({ secretKeys: [randomBytes(32)] });
    const calls = shop.sandbox.ledger.requests().length;
    const result = await check();
    expect(outline(result)).toEqual([false, 'settings failed']);
    for (const word of ['password, apiKey', 'SECRET_KEY']) expect(result.steps[0].detail).toContain(word);
    expect(shop.sandbox.ledger.requests()).toHaveLength(calls);
    // The settings can be read all the same, and entering the secrets again is enough.
    const { status, body } = await shop.admin.get(`/marketplace-connections/${shop.connectionId}`);
    expect([status, body.orderLink, body.hasPassword]).toEqual([200, '', true]);
    // What must be compared with the secrets, or needs them, says so too.
    const headers = { 'X-Office': 'north' };
    const [adapted, tried] = [
      await settings(shop, { adapter: { headers } }),
      await shop.admin.post(`/marketplace-connections/${shop.connectionId}/adapter/try`, { direction: 'outbound' }),
    ];
    for (const answer of [adapted, tried]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'secrets_unreadable']);
      expect(answer.body).toMatchObject({
        code: 'secrets_unreadable',
        detail: expect.stringContaining('password, apiKey'),
      });
    }
    await settings(shop, { password: GETTZAP.password });
    expect((await check()).steps[0].detail).not.toContain('password');
    expect((await settings(shop, { adapter: { headers }, apiKey: GETTZAP.apiKey })).status).toBe(200);
    await settings(shop, { adapter: { headers: {} } });
    await settings(shop, { apiKey: GETTZAP.apiKey });
    expect((await check()).ok).toBe(true);
    shop = await shop.restart({ secretKeys: [...secretKeys, ...shop.app.get(AppConfig).secretKeys] });
    expect((await check()).ok).toBe(true);
  });

  it('what is to be sent waits for the key that opens its secrets, for however many days', async () => {
    const { secretKeys } = shop.app.get(AppConfig);
    shop = await shop.restart({ secretKeys: [randomBytes(32)] });
    await shop.receive('KEY-1');
    await shop.refuse((await shop.admin.get('/external-orders?q=KEY-1')).body.data[0].id);
    for (let day = 1; day <= 4; day += 1) {
      const tried = { spent: false, error: expect.stringContaining('SECRET_KEY') };
      await noticeEventually(shop, 'KEY-1', { state: 'retrying', attempts: new Array(day).fill(tried) });
      await later(shop, 24 * HOUR);
    }
    shop = await shop.restart({ secretKeys });
    await later(shop, HOUR);
    await noticeEventually(shop, 'KEY-1', { state: 'delivered' });
  });

  it('of an unknown connection is not found', async () => {
    expect((await shop.admin.post('/marketplace-connections/999/check')).status).toBe(404);
  });
});

describe('an address inside the private network, where such are not allowed', () => {
  let shop: Shop;
  let gettzap: HandMadeGettzap;
  beforeAll(async () => {
    gettzap = await HandMadeGettzap.start();
    shop = await Shop.open().then((open) => open.restart({ allowPrivateTargets: false }));
  });
  afterAll(async () => {
    await shop.close();
    await gettzap.close();
  });

  it.each([
    'http://127.0.0.1:3000',
    'http://127.1',
    'http://2130706433',
    'http://[::ffff:7f00:1]',
    'ftp://example.com',
  ])('%s is refused when it is saved', async (apiUrl) => {
    const { status, body } = await settings(shop, { apiUrl });
    expect([status, body.errors[0].path]).toEqual([422, 'apiUrl']);
  });

  it('is refused by the check and by the sending when a name leads there: dead at once, nothing is sent', async () => {
    await settings(shop, { ...GETTZAP, apiUrl: gettzap.url.replace('127.0.0.1', 'localhost') });
    const { body } = await shop.admin.post(`/marketplace-connections/${shop.connectionId}/check`);
    expect(body.ok).toBe(false);
    // Where names of the private network lead is nobody's business.
    expect(body.steps.at(-1)).toMatchObject({ name: 'address', code: 'host_private', params: { host: 'localhost' } });
    const order = await shop.accepted('P-1');
    const notice = await noticeEventually(shop, 'P-1', { state: 'dead', reason: 'not_sent' });
    expect(notice.orderId).toBe(order.id);
    expect(notice.attempts).toMatchObject([{ response: null, errorCode: 'host_private' }]);
    expect(gettzap.waiting).toBe(0);
  });
});
