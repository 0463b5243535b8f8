import { NOTHING_SENT, unexpected } from '../../src/shop-systems/exchanges/called-system.js';
import { PartsSoftClient } from '../../src/shop-systems/parts-soft-push/parts-soft-client.service.js';
import { ExchangeFollows } from '../../src/shop-systems/exchanges/exchange-follows.service.js';
import { type Notice, SECOND } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { PARTS_SOFT_KEY, PartsSoftShop } from '../support/parts-soft-shop.js';
import { positionOf, Shop } from '../support/shop.js';

describe('orders are put into PARTS SOFT', () => {
  let shop: Shop;
  let exchange: PartsSoftShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await PartsSoftShop.connect(shop);
  });
  afterEach(() => shop.close());

  it('once, each position by its key, and are called by their number there', async () => {
    exchange.partsSoft.putForeignLine();
    const order = await exchange.acceptedOf('PS-1', [2, 1]);
    const there = await exchange.confirmed(order.id);
    expect(there).toMatchObject(order.items.map(({ number, quantity }: Notice) => ({ oem: number, qnt: quantity })));
    expect(there.every(({ comment }) => comment.length <= 36)).toBe(true);
    expect(exchange.partsSoft.items).toHaveLength(2);
    expect((await shop.order(order.id)).handOvers[0].number).toBe(String(there[0]!.order_id));
    expect(exchange.orders()).toHaveLength(1);
    const list = `/gettzap-notifications?channel=parts_soft&exchangeId=${exchange.exchangeId}`;
    const [{ id }] = (await shop.admin.get(list)).body.data;
    // The attempt is written down after what came of it.
    const body = await eventually(async () => {
      const { body: delivery } = await shop.admin.get(`/gettzap-notifications/${id}`);
      expect(delivery.attempts).toHaveLength(1);
      return delivery;
    });
    const key = new RegExp(`${PARTS_SOFT_KEY}|${encodeURIComponent(PARTS_SOFT_KEY)}|key%26of`);
    expect(JSON.stringify(body)).not.toMatch(key);
  });

  it('positions that are accepted later are ordered then, those that are there are not', async () => {
    const positions = [positionOf(1, { quantity: 2 }), positionOf(2, { quantity: 1 })];
    const received = await shop.receive('PS-8', 1, { positions });
    const [first, second] = received.positions;
    const { body } = await shop.accept(received.id, { positions: [{ id: first.id }] });
    await exchange.confirmed(body.orderId);
    await shop.accept(received.id, { positions: [{ id: second.id }] });
    const there = await exchange.confirmed(body.orderId, 2);
    expect(there.map(({ qnt }) => qnt)).toEqual([2, 1]);
    const { number } = (await shop.order(body.orderId)).handOvers[0];
    expect(number).toBe(there.map((item) => item.order_id).join(', '));
  });

  it('a wrong key pauses the exchange and tells the administrator once, until it is put right', async () => {
    exchange.partsSoft.useKey('another');
    const orders = [await exchange.acceptedOf('PS-11', [1]), await exchange.acceptedOf('PS-12', [1])];
    await eventually(async () => expect(await exchange.view()).toMatchObject({ pauseReason: 'unauthorized_401' }));
    const told = (await shop.admin.get('/manager-notifications')).body.data;
    expect(told.filter(({ kind }: Notice) => kind === 'connection_paused')).toHaveLength(1);
    const check = async () => (await shop.admin.post(`/exchanges/${exchange.exchangeId}/check`)).body;
    expect(await check()).toMatchObject({ ok: false, steps: [{}, {}, {}, { code: 'sign_in_refused' }] });
    await exchange.configure({ settings: { password: 'another' } });
    for (const { id } of orders) await exchange.confirmed(id);
    const { length } = exchange.partsSoft.items;
    expect(await check()).toMatchObject({
      ok: true,
      steps: [{}, {}, {}, { code: 'basket_read', params: { count: 0 } }],
    });
    expect(exchange.partsSoft.items).toHaveLength(length);
  });

  describe('and what happens there comes back:', () => {
    it('statuses by position, once, those without a meaning are listed', async () => {
      await exchange.map({ prishlo: 'Пришло на склад' });
      const order = await exchange.acceptedOf('PS-20', [3, 1]);
      const [first] = await exchange.confirmed(order.id);
      exchange.partsSoft.setStatus(first!.id, 'prishlo');
      await exchange.follow();
      expect(await exchange.itemsOf(order.id)).toEqual(['3 Пришло на склад', '1 Обрабатывается']);
      expect((await exchange.statuses()).find(({ value }: Notice) => value === 'new')).toMatchObject({ seen: 1 });
      await shop.setStatus((await shop.order(order.id)).items.slice(0, 1), 'В работе');
      const { history } = await shop.order(order.id);
      await exchange.follow();
      expect((await shop.order(order.id)).history).toEqual(history);
      await exchange.confirmed(order.id);
      expect(exchange.orders()).toHaveLength(1);
    });

    it('some pieces of a position that became an item of their own there', async () => {
      await exchange.map({ prishlo: 'Пришло на склад' });
      const order = await exchange.acceptedOf('PS-21', [4, 4]);
      const [, second] = await exchange.confirmed(order.id);
      const part = exchange.partsSoft.divide(second!.id, 1);
      exchange.partsSoft.setStatus(part.id, 'prishlo');
      await exchange.follow();
      expect((await exchange.itemsOf(order.id)).sort()).toEqual([
        '1 Пришло на склад',
        '3 Обрабатывается',
        '4 Обрабатывается',
      ]);
      expect(await exchange.proposals()).toEqual([]);
    });

    it('fewer pieces as a proposal, and nothing of an order of which nothing is found', async () => {
      const order = await exchange.acceptedOf('PS-22', [4, 1]);
      const [first, second] = await exchange.confirmed(order.id);
      exchange.partsSoft.setQuantity(first!.id, 3);
      await exchange.follow();
      expect(await exchange.proposals()).toMatchObject([{ quantity: 1, leftQuantity: 3 }]);
      for (const item of [first!, second!]) exchange.partsSoft.remove(item.id);
      await exchange.follow();
      expect(await exchange.proposals()).toHaveLength(1);
      expect((await exchange.lastSession()).steps.at(-1)).toMatchObject({
        errorCode: 'items_not_found',
        isFailure: true,
      });
    });

    it('of an order of which an item cannot be read nothing, which stops no other', async () => {
      await exchange.map({ prishlo: 'Пришло на склад' });
      const orders = [await exchange.acceptedOf('PS-25', [1]), await exchange.acceptedOf('PS-26', [1])];
      const there = [await exchange.confirmed(orders[0]!.id), await exchange.confirmed(orders[1]!.id)].flat();
      for (const { id } of there) exchange.partsSoft.setStatus(id, 'prishlo');
      exchange.partsSoft.setQuantity(there[0]!.id, null as never);
      await exchange.follow();
      expect(await exchange.itemsOf(orders[0]!.id)).toEqual(['1 Обрабатывается']);
      expect(await exchange.itemsOf(orders[1]!.id)).toEqual(['1 Пришло на склад']);
      const { steps } = await exchange.lastSession();
      expect(steps).toContainEqual(expect.objectContaining({ errorCode: 'items_unread', isFailure: true }));
    });

    it('also of an order of which a further position cannot be ordered yet', async () => {
      await exchange.map({ prishlo: 'Пришло на склад' });
      const positions = [positionOf(1), positionOf(2)];
      const received = await shop.receive('PS-30', 1, { positions });
      const [first, second] = received.positions;
      const { body } = await shop.accept(received.id, { positions: [{ id: first.id }] });
      const [item] = await exchange.confirmed(body.orderId);
      exchange.partsSoft.misbehaving.set({ kind: 'offer-gone', of: 'basket' });
      await shop.accept(received.id, { positions: [{ id: second.id }] });
      await eventually(async () => expect(await exchange.errorOf(body.orderId)).not.toBe(''));
      expect((await exchange.stateOf(body.orderId))![0]).toBe('waiting');
      exchange.partsSoft.setStatus(item!.id, 'prishlo');
      await exchange.follow();
      expect((await exchange.itemsOf(body.orderId))[0]).toBe(`${first.quantity} Пришло на склад`);
    });

    it('of an order that cannot be asked for nothing, which stops no other', async () => {
      await exchange.map({ prishlo: 'Пришло на склад' });
      const orders = [await exchange.acceptedOf('PS-27', [1]), await exchange.acceptedOf('PS-28', [1])];
      const there = [await exchange.confirmed(orders[0]!.id), await exchange.confirmed(orders[1]!.id)].flat();
      // So that each is asked for by its comment.
      const client = shop.app.get(PartsSoftClient);
      jest.spyOn(client, 'newest').mockImplementation(async () => ({ outcome: NOTHING_SENT, body: {}, found: [] }));
      const itemsOf = client.itemsOf.bind(client);
      jest.spyOn(client, 'itemsOf').mockImplementation(async (of, comment, endsAt) => {
        const { found, ...answer } = await itemsOf(of, comment, endsAt);
        return comment === there[0]!.comment
          ? { ...answer, outcome: unexpected(answer.outcome) }
          : { ...answer, found };
      });
      for (const { id } of there) exchange.partsSoft.setStatus(id, 'prishlo');
      await exchange.follow();
      expect(await exchange.itemsOf(orders[1]!.id)).toEqual(['1 Пришло на склад']);
      const { steps } = await exchange.lastSession();
      expect(steps).toContainEqual(expect.objectContaining({ errorCode: 'items_unread', isFailure: true }));
    });

    it('is asked for by nobody else meanwhile, however slowly the items of one order come', async () => {
      const follows = shop.app.get(ExchangeFollows);
      const order = await exchange.acceptedOf('PS-29', [1, 1, 1]);
      await exchange.confirmed(order.id);
      const client = shop.app.get(PartsSoftClient);
      jest.spyOn(client, 'newest').mockImplementation(async () => ({ outcome: NOTHING_SENT, body: {}, found: [] }));
      const itemsOf = client.itemsOf.bind(client);
      const claims: unknown[] = [];
      jest.spyOn(client, 'itemsOf').mockImplementation(async (...call) => {
        shop.clock.advance(40 * SECOND);
        claims.push(await follows.claim(Number(exchange.exchangeId)));
        return itemsOf(...call);
      });
      await exchange.follow();
      expect(claims).toEqual([undefined, undefined, undefined]);
    });

    it('with one call while the newest page has it all, and of finished orders with none', async () => {
      await exchange.map({ vydano: 'Выдано' });
      const orders = [await exchange.acceptedOf('PS-23', [1, 1]), await exchange.acceptedOf('PS-24', [1, 1])];
      for (const { id } of orders) await exchange.confirmed(id);
      exchange.partsSoft.calls.length = 0;
      await exchange.follow();
      expect(exchange.partsSoft.calls).toHaveLength(1);
      for (const { id } of exchange.partsSoft.items) exchange.partsSoft.setStatus(id, 'vydano');
      await exchange.follow();
      expect(await exchange.itemsOf(orders[1]!.id)).toEqual(['1 Выдано', '1 Выдано']);
      exchange.partsSoft.calls.length = 0;
      await exchange.follow();
      expect(exchange.partsSoft.calls).toEqual([]);
    });
  });
});
