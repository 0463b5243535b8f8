import { ApiClient } from '../support/api-client.js';
import { changeUsers, addPerson, Person } from '../support/people.js';
import { orderOf, Shop } from '../support/shop.js';

interface Message {
  kind: string;
  title: string;
  text: string;
  externalOrderId: string;
  orderId: string | null;
}

describe('people who work together', () => {
  let shop: Shop;
  let anna: Person;
  let oleg: Person;
  let elsewhere: Person;
  let observer: Person;
  beforeAll(async () => {
    shop = await Shop.open();
    const { body } = await shop.admin.post('/regions', { name: 'Тула' });
    anna = await addPerson(shop, 'anna kim', ['external_orders']);
    oleg = await addPerson(shop, 'oleg', ['manager']);
    elsewhere = await addPerson(shop, 'vera', ['manager'], [body.id]);
    observer = await addPerson(shop, 'gleb', ['observer']);
  });
  afterAll(() => shop.close());

  const assign = (id: string, userId: string | null, client: ApiClient = anna.client) =>
    client.call('PUT', `/external-orders/${id}/assignee`, { userId });
  const note = (id: string, text: unknown, client: ApiClient = anna.client) =>
    client.post(`/external-orders/${id}/notes`, { text });
  const messagesOf = async (person: Person): Promise<Message[]> =>
    (await person.client.get('/manager-notifications?perPage=200')).body.data;
  const auditOf = async (id: string) =>
    (await shop.admin.get(`/audit?subject=external_order&subjectId=${id}`)).body.data;

  describe('a note', () => {
    it('is on the external order and on the order, with who wrote it and when', async () => {
      const order = await shop.accepted('N-1');
      const { status, body } = await note(order.externalOrderId, ' Клиент просит побыстрее ');
      const at = shop.clock.now().toISOString();
      expect([status, body]).toEqual([
        201,
        { id: expect.any(String), at, author: 'anna kim', text: 'Клиент просит побыстрее' },
      ]);
      await note(order.externalOrderId, 'Второе', oleg.client);
      const { notes } = await shop.externalOrder(order.externalOrderId);
      expect(notes.map(({ author, text }: { author: string; text: string }) => [author, text])).toEqual([
        ['anna kim', 'Клиент просит побыстрее'],
        ['oleg', 'Второе'],
      ]);
      expect((await shop.order(order.id)).notes).toEqual(notes);
    });

    it('is in the audit without its text', async () => {
      const { id } = await shop.receive('N-2');
      await note(id, 'секретное слово');
      const [entry] = await auditOf(id);
      expect(entry).toMatchObject({ action: 'write_note', actor: 'anna kim', before: {}, after: {} });
      expect(JSON.stringify(entry)).not.toContain('секретное');
    });

    it('is never told to GettZap', async () => {
      const order = await shop.accepted('N-3');
      await note(order.externalOrderId, 'между нами');
      await shop.setStatus(order.items, 'В работе');
      expect(JSON.stringify(await shop.notifications(order.externalOrderId))).not.toContain('между нами');
    });

    it.each([[''], ['   '], ['x'.repeat(4_001)], [null], [7]])('is refused as %p', async (text) => {
      const { id } = await shop.receive('N-4');
      const { status, body } = await note(id, text);
      expect([status, body.errors[0].path]).toEqual([422, 'text']);
    });

    it('is not for an observer, nor for who does not see the region', async () => {
      const { id } = await shop.receive('N-5');
      const answers = [await note(id, 'x', observer.client), await note(id, 'x', elsewhere.client)];
      expect(answers.map(({ status }) => status)).toEqual([403, 404]);
    });

    it('sends a colleague who is named by @ a message, without what it says', async () => {
      const order = await shop.accepted('N-6');
      await note(order.externalOrderId, '@oleg, позвони +7 900 000-00-00. @anna kim @vera');
      const [message] = await messagesOf(oleg);
      expect(message).toMatchObject({
        kind: 'mentioned',
        title: 'anna kim: заметка для вас к заказу N-6',
        externalOrderId: order.externalOrderId,
        orderId: order.id,
      });
      expect(message!.text).not.toContain('900');
      const own = (await messagesOf(anna)).filter(({ kind }) => kind === 'mentioned');
      expect([own, await messagesOf(elsewhere)]).toEqual([[], []]);
    });

    it('sends none to who does not want them', async () => {
      await observer.client.patch('/auth/me/notifications', { kinds: { mentioned: { panel: false, email: false } } });
      const { id } = await shop.receive('N-7');
      await note(id, '@gleb');
      expect((await messagesOf(observer)).filter(({ kind }) => kind === 'mentioned')).toEqual([]);
    });
  });

  describe('an assignee', () => {
    const mine = (person: Person) => ({ id: String(person.id), name: person === anna ? 'anna kim' : 'oleg' });

    it('is on the external order and its order, in both lists and in the history', async () => {
      const order = await shop.accepted('A-1');
      const { status, body } = await assign(order.externalOrderId, String(anna.id));
      expect([status, body.assignee]).toEqual([200, mine(anna)]);
      expect(body.history.at(-1)).toMatchObject({
        kind: 'assigned',
        actor: 'anna kim',
        details: { assignee: 'anna kim' },
      });
      expect((await shop.order(order.id)).assignee).toEqual(mine(anna));
      for (const list of ['external-orders', 'orders']) {
        const { data } = (await shop.admin.get(`/${list}?q=A-1`)).body;
        expect(data).toMatchObject([{ assignee: mine(anna) }]);
      }
      const [entry] = await auditOf(order.externalOrderId);
      expect(entry).toMatchObject({ action: 'assign', before: { assigneeId: null }, after: { assigneeId: anna.id } });
    });

    it('goes over to the order that is made later, and can be let go of', async () => {
      const { id } = await shop.receive('A-2');
      await assign(id, String(anna.id));
      const { orderId } = (await shop.admin.post(`/external-orders/${id}/accept`)).body;
      expect((await shop.order(orderId)).assignee).toEqual(mine(anna));
      const { body } = await assign(id, null);
      expect([body.assignee, (await shop.order(orderId)).assignee]).toEqual([null, null]);
      expect(body.history.at(-1)).toMatchObject({ kind: 'released', actor: 'anna kim' });
    });

    it('is told to the colleague who is given it, not to who takes it', async () => {
      const { id } = await shop.receive('A-3');
      await assign(id, String(anna.id));
      await assign(id, String(oleg.id));
      expect((await messagesOf(oleg))[0]).toMatchObject({
        kind: 'assigned',
        title: 'Вам передан заказ A-3',
        text: 'От кого: anna kim.',
        externalOrderId: id,
      });
      expect((await messagesOf(anna)).filter(({ kind }) => kind === 'assigned')).toEqual([]);
    });

    it('that is the same already changes nothing', async () => {
      const { id } = await shop.receive('A-4');
      const first = await assign(id, String(anna.id));
      expect((await assign(id, String(anna.id))).body.history).toEqual(first.body.history);
    });

    it('can only be an active user who sees the region', async () => {
      const { id } = await shop.receive('A-5');
      const gone = await addPerson(shop, 'nina', ['manager']);
      await changeUsers(shop, (users) => users.update({ id: gone.id }, { isActive: false }));
      for (const userId of [String(elsewhere.id), String(gone.id), '999999', 'me', '', 0]) {
        const { status, body } = await assign(id, userId as string);
        expect([userId, status, body.errors?.[0].path]).toEqual([userId, 422, 'userId']);
      }
      expect((await anna.client.call('PUT', `/external-orders/${id}/assignee`, {})).status).toBe(422);
    });

    it('is not given by an observer, nor by who does not see the region', async () => {
      const { id } = await shop.receive('A-6');
      const answers = [await assign(id, null, observer.client), await assign(id, null, elsewhere.client)];
      expect(answers.map(({ status }) => status)).toEqual([403, 404]);
    });
  });

  describe('a claim', () => {
    const open = (id: string, client: ApiClient = anna.client) => client.call('PUT', `/external-orders/${id}/claim`);
    const leave = (id: string, client: ApiClient = anna.client) => client.delete(`/external-orders/${id}/claim`);
    const claimOf = async (id: string) => (await shop.externalOrder(id)).claim;
    const MINUTE_MS = 60_000;

    it('shows who has the order open, on its page and in the list', async () => {
      const { id, claim } = await shop.receive('C-1');
      expect(claim).toBeNull();
      expect((await open(id)).status).toBe(204);
      const expected = { id: String(anna.id), name: 'anna kim', since: shop.clock.now().toISOString() };
      expect(await claimOf(id)).toEqual(expected);
      expect((await shop.admin.get('/external-orders?q=C-1')).body.data).toMatchObject([{ claim: expected }]);
    });

    it('stays with the first, and keeps nobody from deciding', async () => {
      const { id } = await shop.receive('C-2');
      await open(id);
      await open(id, oleg.client);
      await leave(id, oleg.client);
      expect(await claimOf(id)).toMatchObject({ name: 'anna kim' });
      expect((await oleg.client.post(`/external-orders/${id}/accept`)).body).toMatchObject({ state: 'accepted' });
    });

    it('ends when they leave, and after half an hour in which they did nothing', async () => {
      const { id } = await shop.receive('C-3');
      await open(id);
      await leave(id);
      expect(await claimOf(id)).toBeNull();
      await open(id);
      const { since } = await claimOf(id);
      shop.clock.advance(29 * MINUTE_MS);
      await open(id);
      shop.clock.advance(29 * MINUTE_MS);
      expect(await claimOf(id)).toEqual({ id: String(anna.id), name: 'anna kim', since });
      shop.clock.advance(MINUTE_MS);
      expect(await claimOf(id)).toBeNull();
      await open(id, oleg.client);
      expect(await claimOf(id)).toMatchObject({ name: 'oleg' });
    });

    it('is not an API key’s, an observer’s, or of who does not see the region', async () => {
      const { id } = await shop.receive('C-4');
      const { body: made } = await shop.admin.post('/api-keys', { name: 'claims', roles: ['manager'] });
      const key = new ApiClient(`${shop.url}/api`, { Authorization: `Bearer ${made.key}` });
      const answers = [await open(id, key), await open(id, observer.client), await open(id, elsewhere.client)];
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
        [403, 'no_user'],
        [403, 'forbidden'],
        [404, 'not_found'],
      ]);
    });
  });

  describe('lists are narrowed', () => {
    const externalIds = async (path: string, client = anna.client) => {
      const { status, body } = await client.get(path);
      expect(status).toBe(200);
      return body.data.map((each: { externalId: string }) => each.externalId).sort();
    };
    beforeAll(async () => {
      const [first, second] = [await shop.accepted('F-1'), await shop.accepted('F-2')];
      await shop.accepted('F-3');
      await assign(first.externalOrderId, String(anna.id));
      await assign(second.externalOrderId, String(oleg.id));
    });

    it.each(['external-orders', 'orders'])('%s: to one’s own, to nobody’s, to somebody’s', async (list) => {
      expect(await externalIds(`/${list}?q=F-&assignee=me`)).toEqual(['F-1']);
      expect(await externalIds(`/${list}?q=F-&assignee=none`)).toEqual(['F-3']);
      expect(await externalIds(`/${list}?q=F-&assignee=${oleg.id}`)).toEqual(['F-2']);
      expect(await externalIds(`/${list}?q=F-&assignee=`)).toEqual(['F-1', 'F-2', 'F-3']);
      expect((await anna.client.get(`/${list}/counts?q=F-&assignee=me`)).body.total).toBe(1);
    });

    it.each(['external-orders', 'orders'])(
      '%s: to nobody’s, with what was given to who is blocked since',
      async (list) => {
        await shop.admin.patch(`/users/${oleg.id}`, { isActive: false });
        expect(await externalIds(`/${list}?q=F-&assignee=none`)).toEqual(['F-2', 'F-3']);
        await shop.admin.patch(`/users/${oleg.id}`, { isActive: true });
        expect(await externalIds(`/${list}?q=F-&assignee=none`)).toEqual(['F-3']);
      },
    );

    it('positions, too', async () => {
      const { data } = (await anna.client.get('/external-orders/positions?q=F-&assignee=me')).body;
      expect(data).toMatchObject([{ externalOrder: { externalId: 'F-1' } }]);
    });

    it.each(['external-orders', 'orders'])('%s: not to an API key’s own, which is nobody', async (list) => {
      const { body: made } = await shop.admin.post('/api-keys', { name: list, roles: ['manager'] });
      const key = new ApiClient(`${shop.url}/api`, { Authorization: `Bearer ${made.key}` });
      const { status, body } = await key.get(`/${list}?assignee=me`);
      expect([status, body.errors]).toEqual([
        422,
        [expect.objectContaining({ path: 'assignee', code: 'me_is_nobody' })],
      ]);
      expect((await key.get(`/${list}?assignee=everybody`)).status).toBe(422);
    });
  });

  it('know each other as far as they share regions', async () => {
    const namesFor = async (person: Person) =>
      (await person.client.get('/colleagues')).body.map(({ name }: { name: string }) => name);
    expect(await namesFor(oleg)).toEqual(expect.arrayContaining(['anna kim', 'oleg', 'vera', 'gleb']));
    const apart = await addPerson(
      shop,
      'julia',
      ['manager'],
      [(await shop.admin.get('/regions?sort=createdAt')).body.data[0].id],
    );
    expect(await namesFor(elsewhere)).not.toContain('julia');
    expect(await namesFor(apart)).not.toContain('vera');
    expect(await namesFor(apart)).toContain('oleg');
  });

  it('leave nothing about a buyer who asks to be forgotten in their notes', async () => {
    const { id } = await shop.receive('P-1');
    await note(id, 'Перезвонить Сидорову вечером');
    const { body } = await shop.admin.post('/personal-data/search', { name: 'Сидорову' });
    expect(body.externalOrders.map((each: { id: string }) => each.id)).toEqual([id]);
    await shop.admin.post('/personal-data/delete', { externalOrderIds: [id] });
    expect((await shop.externalOrder(id)).notes).toEqual([]);
  });

  it('keep assignee and notes when the buyer changes the order', async () => {
    const { id } = await shop.receive('K-1');
    await assign(id, String(anna.id));
    await note(id, 'остаётся');
    await shop.postToLink({ event: 'order.updated', order: orderOf('K-1', 2) });
    const after = await shop.externalOrder(id);
    expect([after.version, after.assignee?.name, after.notes.length]).toEqual([2, 'anna kim', 1]);
  });
});
