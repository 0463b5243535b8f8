import { HOUR, later, MINUTE, type Notice, SECOND } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { PARTS_SOFT_KEY, PartsSoftShop } from '../support/parts-soft-shop.js';
import { positionOf, Shop } from '../support/shop.js';

const DAYS = { min_delivery_day: 1, max_delivery_day: 5 };

describe('orders are put into PARTS SOFT', () => {
  let shop: Shop;
  let exchange: PartsSoftShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await PartsSoftShop.connect(shop);
  });
  afterEach(() => shop.close());

  const acceptedOf = async (id: string, quantities: number[]) => {
    const positions = quantities.map((quantity, index) => positionOf(index + 1, { quantity }));
    const received = await shop.receive(id, 1, { positions });
    const { body } = await shop.accept(received.id);
    return shop.order(body.orderId);
  };
  const failed = (orderId: string, why: RegExp) =>
    eventually(async () => {
      expect((await exchange.stateOf(orderId))![0]).toBe('failed');
      expect(await exchange.errorOf(orderId)).toMatch(why);
      // An attempt that began before people act does not see what they did.
      const list = `/gettzap-notifications?channel=parts_soft&exchangeId=${exchange.exchangeId}&state=sending`;
      expect((await shop.admin.get(list)).body.data).toEqual([]);
    });

  it('once, each position by its key, and are called by their number there', async () => {
    exchange.partsSoft.putForeignLine();
    const order = await acceptedOf('PS-1', [2, 1]);
    const there = await exchange.confirmed(order.id);
    expect(there).toMatchObject(order.items.map(({ number, quantity }: Notice) => ({ oem: number, qnt: quantity })));
    expect(there.every(({ comment }) => comment.length <= 36)).toBe(true);
    expect(exchange.partsSoft.items).toHaveLength(2);
    expect((await shop.order(order.id)).handOvers[0].number).toBe(String(there[0]!.order_id));
    expect(exchange.orders()).toHaveLength(1);
    const list = `/gettzap-notifications?channel=parts_soft&exchangeId=${exchange.exchangeId}`;
    const [{ id }] = (await shop.admin.get(list)).body.data;
    // The attempt is written down after what came of it.
    const body = await eventually(async () => {
      const { body: delivery } = await shop.admin.get(`/gettzap-notifications/${id}`);
      expect(delivery.attempts).toHaveLength(1);
      return delivery;
    });
    const key = new RegExp(`${PARTS_SOFT_KEY}|${encodeURIComponent(PARTS_SOFT_KEY)}|key%26of`);
    expect(JSON.stringify(body)).not.toMatch(key);
  });

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
    const order = await acceptedOf('PS-2', [2, 1]);
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
    const order = await acceptedOf('PS-3', [1]);
    await eventually(async () => expect(await exchange.errorOf(order.id)).toMatch(/^500/));
    const [delivery] = (await shop.admin.get('/gettzap-notifications?channel=parts_soft')).body.data;
    expect(Date.parse(delivery.nextAttemptAt) - shop.clock.now().getTime()).toBeGreaterThan(MINUTE - SECOND);
    await exchange.retried(order.id);
  });

  it('what was ordered and is not shown is not ordered once more, but by a person who has looked', async () => {
    exchange.partsSoft.misbehaving.set({ kind: 'hidden', of: 'reads' });
    const order = await acceptedOf('PS-13', [2]);
    const change = async () => {
      const { length } = exchange.partsSoft.calls;
      const items = [{ id: order.items[0].id, quantity: 1 }];
      await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['В работе'] });
      await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'] });
      await eventually(() => expect(exchange.partsSoft.calls.length).toBeGreaterThan(length));
    };
    await failed(order.id, /shows no such items/);
    await change();
    await failed(order.id, /shows no such items/);
    expect(exchange.orders()).toHaveLength(1);
    exchange.partsSoft.items.length = 0;
    await exchange.repeat(order.id);
    await failed(order.id, /shows no such items/);
    expect(exchange.orders()).toHaveLength(2);
  });

  it('nothing of an order where one position has no offer, which stops no other order', async () => {
    const order = await acceptedOf('PS-4', [1, 3]);
    await exchange.confirmed(order.id);
    exchange.partsSoft.offersAnything = false;
    const part = (item: Notice, more: object) => {
      const offer = { oem: item.number, make_name: item.brand, detail_name: '', cost: 1, qnt: 100, system_hash: 'h' };
      return { ...offer, ...DAYS, ...more };
    };
    const [first, second] = order.items;
    exchange.partsSoft.offers = [part(first, {}), part(second, { qnt: 2 })];
    const short = await acceptedOf('PS-5', [1, 3]);
    const fine = await acceptedOf('PS-6', [1, 2]);
    await failed(short.id, new RegExp(`no offer .*: ${second.brand} ${second.number} × 3$`));
    await exchange.confirmed(fine.id);
    expect([await exchange.orderOf(short.id), exchange.partsSoft.basket]).toEqual([[], []]);
    const price = Number(second.price);
    exchange.partsSoft.offers = [part(first, {}), part(second, { cost: price * 1.1 })];
    await exchange.repeat(short.id);
    await failed(short.id, /above the price that is allowed/);
    await exchange.configure({ settings: { maxPriceDeviation: 10 } });
    await exchange.repeat(short.id);
    expect(await exchange.confirmed(short.id)).toHaveLength(2);
  });

  it('a change that cannot be told there fails with why, and is confirmed once people have made it there', async () => {
    const order = await acceptedOf('PS-7', [4]);
    const [there] = await exchange.confirmed(order.id);
    const items = [{ id: order.items[0].id, quantity: 1 }];
    await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'] });
    await failed(order.id, /cannot be changed by its API/);
    expect(exchange.orders()).toHaveLength(1);
    exchange.partsSoft.setQuantity(there!.id, 3);
    await exchange.repeat(order.id);
    await exchange.confirmed(order.id, 2);
    await shop.setStatus((await shop.order(order.id)).items, 'Отказ');
    await failed(order.id, /cannot be changed by its API/);
    await exchange.map({ otkaz: 'Отказ' });
    exchange.partsSoft.setStatus(there!.id, 'otkaz');
    await exchange.repeat(order.id);
    await exchange.confirmed(order.id, 3);
    expect(exchange.orders()).toHaveLength(1);
  });

  it('positions that are accepted later are ordered then, those that are there are not', async () => {
    const positions = [positionOf(1, { quantity: 2 }), positionOf(2, { quantity: 1 })];
    const received = await shop.receive('PS-8', 1, { positions });
    const [first, second] = received.positions;
    const { body } = await shop.accept(received.id, { positions: [{ id: first.id }] });
    await exchange.confirmed(body.orderId);
    await shop.accept(received.id, { positions: [{ id: second.id }] });
    const there = await exchange.confirmed(body.orderId, 2);
    expect(there.map(({ qnt }) => qnt)).toEqual([2, 1]);
    const { number } = (await shop.order(body.orderId)).handOvers[0];
    expect(number).toBe(there.map((item) => item.order_id).join(', '));
  });

  it('nothing is ordered where the filter by comment is not heeded: what is there is not known', async () => {
    await exchange.confirmed((await acceptedOf('PS-9', [1])).id);
    exchange.partsSoft.misbehaving.set({ kind: 'deaf', of: 'reads' });
    const order = await acceptedOf('PS-10', [1]);
    await eventually(async () => expect(await exchange.errorOf(order.id)).not.toBe(''));
    await later(shop, HOUR);
    expect(exchange.orders()).toHaveLength(1);
  });

  it('a wrong key pauses the exchange and tells the administrator once, until it is put right', async () => {
    exchange.partsSoft.useKey('another');
    const orders = [await acceptedOf('PS-11', [1]), await acceptedOf('PS-12', [1])];
    await eventually(async () => expect(await exchange.view()).toMatchObject({ pauseReason: 'unauthorized_401' }));
    const told = (await shop.admin.get('/manager-notifications')).body.data;
    expect(told.filter(({ kind }: Notice) => kind === 'connection_paused')).toHaveLength(1);
    const check = async () => (await shop.admin.post(`/exchanges/${exchange.exchangeId}/check`)).body;
    expect(await check()).toMatchObject({ ok: false, steps: [{}, {}, {}, { code: 'sign_in_refused' }] });
    await exchange.configure({ settings: { password: 'another' } });
    for (const { id } of orders) await exchange.confirmed(id);
    const { length } = exchange.partsSoft.items;
    expect(await check()).toMatchObject({
      ok: true,
      steps: [{}, {}, {}, { code: 'basket_read', params: { count: 0 } }],
    });
    expect(exchange.partsSoft.items).toHaveLength(length);
  });

  describe('and what happens there comes back:', () => {
    it('statuses by position, once, those without a meaning are listed', async () => {
      await exchange.map({ prishlo: 'Пришло на склад' });
      const order = await acceptedOf('PS-20', [3, 1]);
      const [first] = await exchange.confirmed(order.id);
      exchange.partsSoft.setStatus(first!.id, 'prishlo');
      await exchange.follow();
      expect(await exchange.itemsOf(order.id)).toEqual(['3 Пришло на склад', '1 Обрабатывается']);
      expect((await exchange.statuses()).find(({ value }: Notice) => value === 'new')).toMatchObject({ seen: 1 });
      await shop.setStatus((await shop.order(order.id)).items.slice(0, 1), 'В работе');
      const { history } = await shop.order(order.id);
      await exchange.follow();
      expect((await shop.order(order.id)).history).toEqual(history);
      expect([await exchange.stateOf(order.id), exchange.orders().length]).toEqual([['confirmed', 1], 1]);
    });

    it('some pieces of a position that became an item of their own there', async () => {
      await exchange.map({ prishlo: 'Пришло на склад' });
      const order = await acceptedOf('PS-21', [4, 4]);
      const [, second] = await exchange.confirmed(order.id);
      const part = exchange.partsSoft.divide(second!.id, 1);
      exchange.partsSoft.setStatus(part.id, 'prishlo');
      await exchange.follow();
      expect((await exchange.itemsOf(order.id)).sort()).toEqual([
        '1 Пришло на склад',
        '3 Обрабатывается',
        '4 Обрабатывается',
      ]);
      expect(await exchange.proposals()).toEqual([]);
    });

    it('fewer pieces as a proposal, and nothing of an order of which nothing is found', async () => {
      const order = await acceptedOf('PS-22', [4, 1]);
      const [first, second] = await exchange.confirmed(order.id);
      exchange.partsSoft.setQuantity(first!.id, 3);
      await exchange.follow();
      expect(await exchange.proposals()).toMatchObject([{ quantity: 1, leftQuantity: 3 }]);
      for (const item of [first!, second!]) exchange.partsSoft.remove(item.id);
      await exchange.follow();
      expect(await exchange.proposals()).toHaveLength(1);
      expect((await exchange.lastSession()).steps.at(-1)).toMatchObject({
        errorCode: 'items_not_found',
        isFailure: true,
      });
    });

    it('with one call while the newest page has it all, and of finished orders with none', async () => {
      await exchange.map({ vydano: 'Выдано' });
      const orders = [await acceptedOf('PS-23', [1, 1]), await acceptedOf('PS-24', [1, 1])];
      for (const { id } of orders) await exchange.confirmed(id);
      exchange.partsSoft.calls.length = 0;
      await exchange.follow();
      expect(exchange.partsSoft.calls).toHaveLength(1);
      for (const { id } of exchange.partsSoft.items) exchange.partsSoft.setStatus(id, 'vydano');
      await exchange.follow();
      expect(await exchange.itemsOf(orders[1]!.id)).toEqual(['1 Выдано', '1 Выдано']);
      exchange.partsSoft.calls.length = 0;
      await exchange.follow();
      expect(exchange.partsSoft.calls).toEqual([]);
    });
  });
});
