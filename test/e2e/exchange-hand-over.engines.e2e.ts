import { HOUR, MINUTE } from '../support/delivering.js';
import { putClockBack } from '../support/jobs.js';
import { OneCShop } from '../support/one-c-shop.js';
import { orderOf, Shop } from '../support/shop.js';

describe('what is handed over to 1C', () => {
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

  const numbersThere = () => exchange.oneC.books.all().map(({ number }) => number);

  it('an accepted order waits until its decision can no longer be undone', async () => {
    const received = await shop.receive('HD-1', 1);
    const { body } = await shop.accept(received.id, { hold: 600 });
    await exchange.exchange();
    expect(numbersThere()).toEqual([]);
    shop.clock.advance(10 * MINUTE);
    await exchange.exchange();
    expect(numbersThere()).toEqual([body.orderId]);
  });

  it('an order whose acceptance was undone is never handed over', async () => {
    const received = await shop.receive('HD-2', 1);
    const { body } = await shop.accept(received.id, { hold: 600 });
    await shop.admin.post(`/undo/${body.undo.token}`);
    shop.clock.advance(HOUR);
    await exchange.exchange();
    expect(numbersThere()).toEqual([]);
    expect(await exchange.handOvers()).toEqual([]);
  });

  it('a status that can still be undone is not handed over, and leaves no trace when it was', async () => {
    const order = await shop.accepted('HD-3', 1);
    await exchange.exchange();
    const set = await shop.admin.post('/order-items/status', {
      itemIds: order.items.map(({ id }: { id: string }) => id),
      statusId: shop.statuses['В работе'],
      hold: 600,
    });
    await exchange.exchange();
    expect(exchange.documentOf(order.id).siteStatus.name).toBe('Обрабатывается');
    await shop.admin.post(`/undo/${set.body.undo.token}`);
    shop.clock.advance(HOUR);
    await exchange.exchange();
    expect(exchange.documentOf(order.id)).toMatchObject({ revisions: 1 });
    expect(await exchange.stateOf(order.id)).toEqual(['confirmed', 1]);
  });

  it('an exchange that is switched on during a hold waits for its end', async () => {
    await exchange.configure({ isActive: false });
    const received = await shop.receive('HD-5', 1);
    const { body } = await shop.accept(received.id, { hold: 600 });
    await exchange.configure({ isActive: true });
    await exchange.exchange();
    expect(numbersThere()).toEqual([]);
    expect((await shop.admin.post(`/undo/${body.undo.token}`)).status).toBe(200);
    shop.clock.advance(HOUR);
    await exchange.exchange();
    expect(numbersThere()).toEqual([]);
  });

  it('an order that was accepted while the clock was a day ahead goes once it is right', async () => {
    shop.clock.advance(24 * HOUR);
    const received = await shop.receive('HD-6', 1);
    const { body } = await shop.accept(received.id, { hold: 8 });
    await putClockBack(shop, 24 * HOUR - MINUTE);
    await exchange.exchange();
    expect(numbersThere()).toEqual([body.orderId]);
  });

  it('an order is handed over again when an older revision of it was saved last', async () => {
    const { id, items } = await shop.accepted('HO-12', 1);
    const slow = await exchange.cookie();
    await exchange.ask('query', { headers: slow });
    const quick = await exchange.cookie();
    await exchange.ask('query', { headers: quick });
    await exchange.ask('success', { headers: quick });
    await shop.setStatus(items, 'Выдано');
    await exchange.ask('query', { headers: quick });
    await exchange.ask('success', { headers: quick });
    expect(await exchange.stateOf(id)).toEqual(['confirmed', 2]);
    await exchange.ask('success', { headers: slow });
    expect(await exchange.stateOf(id)).toEqual(['waiting', 2]);
  });

  it('names with any characters arrive as they are', async () => {
    const customer = { name: 'ООО «Рога & Копыта» <b>№1</b> 😀 ]]>', phone: '+7 900 000-00-01', email: '' };
    await shop.postToLink({ event: 'order.created', order: orderOf('HD-14', 1, { customer }) });
    const { body } = await shop.admin.get('/external-orders');
    await shop.accept(body.data[0].id);
    await exchange.configure({ settings: { encoding: 'windows-1251' } });
    await exchange.exchange();
    expect(exchange.oneC.books.all()).toMatchObject([{ buyer: customer.name }]);
  });
});
