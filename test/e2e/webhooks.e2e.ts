import { Webhook } from 'standardwebhooks';
import { MessagesChanged } from '../../src/outbox/outbox.events.js';
import { later, SECOND } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { eventsOf } from '../support/events.js';
import { Receiver } from '../support/receiver.js';
import { Shop } from '../support/shop.js';

const ALL_EVENTS = [
  'external_order.received',
  'external_order.decided',
  'external_order.cancelled',
  'external_order.reopened',
  'order.items_status_changed',
  'order.status_reached',
];

describe('web-hooks of the shop’s own programs', () => {
  let shop: Shop;
  let receiver: Receiver;
  beforeEach(async () => {
    shop = await Shop.open();
    receiver = await Receiver.start();
  });
  afterEach(async () => {
    await shop.close();
    await receiver.close();
  });

  const create = async (change: object = {}) => {
    const { status, body } = await shop.admin.post('/webhooks', {
      url: receiver.url,
      events: ALL_EVENTS,
      isActive: true,
      ...change,
    });
    expect([status, body.secret]).toEqual([201, expect.stringMatching(/^whsec_/)]);
    return body as { id: string; secret: string };
  };
  const receivedTypes = () => receiver.messages.map(({ type }) => type);
  const deliveries = async (filter = '') =>
    (await shop.admin.get(`/gettzap-notifications?channel=webhook&sort=createdAt&perPage=200${filter}`)).body.data;

  it('tells ids of everything that happens to an order, signed, in the order in which it happened', async () => {
    const { secret } = await create();
    const received = await shop.receive('GZ-1', 2);
    const accepted = (await shop.admin.post(`/external-orders/${received.id}/accept`)).body;
    const order = await shop.order(accepted.orderId);
    await shop.setStatus(order.items, 'В работе');
    await shop.cancel('GZ-1');
    await eventually(() =>
      expect(receivedTypes()).toEqual([
        'external_order.received',
        'external_order.decided',
        'order.items_status_changed',
        'order.status_reached',
        'external_order.cancelled',
        'order.items_status_changed',
        'order.status_reached',
      ]),
    );
    const ids = {
      externalOrderId: received.id,
      externalId: 'GZ-1',
      connectionId: shop.connectionId,
      regionId: received.regionId,
    };
    const positionIds = received.positions.map(({ id }: { id: string }) => id);
    const itemIds = order.items.map(({ id }: { id: string }) => id);
    const statusId = shop.statuses['В работе'];
    expect(receiver.messages.slice(0, 5).map(({ data }) => data)).toEqual([
      ids,
      { ...ids, orderId: order.id, positionIds },
      { ...ids, orderId: order.id, itemIds, statusId },
      { ...ids, orderId: order.id, statusId },
      { ...ids, positionIds },
    ]);
    const rows = await deliveries();
    receiver.calls.forEach(({ body, headers }, index) => {
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ timestamp: expect.stringMatching(/Z$/) });
      expect(headers['webhook-id']).toBe(rows[index].idempotencyKey);
    });
  });

  it('tells only what was asked for, nothing of a repeat, and a change of the content again', async () => {
    await create({ events: ['external_order.received'] });
    const received = await shop.receive('GZ-1');
    await shop.receive('GZ-1');
    await shop.receive('GZ-1', 2);
    await shop.admin.post(`/external-orders/${received.id}/accept`);
    await shop.postToLink({ event: 'order.created', order: { id: 'GZ-2' } });
    await eventually(() => expect(receiver.calls).toHaveLength(3));
    expect(receiver.messages.map(({ data }) => (data as { externalId: string }).externalId).sort()).toEqual([
      'GZ-1',
      'GZ-1',
      'GZ-2',
    ]);
  });

  it('tells of what can be undone only when that is over, and nothing of what was undone', async () => {
    await create({ events: ['external_order.decided'] });
    const [undone, kept] = [await shop.receive('GZ-1'), await shop.receive('GZ-2')];
    const { body } = await shop.accept(undone.id, { hold: 8 });
    await shop.admin.post(`/undo/${body.undo.token}`);
    await shop.accept(kept.id, { hold: 8 });
    await later(shop, 8 * SECOND);
    await eventually(() => expect(receiver.messages).toMatchObject([{ data: { externalId: 'GZ-2' } }]));
    await eventually(async () =>
      expect(await deliveries()).toMatchObject([{ state: 'cancelled', reason: 'undone' }, { state: 'delivered' }]),
    );
  });

  it('tells that a refusal was taken back', async () => {
    await create({ events: ['external_order.reopened'] });
    const received = await shop.receive('GZ-1', 2);
    const [{ id }] = received.positions;
    await shop.refuse(received.id);
    await shop.admin.post(`/external-orders/${received.id}/reopen`, { positions: [{ id }] });
    await eventually(() => expect(receiver.messages).toMatchObject([{ data: { positionIds: [id] } }]));
  });

  it('never shows the secret again and keeps it sealed', async () => {
    const { id, secret } = await create();
    const bodies = [await shop.admin.get('/webhooks'), await shop.admin.get(`/webhooks/${id}`)];
    expect(bodies[1]!.body).toEqual({
      id,
      url: receiver.url,
      events: ALL_EVENTS,
      format: 'standard',
      isActive: true,
      disabledReason: '',
      delivery: 'ok',
      createdAt: expect.any(String),
      version: 1,
    });
    expect(JSON.stringify(bodies.map(({ body }) => body))).not.toContain(secret.slice(6));
  });

  it('signs with a new secret once it was replaced, also what is sent again', async () => {
    const { id, secret } = await create({ events: ['external_order.received'] });
    await shop.receive('GZ-1');
    await eventually(() => expect(receiver.calls).toHaveLength(1));
    const { status, body } = await shop.admin.post(`/webhooks/${id}/secret`);
    expect([status, body]).toEqual([200, { secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) }]);
    expect(body.secret).not.toBe(secret);
    await shop.receive('GZ-2');
    await eventually(() => expect(receiver.calls).toHaveLength(2));
    await shop.admin.post('/gettzap-notifications/retry', { filter: { channel: 'webhook', q: 'GZ-1' }, force: true });
    await eventually(() => expect(receiver.calls).toHaveLength(3));
    for (const call of receiver.calls.slice(1)) {
      expect(new Webhook(body.secret).verify(call.body, call.headers)).toMatchObject({
        type: 'external_order.received',
      });
      expect(() => new Webhook(secret).verify(call.body, call.headers)).toThrow();
    }
    const { data } = (await shop.admin.get(`/audit?subject=webhook&subjectId=${id}`)).body;
    expect(data[0]).toMatchObject({ action: 'replace_secret', actor: expect.stringMatching(/./) });
    expect(JSON.stringify(data)).not.toContain(body.secret.slice(6));
    expect((await shop.admin.post('/webhooks/999/secret')).status).toBe(404);
  });

  describe('in PARTS SOFT’s shape', () => {
    const ORDER_EVENTS = ['external_order.decided', 'order.items_status_changed', 'order.status_reached'];
    const orders = () => receiver.messages.map((message) => (message as { order?: object }).order);

    it('tells the order as it is when it is sent, signed as ever, and only of what is an order', async () => {
      const { id, secret } = await create({ format: 'parts_soft', events: ORDER_EVENTS });
      const { body: view } = await shop.admin.get(`/webhooks/${id}`);
      expect(view).toMatchObject({ format: 'parts_soft', events: ORDER_EVENTS });
      await shop.refuse((await shop.receive('GZ-0')).id);
      const order = await shop.accepted('GZ-1', 2);
      await eventually(() => expect(orders()).toHaveLength(1));
      const { body } = await shop.admin.get('/v3/orders.json?search[marketplace_id_eq]=GZ-1');
      expect(receiver.messages).toEqual([{ order: body.orders[0] }]);
      const [{ body: sent, headers }] = receiver.calls as [{ body: string; headers: Record<string, string> }];
      expect(new Webhook(secret).verify(sent, headers)).toEqual({ order: body.orders[0] });

      receiver.status = 503;
      await shop.setStatus([order.items[0]], 'В работе');
      await eventually(() => expect(orders()).toHaveLength(2));
      await shop.setStatus([order.items[1]], 'Выдано');
      receiver.status = 200;
      await later(shop, 60 * SECOND);
      await eventually(() => expect(orders().length).toBeGreaterThan(3));
      const [, first, again] = orders() as Array<{ order_items: Array<{ status_id: number }> }>;
      const statuses = (each: typeof first) => each!.order_items.map(({ status_id }) => String(status_id));
      expect(statuses(first)).toEqual([shop.statuses['В работе'], shop.statuses['Обрабатывается']]);
      expect(statuses(again)).toEqual([shop.statuses['В работе'], shop.statuses['Выдано']]);
    });

    it('takes no events that are about no order, neither when made nor when changed', async () => {
      const wrong = await shop.admin.post('/webhooks', { url: receiver.url, format: 'parts_soft', events: ALL_EVENTS });
      expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'events']);
      const { id } = await create();
      const changed = await shop.admin.patch(`/webhooks/${id}`, { format: 'parts_soft' });
      expect([changed.status, changed.body.errors[0]]).toMatchObject([422, { path: 'events', code: 'one_of' }]);
      const both = await shop.admin.patch(`/webhooks/${id}`, { format: 'parts_soft', events: ORDER_EVENTS });
      expect([both.status, both.body.format]).toEqual([200, 'parts_soft']);
      const back = await shop.admin.patch(`/webhooks/${id}`, { format: 'standard' });
      expect(back.body).toMatchObject({ format: 'standard', events: ORDER_EVENTS });
    });

    it('withdraws what waited of no order when it was switched to this shape, and tells the rest', async () => {
      const { id } = await create();
      receiver.status = 503;
      const refused = await shop.receive('GZ-0');
      await shop.refuse(refused.id);
      const { externalOrderId } = await shop.accepted('GZ-1');
      await eventually(() => expect(receiver.calls).toHaveLength(2));
      receiver.status = 200;
      await shop.admin.patch(`/webhooks/${id}`, { format: 'parts_soft', events: ORDER_EVENTS });
      await later(shop, 60 * SECOND);
      const fates = async (externalOrderId: string) =>
        (await deliveries(`&externalOrderId=${externalOrderId}`)).map(
          ({ kind, state, reason }: Record<string, string>) => `${kind} ${state} ${reason}`,
        );
      await eventually(async () =>
        expect([...(await fates(refused.id)), ...(await fates(externalOrderId))]).toEqual([
          'external_order.received cancelled no_order_to_tell',
          'external_order.decided cancelled no_order_to_tell',
          'external_order.received cancelled no_order_to_tell',
          'external_order.decided delivered ',
        ]),
      );
      expect(orders().slice(2)).toMatchObject([{ marketplace_id: 'GZ-1' }]);
    });

    it('keeps nothing of the buyer who is forgotten', async () => {
      await create({ format: 'parts_soft', events: ORDER_EVENTS });
      const { externalOrderId } = await shop.accepted('GZ-1');
      await eventually(async () => expect(await deliveries()).toMatchObject([{ state: 'delivered' }]));
      const sent = async () => {
        const [{ id }] = await deliveries();
        return JSON.stringify((await shop.admin.get(`/gettzap-notifications/${id}`)).body);
      };
      expect(await sent()).toContain('Иванов');
      await shop.admin.post('/personal-data/delete', { externalOrderIds: [externalOrderId] });
      expect(await sent()).not.toContain('Иванов');
    });

    it('sends a test that is about no order', async () => {
      const { id } = await create({ format: 'parts_soft', events: ORDER_EVENTS });
      await shop.admin.post(`/webhooks/${id}/test`);
      await eventually(() => expect(receiver.messages).toEqual([{ order: null }]));
    });
  });

  it('refuses addresses and events that are not allowed', async () => {
    for (const [field, value] of Object.entries({ url: 'ftp://example.com', events: ['order.exploded'] })) {
      const { status, body } = await shop.admin.post('/webhooks', {
        url: receiver.url,
        events: ALL_EVENTS,
        [field]: value,
      });
      expect([status, body.code]).toEqual([422, 'validation_failed']);
      expect(body.errors[0].path).toMatch(new RegExp(`^${field}`));
    }
  });

  it('sends a test, retries with the same id and a fresh signature, and lets the delivery be steered', async () => {
    const { id, secret } = await create({ events: ['external_order.received'] });
    receiver.status = 500;
    const { status, body } = await shop.admin.post(`/webhooks/${id}/test`);
    expect([status, body]).toMatchObject([200, { channel: 'webhook', webhookId: id, kind: 'webhook.test' }]);
    const path = `/gettzap-notifications/${body.id}`;
    await eventually(async () => expect((await shop.admin.get(path)).body).toMatchObject({ state: 'retrying' }));
    const { body: failed } = await shop.admin.get(path);
    expect(failed.attempts[0]).toMatchObject({
      request: { url: receiver.url, headers: { 'webhook-signature': '***' } },
      response: { status: 500, body: 'noted' },
    });
    receiver.status = 200;
    expect((await shop.admin.post(`${path}/retry`)).status).toBe(200);
    await eventually(async () => expect((await shop.admin.get(path)).body.state).toBe('delivered'));
    const [first, second] = receiver.calls;
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    expect(new Webhook(secret).verify(second!.body, second!.headers)).toMatchObject({ data: { webhookId: id } });
    expect((await shop.admin.post(`${path}/cancel`)).body.code).toBe('already_finished');
    expect((await shop.admin.post(`${path}/retry`)).body.code).toBe('confirmation_required');
  });

  it('keeps both channels apart in the list, and filters each by its own', async () => {
    const { id } = await create();
    const other = await create();
    const one = await shop.accepted('GZ-1');
    await shop.accepted('GZ-2');
    await eventually(async () => {
      const all = [...(await deliveries()), ...(await shop.admin.get('/gettzap-notifications')).body.data];
      expect(all.map(({ state }) => state)).toEqual(Array(10).fill('delivered'));
    });
    const { body: gettzap } = await shop.admin.get('/gettzap-notifications');
    expect(gettzap.data.map(({ kind }: { kind: string }) => kind)).toEqual(['order_accepted', 'order_accepted']);
    expect(gettzap).toEqual((await shop.admin.get('/gettzap-notifications?channel=gettzap')).body);
    expect(await deliveries()).toHaveLength(8);
    expect(await deliveries(`&webhookId=${id}`)).toHaveLength(4);
    expect(await deliveries(`&orderId=${one.id}`)).toHaveLength(4);
    expect(await deliveries(`&externalOrderId=${one.externalOrderId}&webhookId=${other.id}`)).toHaveLength(2);
    expect(await deliveries('&state=dead')).toHaveLength(0);
    expect((await shop.admin.get('/gettzap-notifications?channel=webhook&connectionId=1')).status).toBe(422);
    expect((await shop.admin.get('/gettzap-notifications?webhookId=1')).status).toBe(422);
    const again = await shop.admin.post('/gettzap-notifications/retry', {
      filter: { channel: 'webhook' },
      force: true,
    });
    expect(again.body).toEqual({
      matched: 8,
      processed: 8,
      retried: 8,
      needConfirmation: 0,
      endpointGone: 0,
      failed: 0,
      next: null,
    });
    await eventually(() => expect(receiver.calls).toHaveLength(16));
  });

  it('is switched off by 410 Gone, keeps what waits, and goes on when it is turned on again', async () => {
    const { id } = await create({ events: ['external_order.received'] });
    receiver.status = 410;
    await shop.receive('GZ-1');
    const gone = { isActive: false, disabledReason: 'gone', delivery: 'off' };
    await eventually(async () => expect((await shop.admin.get(`/webhooks/${id}`)).body).toMatchObject(gone));
    expect(await deliveries()).toMatchObject([{ state: 'dead', reason: 'rejected_410' }]);
    const { body: system } = await shop.admin.get('/system');
    expect(system.deliveries.byChannel).toEqual([{ channel: 'webhook', waiting: 0, dead: 1 }]);
    await shop.receive('GZ-2');
    expect((await shop.admin.post(`/webhooks/${id}/test`)).body.code).toBe('webhook_inactive');
    receiver.status = 200;
    const { body } = await shop.admin.patch(`/webhooks/${id}`, { isActive: true });
    expect(body).toMatchObject({ isActive: true, disabledReason: '', delivery: 'ok' });
    await shop.receive('GZ-3');
    await eventually(() => expect(receiver.calls).toHaveLength(2));
    expect(await deliveries()).toHaveLength(2);
  });

  it('keeps what was under way when 410 switched it off, but for the one that was answered so first', async () => {
    const { id } = await create({ events: ['external_order.received'] });
    let answer!: () => void;
    receiver.answersAfter = new Promise<void>((resolve) => (answer = resolve));
    receiver.status = 410;
    for (const externalId of ['GZ-1', 'GZ-2', 'GZ-3']) await shop.receive(externalId);
    await eventually(() => expect(receiver.calls).toHaveLength(3));
    answer();
    const states = async () => (await deliveries()).map(({ state }: { state: string }) => state).sort();
    await eventually(async () => expect(await states()).toEqual(['dead', 'retrying', 'retrying']));
    expect((await shop.admin.get(`/webhooks/${id}`)).body).toMatchObject({ isActive: false, disabledReason: 'gone' });
    receiver.status = 200;
    await shop.admin.patch(`/webhooks/${id}`, { isActive: true });
    await eventually(async () => expect(await states()).toEqual(['dead', 'delivered', 'delivered']));
  });

  it('tells administrators that 410 switched it off, and that it is told of nothing more', async () => {
    const { id } = await create({ events: ['external_order.received'] });
    receiver.status = 410;
    await shop.receive('GZ-1');
    const told = async () => (await shop.admin.get('/manager-notifications?part=action')).body.data;
    await eventually(async () => expect(await told()).toMatchObject([{ title: `Веб-хук № ${id}: выключен` }]));
    expect((await told())[0].text).toContain('о новых событиях ему не сообщается');
  });

  it('ends a pause after 401 when it is turned on again', async () => {
    const { id } = await create({ events: ['external_order.received'] });
    receiver.status = 401;
    await shop.receive('GZ-1');
    await eventually(async () => expect((await shop.admin.get(`/webhooks/${id}`)).body.delivery).toBe('paused'));
    receiver.status = 200;
    await shop.admin.patch(`/webhooks/${id}`, { isActive: true });
    await eventually(async () => expect(await deliveries()).toMatchObject([{ state: 'delivered' }]));
  });

  it('when deleted, cancels what was not sent and tells nothing more', async () => {
    const { id } = await create({ events: ['external_order.received'] });
    receiver.status = 503;
    await shop.receive('GZ-1');
    await eventually(() => expect(receiver.calls).toHaveLength(1));
    await eventually(async () => expect(await deliveries()).toMatchObject([{ state: 'retrying' }]));
    expect((await shop.admin.delete(`/webhooks/${id}`)).status).toBe(204);
    await shop.receive('GZ-2');
    expect(await deliveries()).toMatchObject([{ state: 'cancelled', reason: 'webhook_deleted' }]);
    expect((await shop.admin.get(`/webhooks/${id}`)).status).toBe(404);
    expect((await shop.admin.get('/webhooks')).body.meta.total).toBe(0);
  });

  it('when deleted, has it published what was cancelled, so that an open list asks again', async () => {
    const { id } = await create({ events: ['external_order.received'] });
    receiver.status = 503;
    const { id: externalOrderId } = await shop.receive('GZ-1');
    await eventually(async () => expect(await deliveries()).toMatchObject([{ state: 'retrying' }]));
    const published = eventsOf(shop, MessagesChanged);
    await shop.admin.delete(`/webhooks/${id}`);
    const [{ id: messageId }] = await deliveries();
    const orderingKey = `${id}:${externalOrderId}`;
    const message = { id: Number(messageId), channel: 'webhook', orderingKey, state: 'cancelled' };
    expect(published).toMatchObject([{ messages: [message] }]);
  });
});
