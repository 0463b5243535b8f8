import { MINUTE } from '../support/delivering.js';
import { runJob } from '../support/jobs.js';
import { OneCShop } from '../support/one-c-shop.js';
import { OrderWithLines } from '../support/proposals.js';
import { positionOf, Shop } from '../support/shop.js';

describe('which lines that are missing in what 1C sends are proposed', () => {
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
    await order.send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    await order.decide((await exchange.proposals())[0].id, 'dismiss');
    await order.send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    expect(await exchange.proposals()).toEqual([]);
    await order.send({ number: 'P1', quantity: 2 }, { number: 'P2', quantity: 2 });
    expect(await exchange.proposals()).toMatchObject([{ quantity: 2, leftQuantity: 2 }]);
  });

  it('are proposed no longer once the pieces are refused here and that cannot be undone any more', async () => {
    await order.send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    const items = [{ id: order.items[0]!.id, quantity: 1 }];
    const set = await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'], hold: 30 });
    expect(set.status).toBe(200);
    await runJob(shop, 'exchange-watch');
    expect(await exchange.proposals()).toHaveLength(1);
    shop.clock.advance(MINUTE);
    await runJob(shop, 'exchange-watch');
    expect(await exchange.proposals()).toEqual([]);
    expect(await exchange.proposals('outdated')).toMatchObject([{ quantity: 1, leftQuantity: 3 }]);
    expect(await exchange.view()).toMatchObject({ openProposals: 0 });
  });

  it('are proposed anew once the pieces of a dismissed one were back', async () => {
    const send = (quantity: number) => order.send({ number: 'P1', quantity }, { number: 'P2', quantity: 2 });
    await send(3);
    await order.decide((await exchange.proposals())[0].id, 'dismiss');
    await send(4);
    expect(await exchange.proposals()).toEqual([]);
    await send(3);
    expect(await exchange.proposals()).toMatchObject([{ quantity: 1, leftQuantity: 3 }]);
  });

  it('are refused of what is not issued yet', async () => {
    const items = [{ id: order.items[0]!.id, quantity: 1 }];
    await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['В работе'] });
    await shop.setStatus([order.items[0]!], 'Выдано');
    await order.send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    await order.decide((await exchange.proposals())[0].id, 'accept');
    expect(await exchange.linesOf(order.id)).toEqual(['3 Выдано', '1 Отказ', '2 Обрабатывается']);
  });

  it('need a status that refused pieces get', async () => {
    await exchange.configure({ refusedStatusId: null });
    await order.send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    const [{ id }] = await exchange.proposals();
    expect((await order.decide(id, 'accept')).body.code).toBe('no_refused_status');
    expect(await exchange.proposals()).toHaveLength(1);
  });

  it.each([
    [
      'is of another group by now',
      () => shop.admin.patch(`/order-statuses/${shop.statuses['Отказ']}`, { group: 'processing' }),
    ],
    [
      'was replaced by one of another group',
      () => shop.admin.delete(`/order-statuses/${shop.statuses['Отказ']}?replacementId=${shop.statuses['В работе']}`),
    ],
  ])('are for a person, and wait for another status, where that of refused pieces %s', async (_, change) => {
    await exchange.configure({ settings: { applyMissingLines: true } });
    expect((await change()).status).toBeLessThan(300);
    await order.send({ number: 'P1', quantity: 3 }, { number: 'P2', quantity: 2 });
    expect(await exchange.linesOf(order.id)).toEqual(['4 Обрабатывается', '2 Обрабатывается']);
    const [{ id }] = await exchange.proposals();
    expect((await order.decide(id, 'accept')).body.code).toBe('no_refused_status');
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
