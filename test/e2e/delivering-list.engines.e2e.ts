import {
  HandMadeGettzap,
  MINUTE,
  noticeEventually,
  noticesEventually,
  settings,
  spoil,
} from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { OutboxAttempt } from '../../src/outbox/outbox-message.entity.js';
import { connect, orderOf, Shop } from '../support/shop.js';
import { change, stored } from '../support/stored.js';

const PATH = '/gettzap-notifications';
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('delivering: what a manager sees', () => {
  let shop: Shop;
  let elsewhere: HandMadeGettzap;
  let otherConnection: string;

  /** One order for each state that a notification may be in. */
  beforeAll(async () => {
    shop = await Shop.open();
    elsewhere = await HandMadeGettzap.start();
    await shop.configureStatus('В работе', { item: { status: 'in_work', text: 'in work' } });

    const delivered = await shop.accepted('DELIVERED');
    await noticeEventually(shop, 'DELIVERED', { state: 'delivered' });
    await shop.setStatus(delivered.items, 'Выдано');

    shop.clock.advance(MINUTE);
    spoil(shop, '400', { count: 1 });
    await shop.accepted('DEAD');
    await noticeEventually(shop, 'DEAD', { state: 'dead' });

    shop.clock.advance(MINUTE);
    spoil(shop, '503', { count: 1 });
    await shop.accepted('CANCELLED');
    const { id } = await noticeEventually(shop, 'CANCELLED', { state: 'retrying' });
    await shop.admin.post(`${PATH}/${id}/cancel`);

    const other = await connect(shop.admin, shop.sandbox, shop.url);
    otherConnection = other.connectionId;
    await shop.admin.patch(`/marketplace-connections/${otherConnection}`, { apiUrl: elsewhere.url });
    await shop.postToLink({ event: 'order.created', order: orderOf('SENDING', 1) }, undefined, other.orderLink);
    const { body } = await shop.admin.get('/external-orders?q=SENDING');
    await shop.admin.post(`/external-orders/${body.data[0].id}/accept`);
    await noticeEventually(shop, 'SENDING', { state: 'sending' });

    spoil(shop, '503', { orderId: 'WAITING' });
    const waiting = await shop.accepted('WAITING');
    await shop.setStatus(waiting.items, 'В работе');
    await noticesEventually(shop, 'WAITING', [{ state: 'retrying' }, { state: 'pending' }]);
    // From here on nothing moves by itself.
    await settings(shop, { isActive: false });
  });
  afterAll(async () => {
    (await elsewhere.next()).answer(200);
    await shop.close();
    await elsewhere.close();
  });

  async function listed(query: string): Promise<string[]> {
    const { status, body } = await shop.admin.get(`${PATH}?sort=createdAt&${query}`);
    expect(status).toBe(200);
    expect(body.meta.total).toBe(body.data.length);
    return body.data.map(({ externalId, kind }: { externalId: string; kind: string }) => `${externalId} ${kind}`);
  }

  it.each([
    ['pending', ['WAITING item_status']],
    ['sending', ['SENDING order_accepted']],
    ['retrying', ['WAITING order_accepted']],
    ['delivered', ['DELIVERED order_accepted']],
    ['dead', ['DEAD order_accepted']],
    ['cancelled', ['CANCELLED order_accepted']],
    ['skipped', ['DELIVERED item_status', 'DELIVERED order_status', 'WAITING order_status']],
  ])('the list by the state %s shows those and no others', async (state, expected) => {
    expect(await listed(`state=${state}`)).toEqual(expected);
  });

  it('a change that was deliberately not told is there as skipped, with the reason, and never sent', async () => {
    const { body } = await shop.admin.get(`${PATH}?state=skipped&q=DELIVERED`);
    for (const skipped of body.data) {
      expect(skipped).toMatchObject({ reason: 'no_status_configured', attemptCount: 0, nextAttemptAt: null });
      const detail = await shop.admin.get(`${PATH}/${skipped.id}`);
      expect(detail.body.attempts).toEqual([]);
      expect((await shop.admin.post(`${PATH}/${skipped.id}/retry`, { force: true })).status).toBe(409);
      expect((await shop.admin.post(`${PATH}/${skipped.id}/cancel`)).status).toBe(409);
    }
  });

  it('the list by several states or kinds shows those and no others', async () => {
    expect(await listed('state=dead,cancelled')).toEqual(['DEAD order_accepted', 'CANCELLED order_accepted']);
    expect(await listed('state=dead&state=cancelled')).toEqual(await listed('state=dead,cancelled'));
    expect(await listed('state=pending,retrying')).toEqual(['WAITING order_accepted', 'WAITING item_status']);
    expect(await listed('state=&q=DEAD')).toEqual(['DEAD order_accepted']);
    expect(await listed('kind=order_status,item_status&state=pending,skipped&q=WAIT')).toEqual([
      'WAITING item_status',
      'WAITING order_status',
    ]);
    expect(await listed('kind=order_refused')).toEqual([]);
  });

  it('the list by region shows those and no others', async () => {
    const { body } = await shop.admin.post('/regions', { name: 'Другой' });
    const first = (await shop.admin.get('/regions?sort=createdAt')).body.data[0].id;
    expect(await listed(`regionId=${first}&q=DEAD`)).toEqual(['DEAD order_accepted']);
    expect(await listed(`regionId=${body.id}`)).toEqual([]);
  });

  it('the list by connection, order and external order shows those and no others', async () => {
    expect(await listed(`connectionId=${otherConnection}`)).toEqual(['SENDING order_accepted']);
    expect(await listed(`connectionId=${shop.connectionId}&state=dead`)).toEqual(['DEAD order_accepted']);
    expect(await listed('connectionId=999')).toEqual([]);
    const { orderId, externalOrderId } = await noticeEventually(shop, 'DEAD', {});
    expect(await listed(`orderId=${orderId}`)).toEqual(['DEAD order_accepted']);
    expect(await listed(`externalOrderId=${externalOrderId}`)).toEqual(['DEAD order_accepted']);
    expect(await listed(`externalOrderId=${externalOrderId}&orderId=${orderId}`)).toEqual(['DEAD order_accepted']);
    expect(await listed(`externalOrderId=${externalOrderId}&orderId=${Number(orderId) + 1}`)).toEqual([]);
    expect(await listed('orderId=999')).toEqual([]);
  });

  it('the search finds a part of the id at GettZap, and takes no sign for a wildcard', async () => {
    expect(await listed('q=ANCELL')).toEqual(['CANCELLED order_accepted']);
    expect(await listed('q=DEA%25')).toEqual([]);
    expect(await listed('q=DEA_')).toEqual([]);
    expect(await listed('q=nothing')).toEqual([]);
  });

  it('the period begins with `from` and ends before `to`', async () => {
    const { createdAt: dead } = await noticeEventually(shop, 'DEAD', {});
    const { createdAt: cancelled } = await noticeEventually(shop, 'CANCELLED', {});
    expect(await listed(`from=${dead}&to=${cancelled}`)).toEqual(['DEAD order_accepted']);
    expect(await listed(`to=${dead}`)).toEqual(await listed('q=DELIVERED'));
    expect(await listed(`from=${cancelled}&state=cancelled`)).toEqual(['CANCELLED order_accepted']);
  });

  it.each([
    'state=lost',
    'state=dead,lost',
    'kind=lost',
    'regionId=one',
    'connectionId=one',
    'from=yesterday',
    'to=2026-13-01',
    'page=0',
    'perPage=201',
    'color=red',
  ])('a list by %s is refused, naming the field', async (query) => {
    const { status, body } = await shop.admin.get(`${PATH}?${query}`);
    expect([status, body.code]).toEqual([422, 'validation_failed']);
    expect(body.errors[0].path).toBe(query.split('=')[0]);
  });

  it('the list is paged, newest first unless told otherwise', async () => {
    const all = await listed('');
    const pages = await Promise.all(
      [1, 2, 3].map((page) => shop.admin.get(`${PATH}?perPage=3&page=${page}`).then(({ body }) => body)),
    );
    expect(pages[0].meta).toEqual({ page: 1, perPage: 3, total: all.length });
    const seen = pages.flatMap(({ data }) => data).map(({ externalId, kind }) => `${externalId} ${kind}`);
    expect(seen).toEqual([...all].reverse());
  });

  it('a notification shows its text, its attempts with request and answer, and when it is tried next', async () => {
    await settings(shop, { isActive: true });
    const { attempts, ...notice } = await noticesEventually(shop, 'WAITING', [
      { nextAttemptAt: expect.stringMatching(ISO) },
      {},
    ]).then(([first]) => first);
    expect(notice).toEqual({
      id: expect.stringMatching(/^\d+$/),
      channel: 'gettzap',
      kind: 'order_accepted',
      state: 'retrying',
      reason: '',
      status: 'accepted',
      text: `accepted ${notice.orderId}`,
      quantity: null,
      regionId: expect.stringMatching(/^\d+$/),
      connectionId: shop.connectionId,
      externalOrderId: expect.stringMatching(/^\d+$/),
      externalId: 'WAITING',
      orderId: expect.stringMatching(/^\d+$/),
      positionId: null,
      idempotencyKey: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      attemptCount: 1,
      attemptsMade: 1,
      nextAttemptAt: expect.stringMatching(ISO),
      createdAt: expect.stringMatching(ISO),
      deliveredAt: null,
      waitsFor: null,
      lastAttempt: {
        at: attempts[0].at,
        durationMs: attempts[0].durationMs,
        error: '',
        errorCode: '',
        errorParams: {},
        response: { status: 503, body: expect.stringContaining('503') },
      },
    });
    expect(attempts[0]).toEqual({
      number: 1,
      at: expect.stringMatching(ISO),
      durationMs: expect.any(Number),
      request: {
        method: 'POST',
        url: `${shop.sandbox.url}/v1/orders/WAITING/status`,
        headers: {
          Authorization: '***',
          'X-Api-Key': '***',
          'Idempotency-Key': notice.idempotencyKey,
          'Content-Type': 'application/json',
        },
        body: expect.stringContaining('"status":"accepted"'),
      },
      response: {
        status: 503,
        headers: expect.objectContaining({ 'content-type': expect.stringContaining('json') }),
        body: expect.stringContaining('503'),
      },
      error: '',
      errorCode: '',
      errorParams: {},
      manual: false,
      spent: true,
    });
    await settings(shop, { isActive: false });
  });

  it('a delivered one says when; an unknown one is not found', async () => {
    const { deliveredAt, createdAt, nextAttemptAt } = await noticeEventually(shop, 'DELIVERED', {});
    expect(Date.parse(deliveredAt)).toBeGreaterThanOrEqual(Date.parse(createdAt));
    expect(nextAttemptAt).toBeNull();
    for (const id of ['999999', '0', 'abc', '0x1', '1e0', '%2B1', '1.0', '9'.repeat(30)])
      expect((await shop.admin.get(`${PATH}/${id}`)).status).toBe(404);
  });

  it('one that is on its way can be neither cancelled nor retried', async () => {
    const { id } = await noticeEventually(shop, 'SENDING', { state: 'sending' });
    for (const verb of ['cancel', 'retry']) {
      const { status, body } = await shop.admin.post(`${PATH}/${id}/${verb}`);
      expect([status, body.code]).toEqual([409, 'being_sent']);
    }
  });

  it('the order and the external order show the same notifications', async () => {
    const { orderId, externalOrderId } = await noticeEventually(shop, 'DEAD', {});
    await eventually(async () => {
      const expected = [{ kind: 'order_accepted', state: 'dead', reason: 'rejected_400', attemptCount: 1 }];
      expect((await shop.order(orderId)).notifications).toMatchObject(expected);
      expect((await shop.externalOrder(externalOrderId)).notifications).toMatchObject(expected);
    });
  });

  it('a notification of very many attempts shows the first and the last ones, and how many were made', async () => {
    const { id, attempts } = await noticeEventually(shop, 'DELIVERED', { state: 'delivered', attemptsMade: 1 });
    expect(attempts).toHaveLength(1);
    const { id: _, ...row } = await stored(shop)
      .getRepository(OutboxAttempt)
      .findOneByOrFail({ messageId: Number(id) });
    const more = Array.from({ length: 250 }, (_each, index) => ({ ...row, number: index + 2 }));
    await change(shop, (manager) => manager.insert(OutboxAttempt, more));
    const { body } = await shop.admin.get(`${PATH}/${id}`);
    const numbers = body.attempts.map(({ number }: { number: number }) => number);
    const run = (from: number) => Array.from({ length: 100 }, (_each, index) => from + index);
    expect([numbers, body.attemptsMade]).toEqual([[...run(1), ...run(152)], 251]);
  });
});
