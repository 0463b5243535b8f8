import { AbcpShop } from '../support/abcp-shop.js';
import { HOUR, later, MINUTE, type Notice } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { positionOf, Shop } from '../support/shop.js';

describe('orders are pushed to ABCP', () => {
  let shop: Shop;
  let exchange: AbcpShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await AbcpShop.connect(shop);
  });
  afterEach(() => shop.close());

  it('once, with what the buyer ordered, and are called by their number there', async () => {
    const order = await exchange.acceptedOf('AB-1', [2, 1]);
    const there = await exchange.confirmed(order.id);
    expect(there).toMatchObject({
      clientOrderNumber: 'AB-1',
      userName: order.customer.name,
      userMobile: '79000000000',
      positions: order.items.map(({ brand, number, quantity, price }: Notice) => {
        return { brand, number, quantity: String(quantity), priceOut: price };
      }),
    });
    expect((await shop.order(order.id)).handOvers[0]).toMatchObject({ number: there.number, error: '' });
    expect(exchange.calls()).toEqual(['GET cp/order 404', 'POST cp/order 200']);
  });

  it('again only when positions are other, by the number there; a status alone is nobody’s news there', async () => {
    const order = await exchange.acceptedOf('AB-2', [4, 1]);
    const before = await exchange.confirmed(order.id);
    const id = before.positions[0]!.id;
    await shop.setStatus(order.items, 'В работе');
    await eventually(async () => expect(await exchange.stateOf(order.id)).toEqual(['confirmed', 1]));
    expect(exchange.writes()).toHaveLength(1);
    const items = [{ id: order.items[0].id, quantity: 1 }];
    await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'] });
    const after = await exchange.confirmed(order.id, 2);
    expect(after.positions).toMatchObject([{ id, quantity: '3' }, { quantity: '1' }]);
    await shop.setStatus((await shop.order(order.id)).items, 'Отказ');
    expect((await exchange.confirmed(order.id, 3)).positions).toEqual([]);
  });

  it('again, too, where GettZap’s number has spaces around it', async () => {
    const order = await exchange.acceptedOf(' Заказ 7 ', [4]);
    await exchange.confirmed(order.id);
    const items = [{ id: order.items[0].id, quantity: 1 }];
    await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'] });
    expect((await exchange.confirmed(order.id, 2)).positions).toMatchObject([{ quantity: '3' }]);
  });

  it('positions that are accepted later are added to the order that is there', async () => {
    const positions = [positionOf(1, { quantity: 2 }), positionOf(2, { quantity: 1 })];
    const received = await shop.receive('AB-3', 1, { positions });
    const [first, second] = received.positions;
    const { body } = await shop.accept(received.id, { positions: [{ id: first.id }] });
    await exchange.confirmed(body.orderId);
    await shop.accept(received.id, { positions: [{ id: second.id }] });
    expect((await exchange.confirmed(body.orderId, 2)).positions).toMatchObject([{ quantity: '2' }, { quantity: '1' }]);
  });

  it('not at all when it was cancelled before, nor while accepting it can be undone', async () => {
    await exchange.configure({ isActive: false });
    const cancelled = await exchange.acceptedOf('AB-4', [1]);
    await shop.setStatus(cancelled.items, 'Отказ');
    await exchange.configure({ isActive: true });
    await exchange.runQueue();
    await eventually(async () => expect((await shop.order(cancelled.id)).handOvers).toEqual([]));
    const received = await shop.receive('AB-5', 1);
    const { body } = await shop.accept(received.id, { hold: 60 });
    expect(await exchange.stateOf(body.orderId)).toEqual(['waiting', 0]);
    expect((await shop.admin.post(`/undo/${body.undo.token}`)).status).toBe(200);
    await later(shop, 2 * MINUTE);
    const kept = await shop.accept(received.id, { hold: 60 });
    await later(shop, 2 * MINUTE);
    await exchange.confirmed(kept.body.orderId);
    expect(exchange.abcp.orders.all()).toHaveLength(1);
  });

  it('orders that were accepted before it was on follow when it is', async () => {
    await exchange.configure({ isActive: false });
    const orders = [await exchange.acceptedOf('AB-6', [1]), await exchange.acceptedOf('AB-7', [1])];
    await exchange.configure({ isActive: true });
    await exchange.runQueue();
    for (const { id } of orders) await exchange.confirmed(id);
  });

  it('a refused sign-in pauses the exchange and tells the administrator once, until it is put right', async () => {
    exchange.abcp.misbehave({ kind: 'foreign-address' });
    const orders = [await exchange.acceptedOf('AB-11', [1]), await exchange.acceptedOf('AB-12', [1])];
    await eventually(async () =>
      expect(await exchange.view()).toMatchObject({ pausedAt: expect.any(String), pauseReason: 'unauthorized_403' }),
    );
    const told = async () =>
      (await shop.admin.get('/manager-notifications')).body.data.filter(
        ({ kind }: Notice) => kind === 'connection_paused',
      );
    expect(await told()).toMatchObject([{ title: 'ABCP магазина: отправка приостановлена' }]);
    exchange.abcp.behave();
    await later(shop, HOUR);
    expect(exchange.abcp.orders.all()).toEqual([]);
    const { status, body } = await shop.admin.post(`/exchanges/${exchange.exchangeId}/resume`);
    expect([status, body.pausedAt]).toEqual([200, null]);
    for (const { id } of orders) await exchange.confirmed(id);
    expect(await told()).toHaveLength(1);
  });

  it('one write after the other, with a pause between them', async () => {
    await exchange.configure({ isActive: false });
    for (let n = 0; n < 6; n += 1) await exchange.acceptedOf(`AB-2${n}`, [1]);
    await exchange.configure({ isActive: true });
    await exchange.runQueue();
    await eventually(() => expect(exchange.abcp.orders.all()).toHaveLength(6));
    const writes = exchange.writes();
    for (const [index, { beganAt }] of writes.entries())
      if (index > 0) expect(beganAt - writes[index - 1]!.endedAt!).toBeGreaterThanOrEqual(45);
  });
});
