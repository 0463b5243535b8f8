import { In } from 'typeorm';
import { AccessService } from '../../src/access/access.service.js';
import { SignInThrottle } from '../../src/access/sign-in-throttle.service.js';
import { User } from '../../src/access/user.entity.js';
import { ApiClient } from '../support/api-client.js';
import { onServer } from '../support/engine.js';
import { changeUsers, loginAt } from '../support/people.js';
import { ADMIN, Shop } from '../support/shop.js';
import { stored } from '../support/stored.js';

const PASSWORD = 'a-long-password';
const SIGN_IN = { headers: {}, ip: '127.0.0.1' };

describe('users, keys and the audit', () => {
  let shop: Shop;
  let url: string;

  beforeAll(async () => {
    shop = await Shop.open();
    url = `${shop.url}/api`;
  });
  afterAll(() => shop.close());

  const users = () => stored(shop).getRepository(User);

  const addUser = async (email: string, change: object = {}) => {
    const user = { email, name: 'Пользователь', password: PASSWORD, roles: ['manager'], ...change };
    return (await shop.admin.post('/users', user)).body;
  };

  const signIn = async (email: string, password = PASSWORD) => {
    const answer = await new ApiClient(url).post('/auth/login', { email, password });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return { answer, session: new ApiClient(url, { Cookie: cookie }) };
  };

  it('makes, lists and changes users, and never shows a password or its hash', async () => {
    const created = await addUser('New@Example.com', { regionIds: ['1'] });
    expect(created).toMatchObject({ email: 'new@example.com', roles: ['manager'], regionIds: ['1'], isActive: true });
    const changed = await shop.admin.patch(`/users/${created.id}`, { name: 'Другое имя', roles: ['observer'] });
    expect(changed.body).toMatchObject({ name: 'Другое имя', roles: ['observer'] });
    const list = await shop.admin.get('/users');
    expect(list.body.data.map(({ id }: { id: string }) => id)).toContain(created.id);
    expect(JSON.stringify(list.body)).not.toMatch(/argon2|assword/);
  });

  it('finds users by a part of the name or e-mail, in whatever letter case', async () => {
    const { id } = await addUser('pyotr@dealer.example.com', { name: 'Семёнов Пётр' });
    const found = async (q: string) =>
      (await shop.admin.get(`/users?q=${encodeURIComponent(q)}`)).body.data.map((user: { id: string }) => user.id);
    for (const q of ['семенов', 'ПЁТР', '@DEALER.', ' Семёнов  пётр ']) expect([q, await found(q)]).toEqual([q, [id]]);
    expect(await found('нет такого')).toEqual([]);
    expect((await found('')).length).toBeGreaterThan(1);
  });

  it.each([
    [{ email: 'x' }, 'email'],
    [{ password: 'short' }, 'password'],
    [{ roles: ['owner'] }, 'roles'],
    [{ roles: [] }, 'roles'],
    [{ regionIds: ['999'] }, 'regionIds[0]'],
    [{ name: '' }, 'name'],
  ])('refuses %j and names %s', async (change, path) => {
    const user = { email: 'bad@example.com', name: 'Bad', password: PASSWORD, roles: ['manager'], ...change };
    const { status, body } = await shop.admin.post('/users', user);
    expect([status, body.errors[0].path]).toEqual([422, path]);
  });

  it('refuses an e-mail that is taken, in any letter case', async () => {
    await addUser('taken@example.com');
    const second = { email: 'TAKEN@example.com', name: 'B', password: PASSWORD, roles: ['manager'] };
    const { status, body } = await shop.admin.post('/users', second);
    expect([status, body.errors[0].path]).toEqual([422, 'email']);
  });

  it.each([
    ['ё and е', 'ёлкин', 'елкин'],
    ['й and и', 'майя', 'маия'],
    ['accents', 'rené', 'rene'],
  ])('takes e-mails that differ by %s, and lets each in', async (_, one, other) => {
    for (const name of [one, other]) {
      const [email, password] = [`${name}@example.com`, `password of ${name}`];
      const { status } = await shop.admin.post('/users', { email, name, password, roles: ['manager'] });
      expect([email, status]).toEqual([email, 201]);
      const { body } = await new ApiClient(`${shop.url}/api`).post('/auth/login', { email, password });
      expect(body).toMatchObject({ email, name });
    }
  });

  it('keeps one active administrator of all regions', async () => {
    const { id } = (await shop.admin.get('/auth/me')).body;
    for (const change of [{ isActive: false }, { roles: ['manager'] }, { regionIds: ['1'] }]) {
      const { status, body } = await shop.admin.patch(`/users/${id}`, change);
      expect([status, body.code]).toEqual([409, 'last_administrator']);
    }
  });

  onServer('keeps one when two administrators block or demote each other at the same moment', async () => {
    const admins = [await addUser('one@example.com', { roles: ['admin'] }), (await shop.admin.get('/auth/me')).body];
    for (const change of [{ isActive: false }, { roles: ['observer'] }, { regionIds: ['1'] }]) {
      for (let round = 0; round < 5; round++) {
        const answers = await Promise.all(admins.map(({ id }) => shop.admin.patch(`/users/${id}`, change)));
        const rows = await users().find();
        const left = rows.filter(
          ({ isActive, roles, regionIds }) => isActive && roles.includes('admin') && !regionIds.length,
        );
        expect([answers.map(({ status }) => status).toSorted(), left.length]).toEqual([[200, 409], 1]);
        const ids = In(admins.map(({ id }) => Number(id)));
        await changeUsers(shop, (all) => all.update({ id: ids }, { isActive: true, roles: ['admin'], regionIds: [] }));
      }
    }
    await changeUsers(shop, (all) => all.delete({ id: Number(admins[0].id) }));
  });

  it('opens no session for a password that was changed while the sign-in was under way', async () => {
    const { id } = await addUser('slow@example.com');
    const seen = await users().findOneByOrFail({ id: Number(id) });
    const access = shop.app.get(AccessService);
    await shop.admin.patch(`/users/${id}`, { password: 'another-password' });
    await expect(access.openSession(seen, SIGN_IN)).rejects.toThrow('E-mail or password is wrong.');
    await shop.admin.patch(`/users/${id}`, { isActive: false });
    const blocked = await users().findOneByOrFail({ id: Number(id) });
    await expect(access.openSession(blocked, SIGN_IN)).rejects.toThrow('E-mail or password is wrong.');
  });

  it('a change of the own password never takes the place of the one that an administrator sets at the same moment', async () => {
    const { id } = await addUser('stolen@example.com');
    for (let round = 0; round < 5; round++) {
      const former = round === 0 ? PASSWORD : `given by the owner ${round - 1}`;
      const { session } = await signIn('stolen@example.com', former);
      const [own, given] = await Promise.all([
        session.post('/auth/me/password', { currentPassword: former, newPassword: `set by the thief ${round}` }),
        shop.admin.patch(`/users/${id}`, { password: `given by the owner ${round}` }),
      ]);
      expect([[204, 401, 422], given.status]).toEqual([expect.arrayContaining([own.status]), 200]);
      const { answer } = await signIn('stolen@example.com', `given by the owner ${round}`);
      expect([round, answer.status]).toEqual([round, 200]);
    }
  });

  it('a sign-in is no change of the user, and is shown', async () => {
    const { id, version, lastSignInAt } = await addUser('seen@example.com');
    expect(lastSignInAt).toBeNull();
    await signIn('seen@example.com');
    const { data } = (await shop.admin.get('/users?perPage=200')).body;
    const shown = data.find((user: { id: string }) => user.id === id);
    expect(shown).toMatchObject({ version, lastSignInAt: shop.clock.now().toISOString() });
  });

  it('a session of before blocking stays ended when the user is unblocked', async () => {
    const { id } = await addUser('revived@example.com');
    const { session } = await signIn('revived@example.com');
    await shop.admin.patch(`/users/${id}`, { isActive: false });
    await shop.admin.patch(`/users/${id}`, { isActive: true });
    expect((await session.get('/auth/me')).status).toBe(401);
    expect((await signIn('revived@example.com')).answer.status).toBe(200);
  });

  it.each([
    ['one of the most used', 'Qwertyuiop', 'password_common'],
    ['the e-mail', 'weak.user@example.com', 'password_is_email'],
  ])('takes no password that is %s', async (_, password, code) => {
    const weak = { email: 'weak.user@example.com', name: 'W', password, roles: ['manager'] };
    expect((await shop.admin.post('/users', weak)).body.errors).toMatchObject([{ path: 'password', code }]);
  });

  it('ends the sessions at once when a user is blocked', async () => {
    const { id } = await addUser('blocked@example.com');
    const { session } = await signIn('blocked@example.com');
    expect((await session.get('/auth/me')).status).toBe(200);
    await shop.admin.patch(`/users/${id}`, { isActive: false });
    expect((await session.get('/auth/me')).status).toBe(401);
    expect((await signIn('blocked@example.com')).answer.status).toBe(401);
    expect((await ApiClient.basic(url, 'blocked@example.com', PASSWORD).get('/auth/me')).status).toBe(401);
  });

  it('lets a user change the own password, which ends the sessions and the former password', async () => {
    await addUser('changer@example.com');
    const { session } = await signIn('changer@example.com');
    const basic = ApiClient.basic(url, 'changer@example.com', PASSWORD);
    expect((await basic.get('/auth/me')).status).toBe(200);
    const wrong = await session.post('/auth/me/password', { currentPassword: 'no', newPassword: 'another-password' });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'currentPassword']);
    const change = { currentPassword: PASSWORD, newPassword: 'another-password' };
    expect((await session.post('/auth/me/password', change)).status).toBe(204);
    expect((await session.get('/auth/me')).status).toBe(401);
    expect((await basic.get('/auth/me')).status).toBe(401);
    expect((await signIn('changer@example.com', 'another-password')).answer.status).toBe(200);
  });

  it('gives a key that is shown once, has its own roles and regions, and is refused when deleted', async () => {
    const created = await shop.admin.post('/api-keys', { name: '1С', roles: ['observer'], regionIds: ['1'] });
    expect([created.status, created.body.key]).toEqual([201, expect.stringMatching(/^pd_[\w-]{43}$/)]);
    const program = new ApiClient(url, { Authorization: `Bearer ${created.body.key}` });
    expect((await program.get('/auth/me')).body).toMatchObject({ name: '1С', roles: ['observer'], regionIds: ['1'] });
    expect((await program.get('/orders')).status).toBe(200);
    expect((await program.get('/gettzap-messages')).status).toBe(403);
    expect(JSON.stringify((await shop.admin.get('/api-keys')).body)).not.toContain(created.body.key);
    expect((await shop.admin.delete(`/api-keys/${created.body.id}`)).status).toBe(204);
    expect((await program.get('/auth/me')).status).toBe(401);
  });

  it('refuses a change that a page of another site makes with Basic credentials, and takes one with a key', async () => {
    const { key } = (await shop.admin.post('/api-keys', { name: 'Сайт', roles: ['admin'] })).body;
    const foreign = { Origin: 'https://evil.example' };
    const region = { name: 'Чужой' };
    const byBasic = await shop.admin.call('POST', '/regions', region, foreign);
    expect([byBasic.status, byBasic.body.code]).toEqual([403, 'foreign_origin']);
    const byKey = new ApiClient(url, { Authorization: `Bearer ${key}` });
    expect((await byKey.call('POST', '/regions', region, foreign)).status).toBe(201);
  });

  it('writes down who changed what, from what to what, with the request id, and no secret', async () => {
    const answer = await shop.admin.patch(`/order-statuses/${shop.statuses['Выдано']}`, { name: 'Выдано клиенту' });
    const requestId = answer.headers.get('x-request-id');
    await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, {
      password: 'very-secret-1',
      login: 'office-2',
    });
    const { data } = (await shop.admin.get('/audit?perPage=200')).body;
    expect(data.find((entry: { requestId: string }) => entry.requestId === requestId)).toMatchObject({
      actor: 'Администратор',
      action: 'update',
      subject: 'order_status',
      subjectId: shop.statuses['Выдано'],
      before: { name: 'Выдано' },
      after: { name: 'Выдано клиенту' },
    });
    const ofConnection = (await shop.admin.get(`/audit?subject=marketplace_connection&subjectId=${shop.connectionId}`))
      .body;
    expect(ofConnection.data[0]).toMatchObject({
      before: { login: 'office-1' },
      after: { login: 'office-2', password: '***' },
    });
    expect(JSON.stringify([data, ofConnection])).not.toMatch(/very-secret-1|gz-password|gettzap\/orders\//);
  });

  it('writes down decisions and changes of statuses', async () => {
    const order = await shop.accepted('GZ-A', 1);
    await shop.setStatus(order.items, 'В работе', 'начали');
    const { data } = (await shop.admin.get('/audit?perPage=200')).body;
    const actions = data.map(({ action, subject }: { action: string; subject: string }) => `${action} ${subject}`);
    expect(actions).toEqual(expect.arrayContaining(['accept external_order', 'set_item_status order']));
    expect(data.find(({ action }: { action: string }) => action === 'set_item_status')).toMatchObject({
      before: { [`item ${order.items[0].id}`]: 'Обрабатывается' },
      after: { [`item ${order.items[0].id}`]: 'В работе' },
    });
  });
});

