import { HOUR } from '../support/delivering.js';
import { OneCShop } from '../support/one-c-shop.js';
import { positionOf, Shop } from '../support/shop.js';

describe('documents that are handed over to 1C', () => {
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

  it('a status that makes an order ready and is undone hands nothing over', async () => {
    await exchange.configure({ readyStatusIds: [shop.statuses['В работе']] });
    const order = await shop.accepted('HD-4', 1);
    const set = await shop.admin.post('/order-items/status', {
      itemIds: order.items.map(({ id }: { id: string }) => id),
      statusId: shop.statuses['В работе'],
      hold: 600,
    });
    await shop.admin.post(`/undo/${set.body.undo.token}`);
    shop.clock.advance(HOUR);
    await exchange.exchange();
    expect(numbersThere()).toEqual([]);
  });

  it('an order that the client cancelled before is not handed over', async () => {
    const order = await shop.accepted('HD-6', 1);
    await shop.cancel('HD-6');
    await exchange.exchange();
    expect(numbersThere()).toEqual([]);
    expect(await exchange.stateOf(order.id)).toBeUndefined();
  });

  it('an order that the client cancels afterwards is cancelled there, too', async () => {
    const order = await shop.accepted('HD-7', 1);
    await exchange.exchange();
    await shop.cancel('HD-7');
    await exchange.exchange();
    expect(exchange.documentOf(order.id)).toMatchObject({ cancelled: true, cancelledBy: 'site', lines: [] });
  });

  it('positions that are accepted later come as another revision of the same document', async () => {
    const received = await shop.receive('HD-8', 2);
    const { body } = await shop.accept(received.id, { positions: [{ id: received.positions[0].id }] });
    await exchange.exchange();
    await shop.accept(received.id, { positions: [{ id: received.positions[1].id }] });
    await exchange.exchange();
    expect(exchange.documentOf(body.orderId)).toMatchObject({ createdCount: 1, revisions: 2 });
    expect(exchange.documentOf(body.orderId).lines.map(({ number }) => number)).toEqual(['P1', 'P2']);
  });

  it('a part that was refused is left out of the lines, or stands there as none', async () => {
    const order = await shop.accepted('HD-9', 2);
    await exchange.exchange();
    await shop.setStatus([order.items[1]], 'Отказ');
    await exchange.exchange();
    expect(exchange.documentOf(order.id).lines.map(({ number }) => number)).toEqual(['P1']);
    await exchange.configure({ settings: { refusedPositions: 'zero' } });
    await exchange.repeat(order.id);
    await exchange.exchange();
    expect(exchange.documentOf(order.id).lines.map(({ number, quantity }) => [number, quantity])).toEqual([
      ['P1', 2],
      ['P2', 0],
    ]);
  });

  it('parts of a divided item are one line', async () => {
    const order = await shop.accepted('HD-10', 1);
    const statusId = shop.statuses['В работе'];
    await shop.admin.post('/order-items/status', { items: [{ id: order.items[0].id, quantity: 1 }], statusId });
    await exchange.exchange();
    const document = exchange.documentOf(order.id);
    expect(document.lines).toMatchObject([{ number: 'P1', quantity: 2 }]);
    expect(document.siteStatus).toEqual({ id: '', name: '' });
  });

  it('the same part twice in an order is two lines', async () => {
    const positions = [positionOf(1), positionOf(2, { number: 'P1', quantity: 3 })];
    const { id } = await shop.receive('HD-11', 1, { positions });
    const { body } = await shop.accept(id);
    await exchange.exchange();
    expect(exchange.documentOf(body.orderId).lines.map(({ quantity }) => quantity)).toEqual([2, 3]);
  });

  it('an order is repeated when somebody asks for it, though nothing of it has changed', async () => {
    const order = await shop.accepted('HD-12', 1);
    await exchange.exchange();
    await exchange.repeat(order.id);
    await exchange.exchange();
    expect(exchange.documentOf(order.id)).toMatchObject({ arrivals: 2, createdCount: 1 });
  });

  it('a preview shows the document and changes nothing', async () => {
    const order = await shop.accepted('HD-13', 1);
    const { status, body } = await shop.admin.post(`/exchanges/${exchange.exchangeId}/preview`, { orderId: order.id });
    expect([status, body.contentType]).toEqual([200, 'application/xml']);
    expect(body.body).toContain(`<Номер>${order.id}</Номер>`);
    expect(await exchange.stateOf(order.id)).toEqual(['waiting', 0]);
  });
});
