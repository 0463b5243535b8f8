import { HOUR } from '../support/delivering.js';
import { nextBatch, taken } from '../support/one-c-outbox.js';
import { OneCShop } from '../support/one-c-shop.js';
import { Shop } from '../support/shop.js';

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

  it('hands the same batch out until it is acknowledged', async () => {
    const order = await shop.accepted('OB-1', 1);
    const first = await nextBatch(exchange);
    await shop.accepted('OB-2', 1);
    const again = await nextBatch(exchange);
    expect(again).toMatchObject({ id: first.id, contentHash: first.contentHash, events: first.events, attempt: 2 });
    expect(first.events).toMatchObject([{ entityId: order.id, type: 'order.created', payload: { revision: 1 } }]);
    await outbox().ack(first.id, [taken(first.events[0]!.eventId, { externalId: 'ЗК-7' })]);
    expect((await shop.order(order.id)).handOvers).toMatchObject([{ state: 'confirmed', number: 'ЗК-7' }]);
    expect((await nextBatch(exchange)).id).not.toBe(first.id);
  });

  it('knows of each order whether it was taken, and hands what failed over again when it is asked to', async () => {
    const orders = [await shop.accepted('OB-6', 1), await shop.accepted('OB-7', 1)];
    const { id, events } = await nextBatch(exchange);
    const [first, second] = events.map(({ eventId }) => eventId);
    const results = [taken(first!), { eventId: second!, success: false, error: 'Нет контрагента' }];
    expect((await outbox().ack(id, results)).body).toEqual({ confirmed: 1 });
    expect((await shop.order(orders[1]!.id)).handOvers).toMatchObject([{ state: 'failed', error: 'Нет контрагента' }]);
    expect((await exchange.view()).handOvers).toEqual({ waiting: 0, sent: 0, failed: 1 });
    expect((await outbox().query()).batch!.batchId).toBeNull();
    await exchange.repeat(orders[1]!.id);
    expect((await nextBatch(exchange)).events).toMatchObject([{ entityId: orders[1]!.id, payload: { revision: 2 } }]);
  });

  it('changes nothing when an acknowledgement comes once more', async () => {
    const order = await shop.accepted('OB-8', 1);
    const { id, events } = await nextBatch(exchange);
    await outbox().ack(id, [taken(events[0]!.eventId)]);
    await shop.setStatus(order.items, 'В работе');
    const failed = { eventId: events[0]!.eventId, success: false, error: 'поздно' };
    expect((await outbox().ack(id, [failed])).body).toEqual({ confirmed: 0 });
    expect(await exchange.stateOf(order.id)).toEqual(['waiting', 1]);
  });

  it('keeps nothing back from «Обмен с сайтом» once nobody has asked by it for an hour', async () => {
    const order = await shop.accepted('OB-9', 1);
    const { id, events } = await nextBatch(exchange);
    await exchange.exchange();
    expect(exchange.oneC.books.all()).toEqual([]);
    shop.clock.advance(2 * HOUR);
    await exchange.exchange();
    expect(exchange.documentOf(order.id)).toMatchObject({ createdCount: 1 });
    expect((await outbox().ack(id, [taken(events[0]!.eventId)])).body).toEqual({ confirmed: 0 });
    expect(await exchange.stateOf(order.id)).toEqual(['waiting', 2]);
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
});
