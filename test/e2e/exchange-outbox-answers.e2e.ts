import { errorDetail } from '../../src/platform/error-texts.js';
import { ApiClient } from '../support/api-client.js';
import { nextBatch, taken } from '../support/one-c-outbox.js';
import { OneCShop } from '../support/one-c-shop.js';
import { positionOf, Shop } from '../support/shop.js';

describe('what the JSON outbox for programs of 1C answers', () => {
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

  it('hands over changes and cancellations under the same key', async () => {
    const order = await shop.accepted('OB-3', 1);
    await outbox().run();
    await shop.setStatus(order.items, 'В работе');
    const changed = await nextBatch(exchange);
    await outbox().ack(changed.id, [taken(changed.events[0]!.eventId)]);
    await shop.cancel('OB-3');
    const cancelled = await nextBatch(exchange);
    const events = [...changed.events, ...cancelled.events];
    expect(events.map(({ type }) => type)).toEqual(['order.changed', 'order.cancelled']);
    expect(new Set(events.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  });

  it('refuses an acknowledgement that names other events, field by field', async () => {
    for (const id of ['OB-4', 'OB-5']) await shop.accepted(id, 1);
    const { id, events } = await nextBatch(exchange);
    const [one, other] = events.map(({ eventId }) => eventId);
    const { status, body } = await outbox().ack(id, [taken(one!), taken(one!), taken('unknown')]);
    expect([status, (body as { code: string }).code]).toEqual([409, 'batch_mismatch']);
    expect((body as { errors: object[] }).errors).toMatchObject([
      { path: 'results[1].eventId', code: 'repeated' },
      { path: 'results[2].eventId', code: 'no_such_event' },
      { path: 'results', code: 'missing_event', params: { event: other } },
    ]);
    expect(await exchange.lastStep()).toMatchObject({ status: 409, isFailure: true });
    expect((await nextBatch(exchange)).id).toBe(id);
  });

  it('hands out as many at once as are asked for', async () => {
    for (const id of ['OB-10', 'OB-11', 'OB-12']) await shop.accepted(id, 1);
    const { id, events } = await nextBatch(exchange, 2);
    expect(events).toHaveLength(2);
    await outbox().ack(
      id,
      events.map(({ eventId }) => taken(eventId)),
    );
    expect((await nextBatch(exchange, 2)).events).toHaveLength(1);
    expect((await outbox().query(101)).status).toBe(422);
    expect(await exchange.lastStep()).toMatchObject({ status: 422, isFailure: true });
  });

  it('refuses a parameter that a call does not know, by name', async () => {
    const program = new ApiClient(shop.url, exchange.basic());
    const { status, body } = await program.get('/1c/outbox/v1/ping?limit=1');
    expect([status, body.errors]).toEqual([422, [{ path: 'limit', ...errorDetail('unknown_field') }]]);
  });

  it('names price, lines and sums as the panel does', async () => {
    const positions = [positionOf(1, { quantity: 3, price: '0.10' }), positionOf(2, { price: '19.99' })];
    const { id } = await shop.receive('OB-13', 1, { positions });
    await shop.accept(id);
    const { events } = await nextBatch(exchange);
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
    expect(await exchange.lastStep()).toMatchObject({ status: 403, isFailure: true });
  });
});
