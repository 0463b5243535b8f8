import { MessageReader } from '../../src/marketplaces/gettzap/message-reader.service.js';
import { ItemMoves } from '../../src/orders/orders/item-moves.service.js';
import { StatusReplacement } from '../../src/orders/orders/status-replacement.service.js';
import { ApiClient } from '../support/api-client.js';
import { noticeEventually, spoil } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { addPerson } from '../support/people.js';
import { Receiver } from '../support/receiver.js';
import { openReplica } from '../support/replica.js';
import { ADMIN, connect, DECISION_TEXTS, orderOf, Shop } from '../support/shop.js';

/** For a change that waits for what it stopped, and for one that does not. */
const [HELD_MS, FREE_MS] = [200, 30_000];

describe('what was changed at one replica holds at the other at once', () => {
  let shop: Shop;
  let other: Awaited<ReturnType<typeof openReplica>>;
  let elsewhere: ApiClient;
  beforeAll(async () => {
    shop = await Shop.open();
    other = await openReplica(shop);
    elsewhere = ApiClient.basic(`${other.url}/api`, ADMIN.email, ADMIN.password);
  });
  afterEach(() => shop.sandbox.clearTrouble());
  afterAll(async () => {
    await other.close();
    await shop.close();
  });

  let orders = 0;
  /** An order that comes in at the other replica. */
  const postElsewhere = (id = `R-${++orders}`, link = shop.orderLink) =>
    shop.postToLink(
      { event: 'order.created', order: orderOf(id) },
      'application/json',
      `${other.url}${new URL(link).pathname}`,
    );
  const receiveElsewhere = async (id?: string): Promise<string> => (await postElsewhere(id)).body.externalOrderId;

  describe('of connections and their links', () => {
    const statusOf = async (link?: string) => (await postElsewhere(undefined, link)).status;

    it('one that was switched off takes nothing in, and one that was switched on does', async () => {
      expect(await statusOf()).toBe(200);
      await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { isActive: false });
      expect(await statusOf()).toBe(403);
      await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { isActive: true });
      expect(await statusOf()).toBe(200);
    });

    it('a link works as soon as it is made, and no more once its connection was deleted', async () => {
      const { connectionId, orderLink } = await connect(shop.admin, shop.sandbox, shop.url);
      expect(await statusOf(orderLink)).toBe(200);
      const { body } = await shop.admin.post(`/marketplace-connections/${connectionId}/order-link`);
      expect(await statusOf(body.orderLink)).toBe(200);
      expect((await shop.admin.delete(`/marketplace-connections/${connectionId}`)).status).toBe(204);
      expect([await statusOf(orderLink), await statusOf(body.orderLink)]).toEqual([404, 404]);
    });

    it('that a replaced link is still posted to is told once, though both are at the same moment', async () => {
      const { connectionId, orderLink } = await connect(shop.admin, shop.sandbox, shop.url);
      await shop.admin.post(`/marketplace-connections/${connectionId}/order-link`);
      shop.clock.advance(2 * 3_600_000);
      const order = orderOf('by the old link');
      await Promise.all([shop.postToLink({ order }, 'application/json', orderLink), statusOf(orderLink)]);
      const told = async () => {
        const { data } = (await shop.admin.get('/manager-notifications?part=action')).body;
        return data.filter(
          (each: Record<string, string>) => each.kind === 'replaced_link' && each.connectionId === connectionId,
        );
      };
      await eventually(async () => expect(await told()).toHaveLength(1));
      // Whatever is under way has ended when the configuration was changed once more.
      await shop.admin.delete(`/marketplace-connections/${connectionId}`);
      expect(await told()).toHaveLength(1);
    });

    it('an expression reads what comes in', async () => {
      expect(await statusOf()).toBe(200);
      const inbound = '$merge([$, {"order": $merge([order, {"id": "X-" & order.id}])}])';
      await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { adapter: { inbound } });
      expect((await shop.externalOrder(await receiveElsewhere())).externalId).toMatch(/^X-/);
      await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { adapter: { inbound: '' } });
      expect((await shop.externalOrder(await receiveElsewhere())).externalId).toMatch(/^R-/);
    });

    it('a text is the new one at the next decision', async () => {
      await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { acceptedText: 'new words' });
      const id = await receiveElsewhere('T-1');
      await elsewhere.post(`/external-orders/${id}/accept`);
      expect(await shop.recorded(id)).toEqual(['order_accepted | order | accepted | new words']);
      await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, DECISION_TEXTS);
    });

    it('a pause and its end', async () => {
      spoil(shop, '401');
      await shop.accepted('P-1');
      await noticeEventually(shop, 'P-1', { state: 'retrying', attempts: [{ response: { status: 401 } }] });
      const delivery = `/marketplace-connections/${shop.connectionId}/delivery`;
      expect((await elsewhere.get(delivery)).body.state).toBe('paused');
      const id = await receiveElsewhere('P-2');
      await elsewhere.post(`/external-orders/${id}/accept`);
      await noticeEventually(shop, 'P-2', { state: 'pending', attempts: [] });
      shop.sandbox.clearTrouble();
      await elsewhere.post(`/marketplace-connections/${shop.connectionId}/resume`);
      for (const each of ['P-1', 'P-2']) await noticeEventually(shop, each, { state: 'delivered' });
    });
  });

  it('of the directory', async () => {
    const change = { name: 'Названо иначе', gettzap: { item: { status: 'waits', text: 'new text' } } };
    await shop.admin.patch(`/order-statuses/${shop.statuses['В работе']}`, change);
    const { body } = await elsewhere.get(`/order-statuses/${shop.statuses['В работе']}`);
    expect(body).toMatchObject(change);
    const { items, externalOrderId } = await shop.accepted('D-1');
    const itemIds = items.map(({ id }: { id: string }) => id);
    await elsewhere.post('/order-items/status', { itemIds, statusId: shop.statuses['В работе'] });
    expect(await shop.recorded(externalOrderId)).toContain('item_status | 1 | waits | new text');
  });

  describe('of people and programs', () => {
    const asElsewhere = (identity: Record<string, string>) =>
      new ApiClient(`${other.url}/api`, identity).get('/orders');

    it('a session, its end, and the end of its user', async () => {
      const person = await addPerson(shop, 'ivan', ['manager']);
      const nobody = new ApiClient(`${shop.url}/api`);
      const signIn = { email: person.email, password: 'ivan password' };
      const cookieOf = async () => (await nobody.post('/auth/login', signIn)).headers.get('set-cookie')!.split(';')[0]!;
      const [first, second] = [await cookieOf(), await cookieOf()];
      expect([(await asElsewhere({ cookie: first })).status, (await asElsewhere(person.headers)).status]).toEqual([
        200, 200,
      ]);
      await new ApiClient(`${shop.url}/api`, { cookie: first }).post('/auth/logout');
      expect((await asElsewhere({ cookie: first })).status).toBe(401);
      expect((await asElsewhere({ cookie: second })).status).toBe(200);
      await shop.admin.patch(`/users/${person.id}`, { isActive: false });
      expect([(await asElsewhere({ cookie: second })).status, (await asElsewhere(person.headers)).status]).toEqual([
        401, 401,
      ]);
    });

    it('a password and a role', async () => {
      const person = await addPerson(shop, 'olga', ['manager']);
      expect((await asElsewhere(person.headers)).status).toBe(200);
      await shop.admin.patch(`/users/${person.id}`, { password: 'another password' });
      expect((await asElsewhere(person.headers)).status).toBe(401);
      const changed = ApiClient.basic(`${other.url}/api`, person.email, 'another password');
      expect((await changed.get('/gettzap-messages')).status).toBe(200);
      await shop.admin.patch(`/users/${person.id}`, { roles: ['observer'] });
      expect((await changed.get('/gettzap-messages')).status).toBe(403);
    });

    it('an API key', async () => {
      const { id, key } = (await shop.admin.post('/api-keys', { name: '1C', roles: ['manager'], regionIds: [] })).body;
      expect((await asElsewhere({ Authorization: `Bearer ${key}` })).status).toBe(200);
      await shop.admin.delete(`/api-keys/${id}`);
      expect((await asElsewhere({ Authorization: `Bearer ${key}` })).status).toBe(401);
    });

    it('wrong passwords: ten in all, wherever they were given', async () => {
      const guess = (url: string) =>
        new ApiClient(`${url}/api`).post('/auth/login', { email: 'victim@example.com', password: 'guess' });
      for (let time = 0; time < 10; time++) expect((await guess(time % 2 ? shop.url : other.url)).status).toBe(401);
      expect([(await guess(shop.url)).status, (await guess(other.url)).status]).toEqual([429, 429]);
    });
  });

  it('of web-hooks: who wants to be told is told, and who was deleted is not', async () => {
    const receiver = await Receiver.start();
    const told = async (id: string) =>
      expect(receiver.messages.map(({ data }) => (data as { externalId: string }).externalId)).toContain(id);
    try {
      await receiveElsewhere();
      const { id } = (await shop.admin.post('/webhooks', { url: receiver.url, events: ['external_order.received'] }))
        .body;
      await receiveElsewhere('W-1');
      await eventually(() => told('W-1'));
      await shop.admin.delete(`/webhooks/${id}`);
      await receiveElsewhere('W-2');
      const { body } = await shop.admin.get(`/gettzap-notifications?channel=webhook&webhookId=${id}`);
      expect(body.meta.total).toBe(1);
    } finally {
      await receiver.close();
    }
  });

  it('of what managers want to be told', async () => {
    const person = await addPerson(shop, 'anna', ['manager']);
    const isTold = async () => {
      const id = await receiveElsewhere();
      const { body } = await person.client.get('/manager-notifications?perPage=200');
      return body.data.some(({ externalOrderId }: { externalOrderId: string }) => externalOrderId === id);
    };
    expect(await isTold()).toBe(true);
    const kinds = { external_order_received: { panel: false, email: false } };
    expect((await person.client.patch('/auth/me/notifications', { kinds })).status).toBe(200);
    expect(await isTold()).toBe(false);
  });

  describe('also for what is under way there', () => {
    /**
     * Has one replica stop in the middle of something until the other's change is made, or has waited for a while.
     * @returns what came of the change, once it is made
     */
    async function meanwhile<T>(target: object, method: string, waitMs: number, change: () => Promise<T>) {
      const original = (target as Record<string, (...by: unknown[]) => Promise<unknown>>)[method]!.bind(target);
      let changed: Promise<T> | undefined;
      const stopped = jest.spyOn(target as never, method as never).mockImplementation((async (...by: unknown[]) => {
        stopped.mockRestore();
        changed = change();
        await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, waitMs).unref())]);
        return original(...by);
      }) as never);
      return () => changed!;
    }
    const addStatus = async (name: string): Promise<string> =>
      (await shop.admin.post('/order-statuses', { name, group: 'processing' })).body.id;

    it('a status that an item passes into cannot be deleted before it has', async () => {
      const statusId = await addStatus('Проездом');
      const { items } = await shop.accepted('S-1');
      const deleted = await meanwhile(other.app.get(ItemMoves), 'write', HELD_MS, () =>
        shop.admin.delete(`/order-statuses/${statusId}`),
      );
      const set = await elsewhere.post('/order-items/status', { itemIds: [items[0].id], statusId });
      const { status, body } = await deleted();
      expect([set.status, status, body.code]).toEqual([200, 409, 'status_in_use']);
    });

    it('a status that is being deleted is not there for an item any more', async () => {
      const statusId = await addStatus('На выход');
      const { items } = await shop.accepted('S-2');
      const set = await meanwhile(shop.app.get(StatusReplacement), 'replace', HELD_MS, () =>
        elsewhere.post('/order-items/status', { itemIds: [items[0].id], statusId }),
      );
      expect((await shop.admin.delete(`/order-statuses/${statusId}`)).status).toBe(204);
      const { status, body } = await set();
      expect([status, body.errors[0].path]).toEqual([422, 'statusId']);
    });

    it('a message that was let in by a link that is revoked before it was taken', async () => {
      const { connectionId, orderLink } = await connect(shop.admin, shop.sandbox, shop.url);
      expect((await postElsewhere('L-1', orderLink)).status).toBe(200);
      const revoked = await meanwhile(other.app.get(MessageReader), 'read', FREE_MS, () =>
        shop.admin.post(`/marketplace-connections/${connectionId}/order-link/revoke`, { scope: 'all' }),
      );
      const { status, body } = await postElsewhere('L-2', orderLink);
      expect([(await revoked()).status, status, body.code]).toEqual([200, 404, 'unknown_link']);
    });

    it('a message that was read by an expression which is another one by then is read again', async () => {
      const inbound = '$merge([$, {"order": $merge([order, {"id": "Y-" & order.id}])}])';
      const path = `/marketplace-connections/${shop.connectionId}`;
      const changed = await meanwhile(other.app.get(MessageReader), 'read', FREE_MS, () =>
        shop.admin.patch(path, { adapter: { inbound } }),
      );
      const { externalId } = await shop.externalOrder(await receiveElsewhere('E-1'));
      expect([(await changed()).status, externalId]).toEqual([200, 'Y-E-1']);
      await shop.admin.patch(path, { adapter: { inbound: '' } });
    });
  });
});
