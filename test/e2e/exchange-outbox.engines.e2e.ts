import type { OutboxResult } from '../../sandbox/one-c/outbox-client.js';
import { OneCShop } from '../support/one-c-shop.js';
import { positionOf, Shop } from '../support/shop.js';

describe('the JSON outbox for programs of 1C', () => {
  let shop: Shop;
  let exchange: OneCShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await OneCShop.connect(shop);
  });
  afterEach(async () => {
    exchange.oneC.close();
    await shop.close();
  });

  const outbox = () => exchange.oneC.outbox;
  const taken = (eventId: string, more: Partial<OutboxResult> = {}) => ({ eventId, success: true, ...more });
  async function nextBatch(limit?: number) {
    const { batch, errors } = await outbox().query(limit);
    expect(errors).toEqual([]);
    return { ...batch!, id: batch!.batchId! };
  }
  const lastStep = async () => (await exchange.lastSession()).steps.at(-1);

  it('answers a ping with the name of the exchange', async () => {
    const { status, body } = await outbox().ping();
    expect([status, body]).toEqual([200, { result: 'ok', exchange: '1С магазина', contractVersion: 1 }]);
  });

  it('says that nothing waits', async () => {
    expect((await outbox().query()).batch).toMatchObject({
      batchId: null,
      contentHash: '',
      formedAt: null,
      events: [],
    });
  });

  it('hands the same batch out until it is acknowledged', async () => {
    const order = await shop.accepted('OB-1', 1);
    const first = await nextBatch();
    await shop.accepted('OB-2', 1);
    const again = await nextBatch();
    expect(again).toMatchObject({ id: first.id, contentHash: first.contentHash, events: first.events, attempt: 2 });
    expect(first.events).toMatchObject([{ entityId: order.id, type: 'order.created', payload: { revision: 1 } }]);
    await outbox().ack(first.id, [taken(first.events[0]!.eventId, { externalId: 'ЗК-7' })]);
    expect((await shop.order(order.id)).handOvers).toMatchObject([{ state: 'confirmed', number: 'ЗК-7' }]);
    expect((await nextBatch()).id).not.toBe(first.id);
  });

  it('hands over changes and cancellations under the same key', async () => {
    const order = await shop.accepted('OB-3', 1);
    await outbox().run();
    await shop.setStatus(order.items, 'В работе');
    const changed = await nextBatch();
    await outbox().ack(changed.id, [taken(changed.events[0]!.eventId)]);
    await shop.cancel('OB-3');
    const cancelled = await nextBatch();
    const events = [...changed.events, ...cancelled.events];
    expect(events.map(({ type }) => type)).toEqual(['order.changed', 'order.cancelled']);
    expect(new Set(events.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });

  it('refuses an acknowledgement that names other events, field by field', async () => {
    for (const id of ['OB-4', 'OB-5']) await shop.accepted(id, 1);
    const { id, events } = await nextBatch();
    const [one, other] = events.map(({ eventId }) => eventId);
    const { status, body } = await outbox().ack(id, [taken(one!), taken(one!), taken('unknown')]);
    expect([status, (body as { code: string }).code]).toEqual([409, 'batch_mismatch']);
    expect((body as { errors: object[] }).errors).toMatchObject([
      { path: 'results[1].eventId', code: 'repeated' },
      { path: 'results[2].eventId', code: 'no_such_event' },
      { path: 'results', code: 'missing_event', params: { event: other } },
    ]);
    expect(await lastStep()).toMatchObject({ status: 409, isFailure: true });
    expect((await nextBatch()).id).toBe(id);
  });

  it('knows of each order whether it was taken, and hands what failed over again when it is asked to', async () => {
    const orders = [await shop.accepted('OB-6', 1), await shop.accepted('OB-7', 1)];
    const { id, events } = await nextBatch();
    const [first, second] = events.map(({ eventId }) => eventId);
    const results = [taken(first!), { eventId: second!, success: false, error: 'Нет контрагента' }];
    expect((await outbox().ack(id, results)).body).toEqual({ confirmed: 1 });
    expect((await shop.order(orders[1]!.id)).handOvers).toMatchObject([{ state: 'failed', error: 'Нет контрагента' }]);
    expect((await exchange.view()).handOvers).toEqual({ waiting: 0, sent: 0, failed: 1 });
    expect((await outbox().query()).batch!.batchId).toBeNull();
    await exchange.repeat(orders[1]!.id);
    expect((await nextBatch()).events).toMatchObject([{ entityId: orders[1]!.id, payload: { revision: 2 } }]);
  });

  it('changes nothing when an acknowledgement comes once more', async () => {
    const order = await shop.accepted('OB-8', 1);
    const { id, events } = await nextBatch();
    await outbox().ack(id, [taken(events[0]!.eventId)]);
    await shop.setStatus(order.items, 'В работе');
    const failed = { eventId: events[0]!.eventId, success: false, error: 'поздно' };
    expect((await outbox().ack(id, [failed])).body).toEqual({ confirmed: 0 });
    expect(await exchange.stateOf(order.id)).toEqual(['waiting', 1]);
  });

  it('knows no batch of another exchange, nor one that was handed out as CommerceML', async () => {
    const order = await shop.accepted('OB-9', 1);
    await exchange.ask('query');
    const batch = (await exchange.lastSession()).steps.at(-1).batchId;
    const result = taken(`${await exchange.keyOf(order.id)}:1`);
    expect((await outbox().ack(batch, [result])).status).toBe(404);
    const other = await OneCShop.connect(shop, { since: new Date(0).toISOString() });
    const theirs = (await other.oneC.outbox.query()).batch!;
    const names = theirs.events.map(({ eventId }) => taken(eventId));
    expect((await outbox().ack(theirs.batchId!, names)).status).toBe(404);
    expect(await exchange.stateOf(order.id)).toEqual(['sent', 1]);
    other.oneC.close();
  });

  it('hands out as many at once as are asked for', async () => {
    for (const id of ['OB-10', 'OB-11', 'OB-12']) await shop.accepted(id, 1);
    const { id, events } = await nextBatch(2);
    expect(events).toHaveLength(2);
    await outbox().ack(
      id,
      events.map(({ eventId }) => taken(eventId)),
    );
    expect((await nextBatch(2)).events).toHaveLength(1);
    expect((await outbox().query(101)).status).toBe(422);
    expect(await lastStep()).toMatchObject({ status: 422, isFailure: true });
  });

  it('names price, lines and sums as the panel does', async () => {
    const positions = [positionOf(1, { quantity: 3, price: '0.10' }), positionOf(2, { price: '19.99' })];
    const { id } = await shop.receive('OB-13', 1, { positions });
    await shop.accept(id);
    const { events } = await nextBatch();
    expect(events[0]!.payload).toMatchObject({
      total: '40.28',
      positions: [
        { number: 'P1', quantity: 3, price: '0.10' },
        { number: 'P2', quantity: 2, price: '19.99' },
      ],
    });
  });

  it('refuses who does not sign in, and says that the exchange is off', async () => {
    const url = `${shop.url}/1c/outbox/v1/query`;
    expect((await fetch(url)).status).toBe(401);
    const wrong = exchange.basic({ ...exchange.signIn, password: 'wrong' });
    expect((await fetch(url, { headers: wrong })).status).toBe(401);
    expect(await exchange.lastSession()).toMatchObject({ format: 'json', failures: 1 });
    await exchange.configure({ isActive: false });
    const { status, body } = await outbox().query();
    expect([status, (body as { code: string }).code]).toEqual([403, 'exchange_inactive']);
    expect(await lastStep()).toMatchObject({ status: 403, isFailure: true });
  });
});
