import { THE_SERVICE } from '../../src/access/actor.js';
import { ManagerNotificationsService } from '../../src/people/manager-notifications/manager-notifications.service.js';
import { addPerson, Person } from '../support/people.js';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';

const KNOWN_AFTER_MS = 2_100;

describe('messages to managers', () => {
  let shop: Shop;
  let manager: Person;
  let elsewhere: Person;
  let moved: Person;
  let otherRegion: string;

  beforeAll(async () => {
    shop = await Shop.open();
    otherRegion = (await shop.admin.post('/regions', { name: 'Север', timeZone: 'Europe/Moscow' })).body.id;
    manager = await addPerson(shop, 'manager', ['manager']);
    elsewhere = await addPerson(shop, 'elsewhere', ['manager'], [otherRegion]);
    moved = await addPerson(shop, 'moved', ['manager']);
    await addPerson(shop, 'nobody', []);
    shop.clock.advance(KNOWN_AFTER_MS);
  });
  afterAll(() => shop.close());

  const messages = async (person: Person, query = '') =>
    (await person.client.get(`/manager-notifications?perPage=200${query}`)).body.data;
  const about = async (externalOrderId: string, person = manager) =>
    (await messages(person)).filter((each: { externalOrderId: string }) => each.externalOrderId === externalOrderId);
  const kinds = async (externalOrderId: string, person = manager) =>
    (await about(externalOrderId, person)).map(({ kind }: { kind: string }) => kind).sort();

  it('tells of a received order once, whoever sees its region', async () => {
    const order = await shop.receive('MN-1', 2);
    await shop.receive('MN-1', 2); // a duplicate
    expect(await about(order.id)).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        kind: 'external_order_received',
        part: 'new_orders',
        title: 'Новый заказ MN-1',
        text: 'Позиций: 2, сумма: 13\u00a0800,00\u00a0₽.',
        externalOrderId: order.id,
        orderId: null,
        connectionId: null,
        deliveryId: null,
        page: `/external-orders/${order.id}`,
        readAt: null,
        createdAt: expect.any(String),
      },
    ]);
    expect(await messages(elsewhere)).toEqual([]);
  });

  it('goes with a status that was undone', async () => {
    const statusId = shop.statuses['Готово к выдаче']!;
    await shop.admin.patch(`/order-statuses/${statusId}`, { notifyManager: true });
    const { externalOrderId, items } = await shop.accepted('MN-U');
    const itemIds = items.map(({ id }: { id: string }) => id);
    const { body } = await shop.admin.post('/order-items/status', { itemIds, statusId, hold: 8 });
    expect(await kinds(externalOrderId)).toContain('items_in_status');
    await shop.admin.post(`/undo/${body.undo.token}`);
    expect(await kinds(externalOrderId)).not.toContain('items_in_status');
  });

  it('of an order that was taken back leads to the external order that it was made of', async () => {
    const { id } = await shop.receive('MN-T');
    const { body } = await shop.accept(id, { hold: 60 });
    await shop.admin.call('PUT', `/external-orders/${id}/assignee`, { userId: String(manager.id) });
    const assigned = async () => (await about(id)).find(({ kind }: { kind: string }) => kind === 'assigned');
    expect(await assigned()).toMatchObject({ orderId: body.orderId, page: `/orders/${body.orderId}` });
    expect((await shop.admin.post(`/undo/${body.undo.token}`)).status).toBe(200);
    expect(await assigned()).toMatchObject({ orderId: null, page: `/external-orders/${id}` });
  });

  it('writes nothing when the change is undone', async () => {
    const before = (await messages(manager)).length;
    const refused = await shop.admin.post('/order-items/status', { itemIds: ['999999'], statusId: '1' });
    expect(refused.status).toBe(422);
    expect((await messages(manager)).length).toBe(before);
  });

  it('tells once for each order and batch of items that passed into a status which asks for it', async () => {
    await shop.admin.patch(`/order-statuses/${shop.statuses['Пришло на склад']}`, { notifyManager: true });
    const [one, two] = [await shop.accepted('MN-2', 2), await shop.accepted('MN-3', 1)];
    await shop.setStatus([...one.items, ...two.items], 'Пришло на склад', 'полка 7');
    await shop.setStatus(one.items, 'Пришло на склад'); // no change
    await shop.setStatus(one.items, 'В работе'); // asks for no message
    const inStatus = (await messages(manager)).filter(({ kind }: { kind: string }) => kind === 'items_in_status');
    expect(inStatus.map(({ orderId }: { orderId: string }) => orderId).sort()).toEqual([one.id, two.id].sort());
    const ofOne = inStatus.find(({ orderId }: { orderId: string }) => orderId === one.id);
    expect(ofOne.title).toBe(`Заказ № ${one.id}: «Пришло на склад»`);
    expect(ofOne.text).toContain('BOSCH P1 Колодки тормозные, 2\u00a0шт.\nBOSCH P2');
    expect(ofOne.text).not.toContain('полка 7'); // free texts stay where a buyer's data can be erased
  });

  it('tells of a cancellation before and after accepting, and of a conflict', async () => {
    const before = await shop.receive('MN-4');
    await shop.cancel('MN-4', undefined, 'передумал');
    expect(await kinds(before.id)).toEqual(['cancelled_by_client', 'external_order_received']);
    expect((await about(before.id))[0].text).not.toContain('передумал');

    const after = await shop.accepted('MN-5', 2);
    const [{ externalOrderId }] = (await messages(manager)).slice(0, 1);
    await shop.cancel('MN-5');
    await shop.cancel('MN-5'); // a repeat
    expect(await kinds(externalOrderId)).toEqual(['cancelled_by_client', 'external_order_received', 'items_in_status']);

    const issued = await shop.accepted('MN-6', 1);
    await shop.setStatus(issued.items, 'Выдано');
    await shop.cancel('MN-6');
    const conflict = (await messages(manager)).find(({ kind }: { kind: string }) => kind === 'conflict');
    expect(conflict).toMatchObject({ orderId: issued.id, title: 'Отмена заказа MN-6: нужно решение' });
    expect(after.id).not.toBe(issued.id);
  });

  it('tells of a content that changed after the decision, and of one that cannot be understood', async () => {
    const order = await shop.receive('MN-7');
    await shop.admin.post(`/external-orders/${order.id}/accept`);
    await shop.receive('MN-7', 3);
    expect(await kinds(order.id)).toEqual(['conflict', 'external_order_received']);
    const [changed] = await about(order.id);
    expect(changed).toMatchObject({ kind: 'conflict', part: 'action', page: `/orders/${changed.orderId}` });

    const { body } = await shop.postToLink({ event: 'order.created', order: { id: 'MN-8', positions: [] } });
    expect(await kinds(body.externalOrderId)).toEqual(['needs_attention']);
    await shop.receive('MN-8');
    expect(await kinds(body.externalOrderId)).toEqual(['external_order_received', 'needs_attention']);
  });

  it('tells of an order once more that has something to decide again after the client cancelled all of it', async () => {
    const { id } = await shop.receive('MN-AGAIN');
    await shop.cancel('MN-AGAIN', ['1']);
    expect((await shop.receive('MN-AGAIN', 2)).state).toBe('new');
    expect(await kinds(id)).toEqual(['cancelled_by_client', 'external_order_received', 'external_order_received']);
  });

  it('tells of a delivery that was given up', async () => {
    const order = await shop.receive('MN-9');
    shop.sandbox.setTrouble({ kind: '400', count: 1 });
    await shop.admin.post(`/external-orders/${order.id}/accept`);
    await eventually(async () => expect(await kinds(order.id)).toContain('delivery_given_up'));
    const [message] = await about(order.id);
    const [notification] = await shop.notifications(order.id);
    expect(message).toMatchObject({ deliveryId: notification.id, connectionId: shop.connectionId });
    expect(message).toMatchObject({ title: 'Заказ MN-9: не доставлено', page: `/orders/${notification.orderId}` });
    expect(message.text).toContain('отклонено с ответом 400');
    shop.sandbox.clearTrouble();
  });

  it('tells of a given up delivery where its order lies, also after the connection went to another region', async () => {
    const order = await shop.receive('MN-9B');
    const connection = `/marketplace-connections/${shop.connectionId}`;
    const { regionId } = (await shop.admin.get(connection)).body;
    const here = await addPerson(shop, 'here', ['manager'], [regionId]);
    await shop.admin.patch(connection, { regionId: otherRegion });
    shop.sandbox.setTrouble({ kind: '400', count: 1 });
    await shop.admin.post(`/external-orders/${order.id}/accept`);
    await eventually(async () => expect(await kinds(order.id)).toContain('delivery_given_up'));
    expect(await kinds(order.id, here)).toEqual(['delivery_given_up']);
    expect(await messages(elsewhere)).toEqual([]);
    shop.sandbox.clearTrouble();
    await shop.admin.patch(connection, { regionId });
  });

  it('tells once that a connection is paused, that its circuit breaker opened, and that it closed', async () => {
    const ofConnection = async () =>
      (await messages(manager))
        .filter(({ kind }: { kind: string }) => /^(connection|breaker)/.test(kind))
        .map(({ kind, connectionId }: { kind: string; connectionId: string }) => [kind, connectionId]);
    shop.sandbox.setTrouble({ kind: '401' });
    await shop.accepted('MN-12');
    await shop.accepted('MN-13');
    await eventually(async () => expect(await ofConnection()).toEqual([['connection_paused', shop.connectionId]]));
    shop.sandbox.setTrouble({ kind: '503' });
    await shop.admin.post(`/marketplace-connections/${shop.connectionId}/resume`);
    for (let order = 14; order < 19; order++) await shop.accepted(`MN-${order}`);
    await eventually(async () => expect((await ofConnection())[0]?.[0]).toBe('breaker_opened'));
    shop.sandbox.clearTrouble();
    shop.clock.advance(31_000);
    await eventually(async () =>
      expect((await ofConnection()).map(([kind]: string[]) => kind)).toEqual([
        'breaker_closed',
        'breaker_opened',
        'connection_paused',
      ]),
    );
  });

  it('shows the unread ones and lets them be read, one or all, the own ones only', async () => {
    const [newest] = await messages(manager);
    const other = await elsewhere.client.post(`/manager-notifications/${newest.id}/read`);
    expect(other.status).toBe(404);
    const { status, body } = await manager.client.post(`/manager-notifications/${newest.id}/read`);
    expect([status, body.readAt]).toEqual([200, expect.any(String)]);
    const again = await manager.client.post(`/manager-notifications/${newest.id}/read`);
    expect(again.body.readAt).toBe(body.readAt);
    const unread = (await manager.client.get('/manager-notifications?unread=true')).body;
    expect(unread.data.map(({ id }: { id: string }) => id)).not.toContain(newest.id);
    const all = await manager.client.post('/manager-notifications/read-all');
    expect([all.status, all.body.read]).toEqual([200, unread.meta.total]);
    expect((await manager.client.get('/manager-notifications?unread=true')).body.meta.total).toBe(0);
  });

  describe('what has to be acted on, new orders and news are counted apart', () => {
    const unread = async (person: Person) => (await person.client.get('/manager-notifications/unread')).body;
    const readAll = async (person: Person, which?: object) =>
      (await person.client.post('/manager-notifications/read-all', which)).body.read;

    it('new orders while nobody has decided about them', async () => {
      const person = await addPerson(shop, 'counting', ['manager']);
      const nothing = { action: 0, newOrders: 0, news: 0, newOrdersSince: null, newestOrderId: null };
      expect(await unread(person)).toEqual({ ...nothing, newestMessageId: null });
      const [first, second] = [await shop.receive('MN-20'), await shop.receive('MN-21')];
      const { body: shown } = await shop.admin.get(`/external-orders/${first.id}`);
      const both = { newOrders: 2, newOrdersSince: shown.createdAt, newestOrderId: second.id };
      expect(await unread(person)).toEqual({ ...nothing, ...both, newestMessageId: (await messages(person))[0].id });
      await shop.admin.post(`/external-orders/${second.id}/refuse`);
      expect(await unread(person)).toMatchObject({ newOrders: 1, newestOrderId: first.id });
      await shop.cancel('MN-20');
      expect(await unread(person)).toMatchObject({ ...nothing, action: 1 });
    });

    it('what came after it was shown is not read with all', async () => {
      const person = await addPerson(shop, 'pressing', ['manager']);
      await shop.accepted('MN-25');
      const { newestMessageId: upToId } = await unread(person);
      await shop.cancel('MN-25');
      expect(await readAll(person, { upToId })).toBe(1);
      const { newestMessageId, ...left } = await unread(person);
      expect(left).toMatchObject({ action: 1, newOrders: 0, news: 1 });
      expect(await readAll(person, { upToId: newestMessageId })).toBe(2);
      expect(await unread(person)).toMatchObject({ action: 0, news: 0, newestMessageId });
    });

    it('and are listed and read apart', async () => {
      const person = await addPerson(shop, 'reading', ['manager']);
      const order = await shop.accepted('MN-22');
      await shop.setStatus(order.items, 'Пришло на склад');
      await shop.cancel('MN-22');
      expect(await unread(person)).toMatchObject({ action: 1, newOrders: 0, news: 2 });
      const kindsOfPart = async (part: string) =>
        (await messages(person, `&part=${part}`)).map(({ kind }: { kind: string }) => kind);
      expect(await kindsOfPart('action')).toEqual(['cancelled_by_client']);
      expect(await kindsOfPart('news')).toEqual(['items_in_status', 'items_in_status']);
      expect(await kindsOfPart('new_orders')).toEqual(['external_order_received']);
      expect(await readAll(person, { part: 'news' })).toBe(2);
      expect(await unread(person)).toMatchObject({ action: 1, news: 0 });
      expect((await person.client.get('/manager-notifications?part=weather')).status).toBe(422);
      expect((await person.client.post('/manager-notifications/read-all', { part: 'weather' })).status).toBe(422);
    });

    it('all that is about one order is read together', async () => {
      const person = await addPerson(shop, 'opening', ['manager']);
      const order = await shop.receive('MN-23');
      await shop.receive('MN-24');
      await shop.cancel('MN-23');
      expect(await readAll(person, { externalOrderId: order.id })).toBe(2);
      expect(await unread(person)).toMatchObject({ action: 0, newOrders: 1 });
    });
  });

  it('of a region that the user no longer sees can be read neither by id nor with all', async () => {
    const order = await shop.receive('MN-moved');
    const [message] = await about(order.id, moved);
    const limit = (regionIds: string[]) => shop.admin.patch(`/users/${moved.id}`, { regionIds });
    expect((await limit([otherRegion])).status).toBe(200);
    expect(await about(order.id, moved)).toEqual([]);
    expect((await moved.client.post(`/manager-notifications/${message.id}/read`)).status).toBe(404);
    expect((await moved.client.post('/manager-notifications/read-all')).body.read).toBe(0);
    await limit([]);
    expect((await about(order.id, moved))[0].readAt).toBeNull();
  });

  it('takes several first choices of one user at once', async () => {
    const person = await addPerson(shop, 'at-once', ['manager']);
    const names = Object.keys((await person.client.get('/auth/me/notifications')).body.kinds);
    // Past the sign-in, which takes so long that they would hardly meet.
    const service = shop.app.get(ManagerNotificationsService);
    const actor = { ...THE_SERVICE, userId: person.id };
    await Promise.all(names.map((name) => service.changeSettings(actor, { [name]: { panel: false } })));
    const { kinds: chosen } = (await person.client.get('/auth/me/notifications')).body;
    expect(names.filter((name) => chosen[name].panel)).toEqual([]);
  });

  it('lets each user choose kinds and channels', async () => {
    const first = (await manager.client.get('/auth/me/notifications')).body.kinds;
    expect(first.external_order_received).toEqual({ panel: true, email: false });
    const change = { kinds: { external_order_received: { panel: false } } };
    const changed = await manager.client.patch('/auth/me/notifications', change);
    expect([changed.status, changed.body.kinds.external_order_received]).toEqual([200, { panel: false, email: false }]);
    expect(changed.body.kinds.conflict).toEqual(first.conflict);
    const order = await shop.receive('MN-10');
    expect(await kinds(order.id)).toEqual([]);
    await manager.client.patch('/auth/me/notifications', { kinds: { external_order_received: { panel: true } } });
    const next = await shop.receive('MN-11');
    expect(await kinds(next.id)).toEqual(['external_order_received']);
  });

  it('refuses choices that do not exist', async () => {
    const unknown = await manager.client.patch('/auth/me/notifications', { kinds: { weather: { panel: true } } });
    expect([unknown.status, unknown.body.errors[0].path]).toEqual([422, 'kinds.weather']);
    const wrong = await manager.client.patch('/auth/me/notifications', { kinds: { conflict: { email: 'yes' } } });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'kinds.conflict.email']);
    expect((await manager.client.get('/manager-notifications?unread=maybe')).status).toBe(422);
  });
});
