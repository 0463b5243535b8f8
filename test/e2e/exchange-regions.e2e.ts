import { ExchangeWatch } from '../../src/shop-systems/exchanges/exchange-watch.job.js';
import { AbcpShop } from '../support/abcp-shop.js';
import { MINUTE } from '../support/delivering.js';
import { fileOf, OneCShop } from '../support/one-c-shop.js';
import { PartsSoftShop } from '../support/parts-soft-shop.js';
import { anotherConnection } from '../support/receiving.js';
import { Shop } from '../support/shop.js';

describe('what comes back about an order of a region that was taken from the exchange', () => {
  let shop: Shop;
  let elsewhere: string[];
  beforeEach(async () => {
    shop = await Shop.open();
    elsewhere = [(await anotherConnection(shop, 'Самара')).regionId];
  });
  afterEach(() => shop.close());

  describe('from 1C', () => {
    let exchange: OneCShop;
    beforeEach(async () => {
      exchange = await OneCShop.connect(shop);
      await exchange.map({ 'К отгрузке': 'Пришло на склад', 'Отпуск товара': 'Выдано' });
    });
    afterEach(() => exchange.oneC.close());

    /** What came last about an order is not to be read any more once its buyer is forgotten. */
    async function expectForgotten(id: string): Promise<void> {
      const { file } = await exchange.lastStep();
      const { externalOrderId } = await shop.order(id);
      await shop.admin.post('/personal-data/delete', { externalOrderIds: [externalOrderId] });
      const { body } = await shop.admin.get(`/exchanges/${exchange.exchangeId}/files/${file.id}`);
      expect(body).toEqual({ body: '', isRemoved: true });
    }

    it('changes and proposes nothing, and is listed as not ours', async () => {
      const { id, key } = await exchange.handedOver('RG-1', 2);
      await exchange.configure({ regionIds: elsewhere });
      exchange.oneC.ship(key, [{ line: 1, quantity: 1 }]);
      await exchange.exchange();
      const [{ number }] = exchange.documentOf(id).lines;
      await exchange.send([{ key, number: id, status: 'К отгрузке', lines: [{ number: number!, quantity: 1 }] }]);
      expect(await exchange.linesOf(id)).toEqual(['2 Обрабатывается', '2 Обрабатывается']);
      expect(await exchange.proposals()).toEqual([]);
      expect((await exchange.lastStep()).file).toMatchObject({ documents: 1, changed: 0, notOurs: [id] });
      await exchange.configure({ regionIds: [] });
      await exchange.send([{ key, status: 'К отгрузке' }]);
      expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад', '2 Пришло на склад']);
    });

    it('is forgotten with its buyer all the same', async () => {
      const { id, key } = await exchange.handedOver('RG-2');
      await exchange.configure({ regionIds: elsewhere });
      await exchange.send([{ key, status: 'К отгрузке' }]);
      await expectForgotten(id);
    });

    it('is forgotten with its buyer all the same where it was older than what came before', async () => {
      const { id, key } = await exchange.handedOver('RG-2b');
      const at = (minutes: number) =>
        new Date(shop.clock.now().getTime() + minutes * MINUTE).toISOString().slice(0, 19);
      await exchange.send([{ key, status: 'К отгрузке' }], at(20));
      await exchange.ask('file', { body: fileOf([{ key, status: 'К отгрузке' }], at(10)) });
      await expectForgotten(id);
    });

    it('with a status without a meaning follows once both are there', async () => {
      const { id, key } = await exchange.handedOver('RG-3');
      const watch = () => shop.app.get(ExchangeWatch).run();
      await exchange.send([{ key, status: 'Собран' }]);
      await watch();
      await exchange.configure({ regionIds: elsewhere });
      await exchange.map({ Собран: 'В работе' });
      expect(await exchange.linesOf(id)).toEqual(['2 Обрабатывается']);
      await exchange.configure({ regionIds: [] });
      await watch();
      expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
    });
  });

  it('from ABCP changes nothing before the exchange has the region again', async () => {
    const exchange = await AbcpShop.connect(shop);
    await exchange.map({ 144924: 'Пришло на склад' });
    const { id } = await exchange.acceptedOf('RG-5', [2]);
    const there = await exchange.confirmed(id);
    await exchange.configure({ regionIds: elsewhere });
    shop.clock.advance(3_600_000);
    exchange.setStatus(there, 'На складе');
    await exchange.follow();
    shop.clock.advance(3_600_000);
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['2 Обрабатывается']);
    await exchange.configure({ regionIds: [] });
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['2 Пришло на склад']);
  });

  it('from PARTS SOFT is not asked for before the exchange has the region again', async () => {
    const exchange = await PartsSoftShop.connect(shop);
    await exchange.map({ prishlo: 'Пришло на склад' });
    const { id } = await exchange.acceptedOf('RG-6', [2]);
    const [item] = await exchange.confirmed(id);
    await exchange.configure({ regionIds: elsewhere });
    exchange.partsSoft.setStatus(item!.id, 'prishlo');
    await exchange.runQueue();
    exchange.partsSoft.calls.length = 0;
    await exchange.follow();
    expect(exchange.partsSoft.calls).toEqual([]);
    expect(await exchange.itemsOf(id)).toEqual(['2 Обрабатывается']);
    await exchange.configure({ regionIds: [] });
    await exchange.runQueue();
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['2 Пришло на склад']);
  });
});
