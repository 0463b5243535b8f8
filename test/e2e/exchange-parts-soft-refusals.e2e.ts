import { HOUR, later, MINUTE, type Notice, SECOND, untilQuiet } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { PartsSoftShop } from '../support/parts-soft-shop.js';
import { Shop } from '../support/shop.js';

const DAYS = { min_delivery_day: 1, max_delivery_day: 5 };

describe('where PARTS SOFT does not take an order as it was meant', () => {
  let shop: Shop;
  let exchange: PartsSoftShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await PartsSoftShop.connect(shop);
  });
  afterEach(() => shop.close());

  it.each([
    ['500 after it ordered', 'error-after', 'orders'],
    ['a lost answer', 'lost-answer', 'orders'],
    ['a page', 'html', 'orders'],
    ['500 before', 'error', 'orders'],
    ['an offer that is gone', 'offer-gone', 'basket'],
    ['lines of somebody else', 'foreign-line', 'basket'],
    ['only some of it', 'in-part', 'orders'],
    ['its limit of calls', 'throttled', 'reads'],
  ] as const)('exactly once where it answers with %s', async (_, kind, of) => {
    exchange.partsSoft.misbehaving.set({ kind, of, times: 1 });
    const order = await exchange.acceptedOf('PS-2', [2, 1]);
    await eventually(async () => {
      await later(shop, MINUTE);
      expect(await exchange.stateOf(order.id)).toEqual(['confirmed', 1]);
    });
    expect((await exchange.orderOf(order.id)).map(({ qnt }) => qnt)).toEqual([2, 1]);
    expect(exchange.partsSoft.items).toHaveLength(2);
    expect(exchange.partsSoft.misbehaving.shown().kind).toBe('none');
    expect(await exchange.errorOf(order.id)).toBe('');
  });

  it('an order whose end is unclear is not looked for at once, since it may still be on its way', async () => {
    exchange.partsSoft.misbehaving.set({ kind: 'error', of: 'orders', times: 1 });
    const order = await exchange.acceptedOf('PS-3', [1]);
    await eventually(async () => expect(await exchange.errorOf(order.id)).toMatch(/^500/));
    // What is known of the order is recorded before the attempt is.
    await eventually(async () => {
      const [delivery] = (await shop.admin.get('/gettzap-notifications?channel=parts_soft')).body.data;
      expect(Date.parse(delivery.nextAttemptAt) - shop.clock.now().getTime()).toBeGreaterThan(MINUTE - SECOND);
    });
    await exchange.retried(order.id);
  });

  it('what was ordered and is not shown is not ordered once more, but by a person who has looked', async () => {
    exchange.partsSoft.misbehaving.set({ kind: 'hidden', of: 'reads' });
    const order = await exchange.acceptedOf('PS-13', [2]);
    const change = async () => {
      const { length } = exchange.partsSoft.calls;
      const items = [{ id: order.items[0].id, quantity: 1 }];
      await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['В работе'] });
      await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'] });
      await eventually(() => expect(exchange.partsSoft.calls.length).toBeGreaterThan(length));
    };
    await exchange.failed(order.id, /shows no such items/);
    await change();
    await exchange.failed(order.id, /shows no such items/);
    expect(exchange.orders()).toHaveLength(1);
    exchange.partsSoft.items.length = 0;
    await exchange.repeat(order.id);
    await exchange.failed(order.id, /shows no such items/);
    expect(exchange.orders()).toHaveLength(2);
  });

  it('what was given up stays so when its buyer is forgotten, and is not ordered once more', async () => {
    exchange.partsSoft.offersAnything = false;
    const refused = await exchange.acceptedOf('PS-14', [1]);
    await exchange.failed(refused.id, /no offer/);
    exchange.partsSoft.offersAnything = true;
    exchange.partsSoft.misbehaving.set({ kind: 'hidden', of: 'reads' });
    const unseen = await exchange.acceptedOf('PS-15', [1]);
    await exchange.failed(unseen.id, /shows no such items/);
    const externalOrderIds = [refused, unseen].map(({ externalOrderId }) => externalOrderId);
    const { body } = await shop.admin.post('/personal-data/delete', { externalOrderIds });
    expect([body.errors, body.incomplete]).toEqual([undefined, []]);
    await exchange.runQueue();
    await later(shop, MINUTE);
    await untilQuiet(shop);
    expect(exchange.orders()).toHaveLength(1);
    expect([await exchange.errorOf(refused.id), await exchange.errorOf(unseen.id)]).toEqual([
      expect.stringMatching(/no offer/),
      expect.stringMatching(/shows no such items/),
    ]);
  });

  it('nothing of an order where one position has no offer, which stops no other order', async () => {
    const order = await exchange.acceptedOf('PS-4', [1, 3]);
    await exchange.confirmed(order.id);
    exchange.partsSoft.offersAnything = false;
    const part = (item: Notice, more: object) => {
      const offer = { oem: item.number, make_name: item.brand, detail_name: '', cost: 1, qnt: 100, system_hash: 'h' };
      return { ...offer, ...DAYS, ...more };
    };
    const [first, second] = order.items;
    exchange.partsSoft.offers = [part(first, {}), part(second, { qnt: 2 })];
    const short = await exchange.acceptedOf('PS-5', [1, 3]);
    const fine = await exchange.acceptedOf('PS-6', [1, 2]);
    await exchange.failed(short.id, new RegExp(`no offer .*: ${second.brand} ${second.number} × 3$`));
    await exchange.confirmed(fine.id);
    expect([await exchange.orderOf(short.id), exchange.partsSoft.basket]).toEqual([[], []]);
    const price = Number(second.price);
    exchange.partsSoft.offers = [part(first, {}), part(second, { cost: price * 1.1 })];
    await exchange.repeat(short.id);
    await exchange.failed(short.id, /above the price that is allowed/);
    await exchange.configure({ settings: { maxPriceDeviation: 10 } });
    await exchange.repeat(short.id);
    expect(await exchange.confirmed(short.id)).toHaveLength(2);
  });

  it('a change that cannot be told there fails with why, and is confirmed once people have made it there', async () => {
    const order = await exchange.acceptedOf('PS-7', [4]);
    const [there] = await exchange.confirmed(order.id);
    const items = [{ id: order.items[0].id, quantity: 1 }];
    await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'] });
    await exchange.failed(order.id, /cannot be changed by its API/);
    expect(exchange.orders()).toHaveLength(1);
    exchange.partsSoft.setQuantity(there!.id, 3);
    await exchange.repeat(order.id);
    await exchange.confirmed(order.id, 2);
    await shop.setStatus((await shop.order(order.id)).items, 'Отказ');
    await exchange.failed(order.id, /cannot be changed by its API/);
    await exchange.map({ otkaz: 'Отказ' });
    exchange.partsSoft.setStatus(there!.id, 'otkaz');
    await exchange.repeat(order.id);
    await exchange.confirmed(order.id, 3);
    expect(exchange.orders()).toHaveLength(1);
  });

  it('a change that could not be told stays failed, whatever comes from there and is done here afterwards', async () => {
    await exchange.map({ prishlo: 'Пришло на склад' });
    const order = await exchange.acceptedOf('PS-8', [4]);
    const [there] = await exchange.confirmed(order.id);
    const items = [{ id: order.items[0].id, quantity: 1 }];
    await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'] });
    await exchange.failed(order.id, /cannot be changed by its API/);
    exchange.partsSoft.setStatus(there!.id, 'prishlo');
    await exchange.follow();
    expect(await exchange.itemsOf(order.id)).toEqual(['3 Пришло на склад', '1 Отказ']);
    await exchange.failed(order.id, /cannot be changed by its API/);
    await shop.setStatus([order.items[0]], 'Готово к выдаче');
    const list = '/gettzap-notifications?channel=parts_soft&state=pending';
    await eventually(async () => expect((await shop.admin.get(list)).body.data).toEqual([]));
    await exchange.failed(order.id, /cannot be changed by its API/);
    // One piece more is refused and taken back: what is to be delivered is again what it did not take.
    await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'] });
    await exchange.failed(order.id, /cannot be changed by its API/);
    const refused = (await shop.order(order.id)).items.filter(({ status }: Notice) => status.name === 'Отказ');
    await shop.setStatus(refused.slice(-1), 'В работе');
    await exchange.failed(order.id, /cannot be changed by its API/);
  });

  it('nothing is ordered where the filter by comment is not heeded: what is there is not known', async () => {
    await exchange.confirmed((await exchange.acceptedOf('PS-9', [1])).id);
    exchange.partsSoft.misbehaving.set({ kind: 'deaf', of: 'reads' });
    const order = await exchange.acceptedOf('PS-10', [1]);
    await eventually(async () => expect(await exchange.errorOf(order.id)).not.toBe(''));
    await later(shop, HOUR);
    expect(exchange.orders()).toHaveLength(1);
  });
});
