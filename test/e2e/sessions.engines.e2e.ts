import { Session } from '../../src/access/user.entity.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import { ApiClient } from '../support/api-client.js';
import { addPerson, Person } from '../support/people.js';
import { Shop } from '../support/shop.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

interface SessionView {
  id: string;
  isCurrent: boolean;
}

describe('sessions of users', () => {
  let shop: Shop;
  let olga: Person;
  let path: string;

  beforeAll(async () => {
    shop = await Shop.open();
    olga = await addPerson(shop, 'olga', ['manager']);
    path = `/users/${olga.id}/sessions`;
  });
  afterAll(() => shop.close());
  beforeEach(() => shop.admin.delete(path));

  async function signIn(name: string, userAgent = FIREFOX): Promise<ApiClient> {
    const login = { email: `${name}@example.com`, password: `${name} password` };
    const nobody = new ApiClient(`${shop.url}/api`, { 'User-Agent': userAgent });
    const { headers } = await nobody.post('/auth/login', login);
    return new ApiClient(`${shop.url}/api`, { Cookie: headers.get('set-cookie')!.split(';')[0]! });
  }
  const idOf = async (client: ApiClient): Promise<string> => {
    const { body } = await client.get('/auth/me/sessions');
    return (body as SessionView[]).find(({ isCurrent }) => isCurrent)!.id;
  };
  const isIn = async (client: ApiClient) => (await client.get('/auth/me')).status === 200;
  const inList = async () => {
    const { data } = (await shop.admin.get('/users?perPage=200')).body;
    return data.find(({ id }: { id: string }) => id === String(olga.id)).sessions;
  };

  it('are told with browser, address and since when, newest first, without the token', async () => {
    await signIn('olga', 'curl/8');
    const since = shop.clock.now();
    shop.clock.advance(60_000);
    await signIn('olga');
    const { status, body } = await shop.admin.get(path);
    expect([status, body]).toEqual([
      200,
      [
        {
          id: expect.stringMatching(/^[0-9a-f]{16}$/),
          browser: 'Firefox',
          system: 'Linux',
          address: '127.0.0.1',
          createdAt: shop.clock.now().toISOString(),
          expiresAt: new Date(shop.clock.now().getTime() + 14 * 86_400_000).toISOString(),
          isCurrent: false,
        },
        expect.objectContaining({ browser: '', system: '', createdAt: since.toISOString() }),
      ],
    ]);
  });

  it('are counted at the user, as far as they are open', async () => {
    await signIn('olga');
    shop.clock.advance(13 * 86_400_000);
    await signIn('olga');
    expect(await inList()).toBe(2);
    shop.clock.advance(2 * 86_400_000);
    expect([await inList(), (await shop.admin.get(path)).body.length]).toEqual([1, 1]);
  });

  it('are ended one by one by an administrator', async () => {
    const [one, other] = [await signIn('olga'), await signIn('olga')];
    expect((await shop.admin.delete(`${path}/${await idOf(one)}`)).status).toBe(204);
    expect([await isIn(one), await isIn(other)]).toEqual([false, true]);
  });

  it('are ended all at once by an administrator', async () => {
    const clients = [await signIn('olga'), await signIn('olga')];
    const { status, body } = await shop.admin.delete(path);
    expect([status, body]).toEqual([200, { ended: 2 }]);
    expect(await Promise.all(clients.map(isIn))).toEqual([false, false]);
  });

  it('are one’s own to end: all others, the present one stays', async () => {
    const [one, other] = [await signIn('olga'), await signIn('olga')];
    expect((await one.delete('/auth/me/sessions')).body).toEqual({ ended: 1 });
    expect([await isIn(one), await isIn(other)]).toEqual([true, false]);
  });

  it('of a program that signed in for each call are shown as far as one can read, and ended at once, however many they are', async () => {
    const own = await signIn('olga');
    const [createdAt, expiresAt] = [shop.clock.now(), new Date(shop.clock.now().getTime() + 86_400_000)];
    const sessions = Array.from({ length: 33_000 }, (_, index) => ({
      ...{ tokenHash: String(index).padStart(64, '0'), userId: Number(olga.id), createdAt, expiresAt },
      ...{ userAgent: '', address: '127.0.0.1' },
    }));
    for (let start = 0; start < sessions.length; start += 5_500)
      await shop.app.get(Transactions).run((tx) => tx.insertMany(Session, sessions.slice(start, start + 5_500)));
    for (const shown of [await own.get('/auth/me/sessions'), await shop.admin.get(path)])
      expect([shown.status, shown.body.length]).toEqual([200, 200]);
    const { status, body } = await own.delete('/auth/me/sessions');
    expect([status, body]).toEqual([200, { ended: 33_000 }]);
    expect([await inList(), await isIn(own)]).toEqual([1, true]);
  });

  it('of somebody else are not there for who is no administrator', async () => {
    await addPerson(shop, 'petr', ['manager']);
    const petr = await signIn('petr');
    const answers = [
      await olga.client.delete(`/auth/me/sessions/${await idOf(petr)}`),
      await olga.client.get(path),
      await olga.client.delete(path),
    ];
    expect([answers.map(({ status }) => status), await isIn(petr)]).toEqual([[404, 403, 403], true]);
  });

  it('that ended already, or of nobody, are not there', async () => {
    const client = await signIn('olga');
    const id = await idOf(client);
    await client.post('/auth/logout');
    const answers = [
      await shop.admin.delete(`${path}/${id}`),
      await shop.admin.delete('/users/999999/sessions'),
      await shop.admin.get('/users/999999/sessions'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('are none of an API key', async () => {
    const { key } = (await shop.admin.post('/api-keys', { name: '1С', roles: ['admin'] })).body;
    const program = new ApiClient(`${shop.url}/api`, { Authorization: `Bearer ${key}` });
    expect((await program.get('/auth/me/sessions')).status).toBe(403);
  });

  it('that were ended are in the audit, found by what was done; nothing ended is nothing done', async () => {
    await signIn('olga');
    await shop.admin.delete(path);
    await shop.admin.delete(path);
    const { data } = (await shop.admin.get(`/audit?action=end_sessions&subjectId=${olga.id}&perPage=1`)).body;
    expect(data).toMatchObject([{ subject: 'user', before: {}, after: { endedSessions: 1 } }]);
    expect((await shop.admin.get(`/audit/${data[0].id}`)).body).toEqual(data[0]);
    expect((await shop.admin.get('/audit?action=nobody_does')).body.data).toEqual([]);
  });
});
