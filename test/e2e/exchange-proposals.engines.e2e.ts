import { OneCShop } from '../support/one-c-shop.js';
import { OrderWithLines } from '../support/proposals.js';
import { Shop } from '../support/shop.js';

interface Proposed {
  number: string;
  quantity: number;
  leftQuantity: number;
}

describe('lines that are missing in what 1C sends', () => {
  let shop: Shop;
  let exchange: OneCShop;
  let order: OrderWithLines;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await OneCShop.connect(shop);
    order = await OrderWithLines.handOver(exchange);
  });
  afterEach(async () => {
    exchange.oneC.close();
    await shop.close();
  });

  it('are proposed once, and no more when they are back', async () => {
    await order.send({ number: 'P1', quantity: 3 });
    await order.send({ number: 'P1', quantity: 3 });
    const proposals = await exchange.proposals();
    expect(
      proposals.map(({ number, quantity, leftQuantity }: Proposed) => [number, quantity, leftQuantity]).sort(),
    ).toEqual([
      ['P1', 1, 3],
      ['P2', 2, 0],
    ]);
    await order.send({ number: 'P1', quantity: 4 }, { number: 'P2', quantity: 2 });
    expect(await exchange.proposals()).toEqual([]);
    expect(await exchange.proposals('outdated')).toHaveLength(2);
    expect(await exchange.linesOf(order.id)).toEqual(['4 Обрабатывается', '2 Обрабатывается']);
  });

  it('are decided once', async () => {
    await order.send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    const [{ id }] = await exchange.proposals();
    expect((await order.decide(id, 'accept')).status).toBe(200);
    expect((await order.decide(id, 'dismiss')).body.code).toBe('proposal_decided');
  });

  it('are not refused twice where somebody has refused them here meanwhile', async () => {
    await order.send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    const items = [{ id: order.items[0]!.id, quantity: 1 }];
    await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'] });
    const { status, body } = await order.decide((await exchange.proposals())[0].id, 'accept');
    expect([status, body.code]).toEqual([409, 'changed_meanwhile']);
    expect(await exchange.linesOf(order.id)).toEqual(['3 Обрабатывается', '1 Отказ', '2 Обрабатывается']);
  });

  it('are refused at once where that is switched on, and GettZap is told', async () => {
    await shop.configureStatus('Отказ', { item: { status: 'refused', text: '' } });
    await exchange.configure({ settings: { applyMissingLines: true } });
    await order.send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    expect(await exchange.linesOf(order.id)).toEqual(['3 Обрабатывается', '1 Отказ', '2 Обрабатывается']);
    expect(await exchange.proposals('accepted')).toMatchObject([{ quantity: 1, decidedBy: '' }]);
    await shop.toldEventually('PR-1', [`order | accepted | accepted ${order.id}`, '1 | refused |  | q1']);
    await order.send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    expect(await exchange.linesOf(order.id)).toEqual(['3 Обрабатывается', '1 Отказ', '2 Обрабатывается']);
    expect(await exchange.stateOf(order.id)).toEqual(['confirmed', 1]);
  });
});
