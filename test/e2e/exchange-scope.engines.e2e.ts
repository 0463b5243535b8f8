import { HOUR } from '../support/delivering.js';
import { OneCShop } from '../support/one-c-shop.js';
import { anotherConnection } from '../support/receiving.js';
import { orderOf, Shop } from '../support/shop.js';

describe('which orders an exchange hands over', () => {
  let shop: Shop;
  let exchange: OneCShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await OneCShop.connect(shop, { isActive: false });
  });
  afterEach(async () => {
    exchange.oneC.close();
    await shop.close();
  });

  const numbersThere = () => exchange.oneC.books.all().map(({ number }) => number);

  it('those that were accepted since, also while it was off', async () => {
    const since = shop.clock.now();
    const first = await shop.accepted('SC-1', 1);
    shop.clock.advance(HOUR);
    const second = await shop.accepted('SC-2', 1);
    await exchange.configure({ isActive: true, since: new Date(shop.clock.now().getTime() - 1_000).toISOString() });
    await exchange.exchange();
    expect(numbersThere()).toEqual([second.id]);
    await exchange.configure({ since: since.toISOString() });
    await exchange.exchange();
    expect(numbersThere().sort()).toEqual([first.id, second.id].sort());
  });

  it('none that waits and is older than what is said since', async () => {
    await shop.accepted('SC-3', 1);
    await exchange.configure({ isActive: true });
    shop.clock.advance(HOUR);
    await exchange.configure({ since: shop.clock.now().toISOString() });
    await exchange.exchange();
    expect(numbersThere()).toEqual([]);
  });

  it('changes that were made while it was off', async () => {
    await exchange.configure({ isActive: true });
    const order = await shop.accepted('SC-4', 1);
    await exchange.exchange();
    await exchange.configure({ isActive: false });
    await shop.setStatus(order.items, 'В работе');
    await exchange.configure({ isActive: true });
    await exchange.exchange();
    expect(exchange.documentOf(order.id)).toMatchObject({ revisions: 2, siteStatus: { name: 'В работе' } });
  });

  it('those of its regions, and those that come to it later', async () => {
    const other = await anotherConnection(shop, 'Самара');
    const [{ id: here }] = (await shop.admin.get('/regions?sort=createdAt')).body.data;
    await exchange.configure({ isActive: true, regionIds: [here] });
    const message = { event: 'order.created', order: orderOf('SC-6', 1) };
    const { body } = await shop.postToLink(message, undefined, other.orderLink);
    const away = (await shop.accept(body.externalOrderId)).body.orderId;
    await exchange.exchange();
    expect(numbersThere()).not.toContain(away);
    await exchange.configure({ regionIds: [other.regionId] });
    await exchange.exchange();
    expect(numbersThere()).toContain(away);
  });

  it('no change of an order whose region it was taken from, until it has it again', async () => {
    const other = await anotherConnection(shop, 'Самара');
    await exchange.configure({ isActive: true });
    const order = await shop.accepted('SC-7', 1);
    await exchange.exchange();
    await shop.setStatus(order.items, 'В работе');
    await exchange.configure({ regionIds: [other.regionId] });
    await exchange.exchange();
    expect(exchange.documentOf(order.id)).toMatchObject({ revisions: 1 });
    await exchange.configure({ regionIds: [] });
    await exchange.exchange();
    expect(exchange.documentOf(order.id)).toMatchObject({ revisions: 2 });
  });

  it('nothing of a region that was taken from it, also where it was handed out and not confirmed', async () => {
    const other = await anotherConnection(shop, 'Самара');
    await exchange.configure({ isActive: true });
    const order = await shop.accepted('SC-8', 1);
    const key = await exchange.keyOf(order.id);
    expect((await exchange.ask('query')).text).toContain(key);
    await exchange.configure({ regionIds: [other.regionId] });
    expect((await exchange.ask('query')).text).not.toContain(key);
    await exchange.configure({ regionIds: [] });
    expect((await exchange.ask('query')).text).toContain(key);
  });

  it('one that was handed out and not confirmed is not called confirmed once its region was taken', async () => {
    const other = await anotherConnection(shop, 'Самара');
    await exchange.configure({ isActive: true });
    const order = await shop.accepted('SC-9', 1);
    await exchange.ask('query');
    await exchange.configure({ regionIds: [other.regionId] });
    await exchange.ask('query');
    const [handOver] = (await shop.order(order.id)).handOvers;
    expect([handOver.state, handOver.errorCode]).toEqual(['failed', 'region_taken']);
    await exchange.configure({ regionIds: [] });
    await exchange.exchange();
    expect(await exchange.stateOf(order.id)).toEqual(['confirmed', 2]);
  });

  it('those that are in the status that takes the place of the one that made orders ready', async () => {
    const { body } = await shop.admin.post('/order-statuses', { name: 'Проверен', group: 'processing' });
    await exchange.configure({ isActive: true, readyStatusIds: [body.id] });
    const order = await shop.accepted('SC-10', 1);
    await shop.setStatus(order.items, 'В работе');
    await exchange.exchange();
    expect(numbersThere()).not.toContain(order.id);
    await shop.admin.delete(`/order-statuses/${body.id}?replacementId=${shop.statuses['В работе']}`);
    await exchange.exchange();
    expect(numbersThere()).toContain(order.id);
  });
});