describe('guessing passwords', () => {
  let shop: Shop;
  let spellings = 0;
  const login = (email: string, password: string, address: string) => loginAt(shop, address, email, password);
  const fail = async (times: number, address: string) => {
    for (let time = 0; time < times; time++) await login('admin@example.com', `wrong ${time}`, address);
  };

  beforeAll(async () => {
    shop = await Shop.open({ TRUST_PROXY: '127.0.0.1' });
  });
  afterAll(() => shop.close());

  it('is stopped after ten failures from one address, and the owner elsewhere is not locked out', async () => {
    await fail(10, '203.0.113.1');
    const eleventh = await login('admin@example.com', 'correct horse battery', '203.0.113.1');
    expect(eleventh.status).toBe(429);
    expect(Number(eleventh.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await login('admin@example.com', 'correct horse battery', '203.0.113.2')).status).toBe(200);
    expect((await login('other@example.com', 'whatever it is', '203.0.113.1')).status).toBe(401);
  });

  it('may go on after a quarter of an hour', async () => {
    shop.clock.advance(15 * 60_000 + 1_000);
    expect((await login('admin@example.com', 'correct horse battery', '203.0.113.1')).status).toBe(200);
  });

  it('is not made quicker by many guesses at once', async () => {
    const guesses = Array.from({ length: 30 }, (_, n) => login('many@example.com', `guess ${n}`, '203.0.113.3'));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
  });

  it('is not what a program does that begins with many calls at once', async () => {
    const user = { email: 'program@example.com', name: '1С', password: PASSWORD, roles: ['observer'] };
    await shop.admin.post('/users', user);
    const program = ApiClient.basic(`${shop.url}/api`, user.email, PASSWORD);
    const answers = await Promise.all(Array.from({ length: 40 }, () => program.get('/auth/me')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it.each([
    ['accents', 'ádmin@example.com'],
    ['blanks behind', 'admin@example.com   '],
    ['full width', 'ａdmin@example.com'],
    ['a character without width', 'ad\u200bmin@example.com'],
    ['a NUL and what follows', 'admin@example.com\0zz'],
    ['another letter case', 'ADMIN@example.COM'],
  ])('is not made longer by other spellings of the e-mail: %s', async (_, spelling) => {
    const address = `198.51.100.${++spellings}`;
    const guesses = Array.from({ length: 12 }, (_, n) => n);
    const statuses = [];
    for (const n of guesses) statuses.push((await login(spelling, `guess ${n}`, address)).status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
    const basic = ApiClient.basic(`${shop.url}/api`, spelling, ADMIN.password);
    const isTheUser = spelling.toLowerCase() === ADMIN.email;
    expect((await basic.get('/auth/me')).status).toBe(isTheUser ? 200 : 401);
    expect((await login(spelling, ADMIN.password, `198.51.100.1${spellings}`)).status).not.toBe(isTheUser ? 401 : 200);
  });

  it('is no faster when all guesses are made at once', async () => {
    const guesses = Array.from({ length: 40 }, (_, time) =>
      login('nobody@example.com', `guess ${time}`, '203.0.113.3'),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
  });

  it('a guess that was counted in time is looked at, though a later one is refused meanwhile', async () => {
    const throttle = shop.app.get(SignInThrottle);
    const attempt = { account: 'text:counted in time', network: '203.0.113.5' };
    const guess = () => throttle.attempt(attempt, async () => undefined);
    for (let time = 1; time < 10; time++) await guess();
    const throttles = SignInThrottle.prototype as unknown as { count(tried: object): Promise<number> };
    const { count } = throttles;
    jest.spyOn(throttles, 'count').mockImplementationOnce(async function (this: SignInThrottle, tried) {
      const id = await count.call(this, tried);
      await expect(guess()).rejects.toThrow('Too many wrong passwords');
      return id;
    });
    await expect(guess()).resolves.toBeUndefined();
  });

  it('is no faster by changing the own password with a session that was taken over', async () => {
    shop.clock.advance(3_600_000 + 1_000);
    const [address, forwarded] = ['203.0.113.4', { 'X-Forwarded-For': '203.0.113.4' }];
    const cookie = (await login('admin@example.com', 'correct horse battery', address)).headers.get('set-cookie')!;
    const guess = (currentPassword: string) =>
      new ApiClient(`${shop.url}/api`).call(
        'POST',
        '/auth/me/password',
        { currentPassword, newPassword: 'another password' },
        { cookie: cookie.split(';')[0]!, ...forwarded },
      );
    for (let time = 0; time < 10; time++) expect((await guess(`guess ${time}`)).status).toBe(422);
    expect((await guess('correct horse battery')).status).toBe(429);
    expect((await login('admin@example.com', 'correct horse battery', address)).status).toBe(429);
  });

  it('is told apart from programs that begin to call at once with the right password', async () => {
    const calls = Array.from({ length: 30 }, () =>
      ApiClient.basic(`${shop.url}/api`, 'admin@example.com', 'correct horse battery').get('/auth/me'),
    );
    expect((await Promise.all(calls)).filter(({ status }) => status !== 200)).toEqual([]);
  });
});
