import { OneCShop, type SentDocument } from '../support/one-c-shop.js';
import { positionOf, Shop } from '../support/shop.js';

interface Proposed {
  number: string;
  quantity: number;
  leftQuantity: number;
}

describe('lines that are missing in what 1C sends', () => {
  let shop: Shop;
  let exchange: OneCShop;
  let order: { id: string; key: string; items: Array<{ id: string }> };
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await OneCShop.connect(shop);
    await exchange.configure({ refusedStatusId: shop.statuses['Отказ'] });
    const { id } = await shop.receive('PR-1', 1, { positions: [positionOf(1, { quantity: 4 }), positionOf(2)] });
    const { body } = await shop.accept(id);
    await exchange.exchange();
    order = { ...(await shop.order(body.orderId)), key: await exchange.keyOf(body.orderId) };
  });
  afterEach(async () => {
    exchange.oneC.close();
    await shop.close();
  });

  const send = (...lines: SentDocument['lines'] & object) =>
    exchange.send([{ key: order.key, number: order.id, lines }]);
  const decide = (id: string, what: 'accept' | 'dismiss') =>
    shop.admin.post(`/exchanges/${exchange.exchangeId}/proposals/${id}/${what}`);

  it('are proposed once, and no more when they are back', async () => {
    await send({ number: 'P1', quantity: 3 });
    await send({ number: 'P1', quantity: 3 });
    const proposals = await exchange.proposals();
    expect(
      proposals.map(({ number, quantity, leftQuantity }: Proposed) => [number, quantity, leftQuantity]).sort(),
    ).toEqual([
      ['P1', 1, 3],
      ['P2', 2, 0],
    ]);
    await send({ number: 'P1', quantity: 4 }, { number: 'P2', quantity: 2 });
    expect(await exchange.proposals()).toEqual([]);
    expect(await exchange.proposals('outdated')).toHaveLength(2);
    expect(await exchange.linesOf(order.id)).toEqual(['4 Обрабатывается', '2 Обрабатывается']);
  });

  it('are proposed of what was handed out, where the answer that it was saved is lost', async () => {
    const { id } = await shop.receive('PR-2', 1, { positions: [positionOf(1, { quantity: 4 })] });
    const { body } = await shop.accept(id);
    exchange.oneC.misbehave({ skipSuccess: true });
    await exchange.exchange();
    exchange.oneC.setQuantity(exchange.documentOf(body.orderId).id, 1, 3);
    await exchange.exchange();
    expect(await exchange.proposals()).toMatchObject([{ orderId: body.orderId, quantity: 1, leftQuantity: 3 }]);
  });

  it('are not proposed again once they were dismissed, but other ones are', async () => {
    await send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    await decide((await exchange.proposals())[0].id, 'dismiss');
    await send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    expect(await exchange.proposals()).toEqual([]);
    await send({ number: 'P1', quantity: 2 }, { number: 'P2', quantity: 2 });
    expect(await exchange.proposals()).toMatchObject([{ quantity: 2, leftQuantity: 2 }]);
  });

  it('are decided once', async () => {
    await send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    const [{ id }] = await exchange.proposals();
    expect((await decide(id, 'accept')).status).toBe(200);
    expect((await decide(id, 'dismiss')).body.code).toBe('proposal_decided');
  });

  it('are not refused twice where somebody has refused them here meanwhile', async () => {
    await send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    const items = [{ id: order.items[0]!.id, quantity: 1 }];
    await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'] });
    const { status, body } = await decide((await exchange.proposals())[0].id, 'accept');
    expect([status, body.code]).toEqual([409, 'changed_meanwhile']);
    expect(await exchange.linesOf(order.id)).toEqual(['3 Обрабатывается', '1 Отказ', '2 Обрабатывается']);
  });

  it('are refused of what is not issued yet', async () => {
    const items = [{ id: order.items[0]!.id, quantity: 1 }];
    await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['В работе'] });
    await shop.setStatus([order.items[0]!], 'Выдано');
    await send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    await decide((await exchange.proposals())[0].id, 'accept');
    expect(await exchange.linesOf(order.id)).toEqual(['3 Выдано', '1 Отказ', '2 Обрабатывается']);
  });

  it('need a status that refused pieces get', async () => {
    await exchange.configure({ refusedStatusId: null });
    await send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    const [{ id }] = await exchange.proposals();
    expect((await decide(id, 'accept')).body.code).toBe('no_refused_status');
    expect(await exchange.proposals()).toHaveLength(1);
  });

  it('are refused at once where that is switched on, and GettZap is told', async () => {
    await shop.configureStatus('Отказ', { item: { status: 'refused', text: '' } });
    await exchange.configure({ settings: { applyMissingLines: true } });
    await send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    expect(await exchange.linesOf(order.id)).toEqual(['3 Обрабатывается', '1 Отказ', '2 Обрабатывается']);
    expect(await exchange.proposals('accepted')).toMatchObject([{ quantity: 1, decidedBy: '' }]);
    await shop.toldEventually('PR-1', [`order | accepted | accepted ${order.id}`, '1 | refused |  | q1']);
    await send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    expect(await exchange.linesOf(order.id)).toEqual(['3 Обрабатывается', '1 Отказ', '2 Обрабатывается']);
    expect(await exchange.stateOf(order.id)).toEqual(['confirmed', 1]);
  });

  it('are none of those that were accepted after 1C had the order', async () => {
    const { id } = await shop.receive('PR-2', 2);
    const received = await shop.externalOrder(id);
    const { body } = await shop.accept(id, { positions: [{ id: received.positions[0].id }] });
    await exchange.exchange();
    await shop.accept(id, { positions: [{ id: received.positions[1].id }] });
    const key = await exchange.keyOf(body.orderId);
    await exchange.send([{ key, lines: [{ number: 'P1', quantity: 2 }] }]);
    expect(await exchange.proposals()).toEqual([]);
  });

  it('of a part that is in two positions are counted together', async () => {
    const positions = [positionOf(1), positionOf(2, { number: 'P1', quantity: 3 })];
    const { id } = await shop.receive('PR-3', 1, { positions });
    const { body } = await shop.accept(id);
    await exchange.exchange();
    const key = await exchange.keyOf(body.orderId);
    await exchange.send([{ key, lines: [{ number: 'P1', quantity: 5 }] }]);
    expect(await exchange.proposals()).toEqual([]);
    await exchange.send([
      {
        key,
        lines: [
          { number: 'P1', quantity: 2 },
          { number: 'P1', quantity: 2 },
        ],
      },
    ]);
    expect(await exchange.proposals()).toMatchObject([{ quantity: 1, leftQuantity: 2 }]);
  });
});
