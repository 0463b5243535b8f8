import { OneC } from '../../sandbox/one-c/one-c.js';
import { fileOf, OneCShop } from '../support/one-c-shop.js';
import { openReplica } from '../support/replica.js';
import { Shop } from '../support/shop.js';

describe('1C that comes in by two replicas at once', () => {
  let shop: Shop;
  let replica: Awaited<ReturnType<typeof openReplica>>;
  let exchange: OneCShop;
  beforeEach(async () => {
    shop = await Shop.open();
    replica = await openReplica(shop, { WEBHOOK_RATE_LIMIT: '0' });
    exchange = await OneCShop.connect(shop);
    await exchange.map({ 'К отгрузке': 'Пришло на склад' });
  });
  afterEach(async () => {
    exchange.oneC.close();
    await replica.close();
    await shop.close();
  });

  const bases = () => [shop.url, replica.url];

  it('is handed the same batch, which is confirmed once', async () => {
    for (let n = 0; n < 5; n += 1) await shop.accepted(`RP-1-${n}`, 1);
    const texts = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => (await exchange.ask('query', { base: bases()[n % 2]! })).text),
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]!.match(/<Документ>/g)).toHaveLength(5);
    await Promise.all(Array.from({ length: 8 }, (_, n) => exchange.ask('success', { base: bases()[n % 2]! })));
    const { body } = await shop.admin.get(`/exchanges/${exchange.exchangeId}/sessions`);
    const confirmed = body.data.map((session: { confirmed: number }) => session.confirmed);
    expect(confirmed.reduce((sum: number, count: number) => sum + count, 0)).toBe(5);
    expect((await exchange.handOvers()).every(({ revision }: { revision: number }) => revision === 1)).toBe(true);
  });

  it('has each order once, with two sessions at work while orders come and change', async () => {
    const { books } = exchange.oneC;
    const other = new OneC(books);
    other.connect({ url: exchange.url(replica.url), ...exchange.signIn });
    let isOver = false;
    const visiting = [exchange.oneC, other].map(async (oneC) => {
      while (!isOver) await oneC.exchange();
    });
    const orders = [];
    for (let n = 0; n < 12; n += 1) {
      const order = await shop.accepted(`RP-2-${n}`, 1);
      orders.push(order);
      if (n % 3 === 0) await shop.setStatus(order.items, 'В работе');
      if (n % 4 === 0) await shop.cancel(`RP-2-${n}`);
    }
    isOver = true;
    await Promise.all(visiting);
    await exchange.exchange();
    other.close();
    const created = books.all().map(({ number, createdCount }) => [number, createdCount]);
    const there = new Set(created.map(([number]) => number));
    expect(created.every(([, count]) => count === 1)).toBe(true);
    for (const { id } of orders) {
      const { status } = await shop.order(id);
      const document = books.all().find(({ number }) => number === id);
      if (!there.has(id)) expect(status.name).toBe('Снят');
      else expect(document!.siteStatus.name).toBe(status.name);
    }
  });

  it('sending the same file to both changes an order once', async () => {
    const order = await shop.accepted('RP-3', 1);
    await exchange.exchange();
    const body = fileOf([{ key: await exchange.keyOf(order.id), status: 'К отгрузке' }]);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => exchange.ask('file', { body, filename: `${n}.xml`, base: bases()[n % 2]! })),
    );
    expect(answers.map(({ text }) => text)).toEqual(Array(6).fill('success\n'));
    const { history } = await shop.order(order.id);
    expect(history.filter(({ kind }: { kind: string }) => kind === 'item_status')).toHaveLength(1);
  });

  it('changes no item that a manager has given up meanwhile', async () => {
    for (let n = 0; n < 10; n += 1) {
      const order = await shop.accepted(`RP-4-${n}`, 1);
      await exchange.exchange();
      const body = fileOf([{ key: await exchange.keyOf(order.id), status: 'К отгрузке' }]);
      const refusing = shop.setStatus(order.items, 'Отказ');
      const [answer] = await Promise.all([exchange.ask('file', { body, base: replica.url }), refusing]);
      expect(answer.text).toBe('success\n');
      expect(await exchange.linesOf(order.id)).toEqual(['2 Отказ']);
    }
  });
});
