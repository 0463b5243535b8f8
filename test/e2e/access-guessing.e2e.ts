import { Logger } from '@nestjs/common';
import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { loginAt } from '../support/people.js';
import { headOf, RawRequest } from '../support/raw-http.js';
import { ADMIN, Shop } from '../support/shop.js';

const PASSWORD = 'a-long-password';

describe('guessing passwords from many addresses, by other ways and with cookies', () => {
  let shop: Shop;
  const login = (email: string, password: string, address: string) => loginAt(shop, address, email, password);
  const fail = async (times: number, address: string) => {
    for (let time = 0; time < times; time++) await login('admin@example.com', `wrong ${time}`, address);
  };

  beforeAll(async () => {
    shop = await Shop.open({ TRUST_PROXY: '127.0.0.1' });
  });
  afterAll(() => shop.close());

  it('closes an address after fifty for all accounts together; of an IPv6 address, its network', async () => {
    const tryAt = (n: number) => login(`person${n}@example.com`, 'spring 2026', `2001:db8:0:7:${n.toString(16)}::1`);
    for (let n = 0; n < 50; n++) expect((await tryAt(n)).status).toBe(401);
    expect((await tryAt(50)).status).toBe(429);
    expect((await login('admin@example.com', ADMIN.password, '2001:db8:0:8::1')).status).toBe(200);
  });

  it('is no faster by HTTP Basic, also where the right password was given by it before', async () => {
    const user = { email: 'basic@example.com', name: '1С', password: PASSWORD, roles: ['observer'] };
    await shop.admin.post('/users', user);
    const basic = (password: string, address: string) =>
      new ApiClient(`${shop.url}/api`, {
        Authorization: `Basic ${Buffer.from(`${user.email}:${password}`).toString('base64')}`,
        'X-Forwarded-For': address,
      }).get('/auth/me');
    expect((await basic(PASSWORD, '203.0.113.50')).status).toBe(200);
    for (let n = 0; n < 10; n++) expect((await basic(`guess ${n}`, '203.0.113.51')).status).toBe(401);
    expect((await basic('guess 11', '203.0.113.51')).status).toBe(429);
    expect((await basic(PASSWORD, '203.0.113.51')).status).toBe(429);
    expect((await basic(PASSWORD, '203.0.113.50')).status).toBe(200);
  });

  it('is told of with the address also where the connection has ended by then, and breaks nothing', async () => {
    const warned = jest.spyOn(Logger.prototype, 'warn');
    const failed = jest.spyOn(Logger.prototype, 'error');
    const credentials = Buffer.from('admin@example.com:guess and run').toString('base64');
    const headers = [
      'X-Forwarded-For: 203.0.113.90',
      `Authorization: Basic ${credentials}`,
      'Transfer-Encoding: chunked',
    ];
    const request = await new RawRequest(Number(new URL(shop.url).port)).send(
      `${headOf('/api/regions', ...headers)}\r\nno length of a chunk\r\n`,
    );
    expect((await request.answered).status).toBe(400);
    const told = [expect.objectContaining({ address: '203.0.113.90' }), 'Sign-in failed.'];
    await eventually(() => expect([warned.mock.calls.length, failed.mock.calls.length]).not.toEqual([0, 0]));
    expect([warned.mock.calls, failed.mock.calls]).toEqual([[told], []]);
    jest.restoreAllMocks();
  });

  it('closes no account to a device that has signed in before, nor to a person with a new password', async () => {
    const user = { email: 'owner@example.com', name: 'Owner', password: PASSWORD, roles: ['observer'] };
    const { id } = (await shop.admin.post('/users', user)).body;
    const at = (address: string, password: string, cookie = '') =>
      new ApiClient(`${shop.url}/api`).call(
        'POST',
        '/auth/login',
        { email: user.email, password },
        { 'X-Forwarded-For': address, cookie },
      );
    const { headers } = await at('203.0.113.60', PASSWORD);
    const device = headers.getSetCookie().find((cookie) => cookie.startsWith('partsdesk_device_'))!;
    expect(device).toMatch(/; Max-Age=34560000;.*HttpOnly; SameSite=Lax$/);
    const known = device.split(';')[0]!;

    for (let network = 61; network < 71; network++) {
      for (let n = 0; n < 10; n++) await at(`203.0.113.${network}`, `guess ${n}`);
    }
    expect((await at('203.0.113.71', PASSWORD)).status).toBe(429);
    expect((await at('203.0.113.61', PASSWORD, known)).status).toBe(200);
    for (const forged of [
      `partsdesk_device_${id}=x.y`,
      known.replace(/=\w{4}/, '=0000'),
      known.replace(`_${id}`, '_1'),
    ]) {
      expect((await at('203.0.113.71', PASSWORD, forged)).status).toBe(429);
    }

    for (let n = 0; n < 10; n++) expect((await at('203.0.113.72', `guess ${n}`, known)).status).toBe(401);
    expect((await at('203.0.113.72', PASSWORD, known)).status).toBe(429);
    await shop.admin.patch(`/users/${id}`, { password: 'new and long enough' });
    for (const cookie of ['', known])
      expect((await at('203.0.113.71', 'new and long enough', cookie)).status).toBe(200);
  });

  it('closes the account to every address only after a hundred failures in an hour', async () => {
    for (let address = 10; address < 20; address++) await fail(10, `203.0.113.${address}`);
    expect((await login('admin@example.com', 'another guess', '203.0.113.99')).status).toBe(429);
  });

  it('believes no forwarded address where no proxy is trusted', async () => {
    const plain = await Shop.open();
    const guess = (time: number) =>
      new ApiClient(`${plain.url}/api`).call(
        'POST',
        '/auth/login',
        { email: 'admin@example.com', password: 'wrong' },
        { 'X-Forwarded-For': `203.0.113.${time}` },
      );
    for (let time = 0; time < 10; time++) await guess(time);
    expect((await guess(11)).status).toBe(429);
    await plain.close();
  });
});
