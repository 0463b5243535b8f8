import { OneCShop } from '../support/one-c-shop.js';
import { positionOf, Shop } from '../support/shop.js';

describe('what an exchange puts into one answer', () => {
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

  it('those in a status that makes them ready, and then every change of theirs', async () => {
    await exchange.configure({ isActive: true, readyStatusIds: [shop.statuses['В работе']] });
    const order = await shop.accepted('SC-8', 1);
    await exchange.exchange();
    expect(numbersThere()).toEqual([]);
    await shop.setStatus(order.items, 'В работе');
    await shop.setStatus(order.items, 'Выдано');
    await exchange.exchange();
    expect(exchange.documentOf(order.id).siteStatus.name).toBe('Выдано');
  });

  it('as many at once as fit into an answer', async () => {
    await exchange.configure({ isActive: true });
    const positions = Array.from({ length: 500 }, (_, index) => positionOf(index + 1, { name: 'Ж'.repeat(250) }));
    for (let n = 1; n <= 4; n += 1) {
      const { id } = await shop.receive(`SC-9-${n}`, 1, { positions });
      await shop.accept(id);
    }
    const { text } = await exchange.ask('query');
    expect(text.match(/<Документ>/g)).toHaveLength(2);
    await exchange.exchange();
    expect(exchange.oneC.books.all().map(({ lines }) => lines.length)).toEqual([500, 500, 500, 500]);
  });

  it('under the new settings where a batch waits that 1C could not read', async () => {
    await exchange.configure({ isActive: true, settings: { schemaVersion: '3.1' } });
    await shop.accepted('SC-10', 1);
    expect((await exchange.ask('query')).text).toContain('<Контейнер>');
    await exchange.configure({ settings: { schemaVersion: '2.05', encoding: 'windows-1251' } });
    const { text, headers } = await exchange.ask('query');
    expect(text).not.toContain('<Контейнер>');
    expect(headers.get('content-type')).toBe('application/xml; charset=windows-1251');
    await exchange.exchange();
    expect(exchange.oneC.books.all()).toMatchObject([{ createdCount: 1 }]);
  });
});
