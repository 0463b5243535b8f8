import { ExchangeWatch } from '../../src/shop-systems/exchanges/exchange-watch.job.js';
import { HOUR } from '../support/delivering.js';
import { OneCShop } from '../support/one-c-shop.js';
import { Shop } from '../support/shop.js';

describe('people are told when orders do not get into a system of the shop', () => {
  let shop: Shop;
  let exchange: OneCShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await OneCShop.connect(shop, { silentAfterHours: 4 });
  });
  afterEach(async () => {
    exchange.oneC.close();
    await shop.close();
  });

  const messages = async () =>
    (await shop.admin.get('/manager-notifications')).body.data
      .filter(({ kind }: { kind: string }) => kind === 'exchange_trouble')
      .map(({ title }: { title: string }) => title);
  const watch = () => shop.app.get(ExchangeWatch).run();
  /** Whatever day it is, hours of work are among them. */
  const DAYS = 4;

  it('once for each time that the other side stays away', async () => {
    await exchange.exchange();
    await watch();
    expect([(await exchange.view()).isSilent, await messages()]).toEqual([false, []]);
    shop.clock.advance(DAYS * 24 * HOUR);
    await watch();
    await watch();
    expect([(await exchange.view()).isSilent, await messages()]).toEqual([true, ['1С магазина: обмен молчит']]);
    await exchange.exchange();
    await watch();
    expect((await exchange.view()).isSilent).toBe(false);
    shop.clock.advance(DAYS * 24 * HOUR);
    await watch();
    expect(await messages()).toHaveLength(2);
  });

  it('not of the time in which the exchange was off', async () => {
    await exchange.exchange();
    await exchange.configure({ isActive: false });
    shop.clock.advance(DAYS * 24 * HOUR);
    await exchange.configure({ isActive: true });
    await watch();
    expect([(await exchange.view()).isSilent, await messages()]).toEqual([false, []]);
    shop.clock.advance(DAYS * 24 * HOUR);
    await watch();
    expect(await messages()).toEqual(['1С магазина: обмен молчит']);
  });

  it('once of orders that are fetched again and again and never confirmed', async () => {
    await shop.accepted('TR-2', 1);
    for (let visit = 1; visit < 10; visit += 1) await exchange.ask('query');
    expect(await messages()).toEqual([]);
    for (let visit = 0; visit < 3; visit += 1) await exchange.ask('query');
    expect(await messages()).toEqual(['1С магазина: заказы не подтверждены']);
  });

  it('of each order that was not taken, with why', async () => {
    const order = await shop.accepted('TR-1', 1);
    const { batch } = await exchange.oneC.outbox.query(10);
    const error = 'Нет карточки BOSCH';
    await exchange.oneC.outbox.ack(batch!.batchId!, [{ eventId: batch!.events[0]!.eventId, success: false, error }]);
    expect(await exchange.stateOf(order.id)).toEqual(['failed', 1]);
    expect(await messages()).toEqual([`1С магазина: заказ ${order.id} не принят`]);
    expect((await shop.order(order.id)).handOvers[0].error).toBe(error);
  });
});
