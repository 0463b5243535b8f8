import { OneCShop } from '../support/one-c-shop.js';
import { positionOf, Shop } from '../support/shop.js';

describe('orders are handed over to 1C', () => {
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

  it('once, and are confirmed when 1C has saved them', async () => {
    const order = await shop.accepted('HO-1', 2);
    expect(await exchange.stateOf(order.id)).toEqual(['waiting', 0]);
    await exchange.exchange();
    expect(exchange.oneC.books.all()).toMatchObject([{ number: order.id, createdCount: 1, revisions: 1 }]);
    expect(await exchange.stateOf(order.id)).toEqual(['confirmed', 1]);
    await exchange.exchange();
    expect(exchange.oneC.books.all()).toMatchObject([{ arrivals: 1 }]);
  });

  it('again as another revision when a status changes, not when nothing does', async () => {
    const order = await shop.accepted('HO-2', 1);
    await exchange.exchange();
    await shop.setStatus(order.items, 'В работе');
    expect(await exchange.stateOf(order.id)).toEqual(['waiting', 1]);
    await exchange.exchange();
    expect(exchange.oneC.books.all()).toMatchObject([{ createdCount: 1, revisions: 2 }]);
    expect(await exchange.stateOf(order.id)).toEqual(['confirmed', 2]);
  });

  it('a status that 1C sets is set here, told to GettZap and not handed back', async () => {
    await shop.configureStatus('Пришло на склад', { item: { status: 'arrived', text: '' } });
    await exchange.map({ 'К отгрузке': 'Пришло на склад' });
    const order = await shop.accepted('HO-3', 1);
    await exchange.exchange();
    exchange.oneC.setStatus(exchange.documentOf(order.id).id, 'К отгрузке');
    await exchange.exchange();
    const after = await shop.order(order.id);
    expect(after.items[0].status.name).toBe('Пришло на склад');
    expect(after.history.at(-1)).toMatchObject({ actor: '1С магазина' });
    await shop.toldEventually('HO-3', [`order | accepted | accepted ${order.id}`, '1 | arrived | ']);
    expect(await exchange.stateOf(order.id)).toEqual(['confirmed', 1]);
    expect(after.handOvers[0]).toMatchObject({ number: 'ЗК-000001', returnedStatus: 'К отгрузке' });
  });

  it('a shipment of two of four puts two into the status', async () => {
    await exchange.map({ 'Отпуск товара': 'Выдано' });
    const received = await shop.receive('HO-4', 1, { positions: [positionOf(1, { quantity: 4 })] });
    const { body } = await shop.accept(received.id);
    await exchange.exchange();
    const document = exchange.documentOf(body.orderId);
    exchange.oneC.ship(document.id, [{ line: 1, quantity: 2 }]);
    await exchange.exchange();
    expect(await exchange.linesOf(body.orderId)).toEqual(['2 Обрабатывается', '2 Выдано']);
    exchange.oneC.misbehave({ repeatFile: true });
    await exchange.exchange();
    expect(await exchange.linesOf(body.orderId)).toEqual(['2 Обрабатывается', '2 Выдано']);
  });

  it('a smaller line is proposed, and refused when a person accepts', async () => {
    await exchange.configure({ refusedStatusId: shop.statuses['Отказ'] });
    const received = await shop.receive('HO-5', 1, { positions: [positionOf(1, { quantity: 4 })] });
    const { body } = await shop.accept(received.id);
    await exchange.exchange();
    exchange.oneC.setQuantity(exchange.documentOf(body.orderId).id, 1, 3);
    await exchange.exchange();
    const [proposal] = await exchange.proposals();
    expect(proposal).toMatchObject({ orderId: body.orderId, kind: 'refuse', quantity: 1, leftQuantity: 3 });
    const accept = (refusedStatusId: unknown) =>
      shop.admin.post(`/exchanges/${exchange.exchangeId}/proposals/${proposal.id}/accept`, { refusedStatusId });
    for (const otherThanSeen of [shop.statuses['Выдано'], null]) {
      const { status, body } = await accept(otherThanSeen);
      expect([status, body.code]).toEqual([409, 'changed_meanwhile']);
    }
    expect((await accept('x')).body.errors).toMatchObject([{ path: 'refusedStatusId', code: 'id' }]);
    expect((await accept(shop.statuses['Отказ'])).status).toBe(200);
    expect(await exchange.linesOf(body.orderId)).toEqual(['3 Обрабатывается', '1 Отказ']);
    expect(await exchange.stateOf(body.orderId)).toEqual(['confirmed', 1]);
    await exchange.exchange();
    expect(await exchange.proposals()).toEqual([]);
  });
});
