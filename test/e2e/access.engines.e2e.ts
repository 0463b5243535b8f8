import { Role } from '../../src/access/actor.js';
import { hashPassword } from '../../src/access/passwords.js';
import { Session } from '../../src/access/user.entity.js';
import { ApiClient } from '../support/api-client.js';
import { changeUsers } from '../support/people.js';
import { Shop } from '../support/shop.js';
import { sql, stored } from '../support/stored.js';

const PASSWORD = 'пароль из слов';

describe('who is calling', () => {
  let shop: Shop;
  let nobody: ApiClient;
  beforeAll(async () => {
    shop = await Shop.open();
    nobody = new ApiClient(`${shop.url}/api`);
    await addUser('ivan@example.com', ['observer']);
  });
  afterAll(() => shop.close());

  async function addUser(email: string, roles: Role[], isActive = true): Promise<void> {
    const passwordHash = await hashPassword(PASSWORD);
    const user = { email, name: 'Иван', passwordHash, roles, regionIds: [], isActive, createdAt: new Date() };
    await changeUsers(shop, (users) => users.insert(user));
  }

  const login = (email: string, password: string) => nobody.post('/auth/login', { email, password });
  /** Signs in and answers the cookie as a browser would send it back. */
  async function cookieOf(email: string): Promise<string> {
    const { status, headers } = await login(email, PASSWORD);
    expect(status).toBe(200);
    return headers.get('set-cookie')!.split(';')[0]!;
  }
  const byCookie = (cookie: string, headers: Record<string, string> = {}) =>
    new ApiClient(`${shop.url}/api`, { Cookie: cookie, ...headers });

  describe('nobody', () => {
    it.each([
      ['GET', '/auth/me'],
      ['GET', '/external-orders'],
      ['GET', '/regions'],
      ['POST', '/regions'],
      ['PATCH', '/marketplace-connections/1'],
      ['DELETE', '/regions/1'],
    ])('is answered 401 on %s %s, with a way to sign in', async (method, path) => {
      const { status, body, headers } = await nobody.call(method, path, method === 'GET' ? undefined : {});
      expect([status, headers.get('content-type')]).toEqual([401, 'application/problem+json; charset=utf-8']);
      expect(headers.get('www-authenticate')).toMatch(/^Basic realm=/);
      expect(body).toMatchObject({ status: 401, code: 'unauthenticated', title: 'Unauthorized' });
    });

    it('in a browser is answered 401 without an invitation to HTTP Basic, which it would lay over the page', async () => {
      const headers = {
        'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156',
      };
      const answer = await nobody.call('GET', '/auth/me', undefined, headers);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBeNull();
    });

    it.each([
      ['no colon', Buffer.from('admin@example.com').toString('base64')],
      ['not base64', '§§§'],
      ['nothing', ''],
      ['an empty password', Buffer.from('admin@example.com:').toString('base64')],
      ['a password of another', Buffer.from(`admin@example.com:${PASSWORD}`).toString('base64')],
    ])('is who sends HTTP Basic with %s', async (_, credentials) => {
      const client = new ApiClient(`${shop.url}/api`, { Authorization: `Basic ${encodeURI(credentials)}` });
      expect((await client.get('/auth/me')).status).toBe(401);
    });

    it.each(['partsdesk_session=', 'partsdesk_session=abc', 'partsdesk_session="', 'session=x', '=;;'])(
      'is who sends the cookie %s',
      async (cookie) => {
        expect((await byCookie(cookie).get('/auth/me')).status).toBe(401);
      },
    );
  });

  it('an e-mail and password by HTTP Basic are a user, in any case of the e-mail', async () => {
    for (const email of ['ivan@example.com', 'Ivan@Example.com']) {
      const { status, body } = await ApiClient.basic(`${shop.url}/api`, email, PASSWORD).get('/auth/me');
      expect([status, body]).toEqual([
        200,
        { id: expect.any(String), email: 'ivan@example.com', name: 'Иван', roles: ['observer'], regionIds: [] },
      ]);
    }
  });

  describe('signing in', () => {
    it('answers the user, and a cookie that no script can read and no other site can send along', async () => {
      const { status, body, headers } = await login('ivan@example.com', PASSWORD);
      expect([status, body.email, body.roles]).toEqual([200, 'ivan@example.com', ['observer']]);
      const cookie = headers.get('set-cookie')!;
      expect(cookie).toMatch(/^partsdesk_session=[\w-]{43};/);
      for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=1209600']) expect(cookie).toContain(part);
      expect(JSON.stringify(body)).not.toMatch(/password|hash/i);
    });

    it('under https the cookie goes over nothing else, and browsers are told to stay with it', async () => {
      const secure = await Shop.open({ PUBLIC_URL: 'https://parts.example.com' });
      const answers = [secure, shop].map(({ url }) =>
        new ApiClient(`${url}/api`).post('/auth/login', {
          email: 'admin@example.com',
          password: 'correct horse battery',
        }),
      );
      const [https, http] = (await Promise.all(answers)).map(({ headers }) => headers);
      await secure.close();
      expect(https!.get('set-cookie')).toMatch(/^__Host-partsdesk_session=.*; Secure(;|$)/);
      expect(https!.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/);
      expect(http!.get('set-cookie')).not.toContain('Secure');
      expect(http!.get('strict-transport-security')).toBeNull();
    });

    it('keeps the session’s token only as a hash', async () => {
      const token = (await cookieOf('ivan@example.com')).split('=')[1];
      const rows = await sql(shop, 'SELECT * FROM sessions');
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toContain(token);
    });

    it('a wrong password, an unknown user and a blocked one are answered alike', async () => {
      await addUser('blocked@example.com', ['admin'], false);
      const answers = [
        await login('ivan@example.com', 'wrong'),
        await login('nobody@example.com', PASSWORD),
        await login('blocked@example.com', PASSWORD),
        await login('', ''),
      ];
      expect(answers[0]).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      for (const { status, body, headers } of answers) {
        expect({ status, ...body, requestId: '' }).toEqual({ status: 401, ...answers[0]!.body, requestId: '' });
        expect(headers.get('set-cookie')).toBeNull();
      }
    });

    it.each([
      {},
      { email: 'ivan@example.com' },
      { email: ['a'], password: {} },
      { email: 'a', password: 'b', roles: ['admin'] },
    ])('with %j is answered 422', async (body) => {
      expect((await nobody.post('/auth/login', body)).status).toBe(422);
    });
  });

  describe('a session', () => {
    it('is the user until the sign-out, which ends it at once and takes the cookie away', async () => {
      const client = byCookie(await cookieOf('ivan@example.com'));
      expect((await client.get('/auth/me')).body.email).toBe('ivan@example.com');
      const { status, headers } = await client.post('/auth/logout');
      expect(status).toBe(204);
      expect(headers.get('set-cookie')).toMatch(/^partsdesk_session=;.*Max-Age=0/);
      expect((await client.get('/auth/me')).status).toBe(401);
      expect((await client.post('/auth/logout')).status).toBe(401);
    });

    it('ends alone: the same user’s other ones go on', async () => {
      const [one, other] = [byCookie(await cookieOf('ivan@example.com')), byCookie(await cookieOf('ivan@example.com'))];
      await one.post('/auth/logout');
      expect((await other.get('/auth/me')).status).toBe(200);
    });

    it('ends by itself after 14 days, and is then forgotten', async () => {
      const client = byCookie(await cookieOf('ivan@example.com'));
      shop.clock.advance(14 * 86_400_000 - 60_000);
      expect((await client.get('/auth/me')).status).toBe(200);
      shop.clock.advance(60_000);
      expect((await client.get('/auth/me')).status).toBe(401);
      shop.clock.advance(1);
      await cookieOf('ivan@example.com');
      expect(await stored(shop).count(Session)).toBe(1);
    });

    it('ends for a user who is blocked, and HTTP Basic with it', async () => {
      await addUser('petr@example.com', ['observer']);
      const clients = [
        byCookie(await cookieOf('petr@example.com')),
        ApiClient.basic(`${shop.url}/api`, 'petr@example.com', PASSWORD),
      ];
      for (const client of clients) expect((await client.get('/auth/me')).status).toBe(200);
      await changeUsers(shop, (users) => users.update({ email: 'petr@example.com' }, { isActive: false }));
      for (const client of clients) expect((await client.get('/auth/me')).status).toBe(401);
    });

    it('does not outlive its password by HTTP Basic: the old one is refused at once', async () => {
      await addUser('anna@example.com', ['observer']);
      const old = ApiClient.basic(`${shop.url}/api`, 'anna@example.com', PASSWORD);
      expect((await old.get('/auth/me')).status).toBe(200);
      const passwordHash = await hashPassword('another one');
      await changeUsers(shop, (users) => users.update({ email: 'anna@example.com' }, { passwordHash }));
      expect((await old.get('/auth/me')).status).toBe(401);
    });
  });

  describe('a change by cookie', () => {
    let cookie: string;
    let own: string;
    beforeAll(async () => {
      await addUser('boss@example.com', ['admin']);
      cookie = await cookieOf('boss@example.com');
      own = new URL(shop.url).origin;
    });
    let made = 0;
    const change = (headers: Record<string, string>) =>
      byCookie(cookie, headers).post('/regions', { name: `x-${(made += 1)}` });

    it.each([
      ['an Origin of another site', { Origin: 'https://evil.example' }],
      ['an Origin with our name as a part', { Origin: 'http://127.0.0.1.evil.example' }],
      ['an Origin of another port', { Origin: 'http://127.0.0.1:1' }],
      ['an opaque Origin', { Origin: 'null' }],
      ['Sec-Fetch-Site cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
      ['Sec-Fetch-Site same-site', { 'Sec-Fetch-Site': 'same-site' }],
    ])('with %s is refused', async (_, headers) => {
      const { status, body } = await change(headers as Record<string, string>);
      expect([status, body.code]).toEqual([403, 'foreign_origin']);
    });

    it('is refused when only one of the two is foreign', async () => {
      const answers = [
        await change({ Origin: own, 'Sec-Fetch-Site': 'cross-site' }),
        await change({ Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403]);
    });

    it('from our own pages, from the address bar and from a program is allowed', async () => {
      const answers = [
        await change({ Origin: own }),
        await change({ Origin: own, 'Sec-Fetch-Site': 'same-origin' }),
        await change({ 'Sec-Fetch-Site': 'none' }),
        await change({}),
      ];
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    });

    it('and a sign-in from another site are refused alike: it would sign the person in as somebody else', async () => {
      const foreign = new ApiClient(`${shop.url}/api`, { Origin: 'https://evil.example' });
      const answer = await foreign.post('/auth/login', { email: 'boss@example.com', password: PASSWORD });
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
    });

    it('from another site may not sign out either, and reading stays allowed', async () => {
      const foreign = byCookie(cookie, { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' });
      expect((await foreign.post('/auth/logout')).status).toBe(403);
      expect((await foreign.get('/auth/me')).status).toBe(200);
    });
  });
});
