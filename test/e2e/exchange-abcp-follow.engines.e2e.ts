import { SchedulerRegistry } from '@nestjs/schedule';
import { ExchangeFollows } from '../../src/shop-systems/exchanges/exchange-follows.service.js';
import { AbcpShop, ABCP_STATUSES } from '../support/abcp-shop.js';
import { HOUR, type Notice, MINUTE, SECOND, untilQuiet } from '../support/delivering.js';
import { sql } from '../support/stored.js';
import { eventually } from '../support/eventually.js';
import { positionOf, Shop } from '../support/shop.js';

describe('what happens at ABCP comes back', () => {
  let shop: Shop;
  let exchange: AbcpShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await AbcpShop.connect(shop);
  });
  afterEach(() => shop.close());

  const pushed = async (id: string, quantities: number[]) => {
    const positions = quantities.map((quantity, index) => positionOf(index + 1, { quantity }));
    const received = await shop.receive(id, 1, { positions });
    const { body } = await shop.accept(received.id);
    return { id: body.orderId as string, there: await exchange.confirmed(body.orderId) };
  };

  it('a position’s status is set here, told to GettZap and not pushed back', async () => {
    await shop.configureStatus('Пришло на склад', { item: { status: 'arrived', text: '' } });
    await exchange.map({ [ABCP_STATUSES['На складе']]: 'Пришло на склад' });
    const { id, there } = await pushed('AF-1', [2, 1]);
    exchange.setStatus(there, 'На складе');
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['2 Пришло на склад', '1 Обрабатывается']);
    await shop.toldEventually('AF-1', [`order | accepted | accepted ${id}`, '1 | arrived | ']);
    const { handOvers, history } = await shop.order(id);
    expect(history.at(-1)).toMatchObject({ actor: 'ABCP магазина' });
    expect(handOvers[0]).toMatchObject({ state: 'confirmed', revision: 1, returnedStatus: 'На складе, Новый' });
    expect(exchange.writes()).toHaveLength(1);
  });

  it('positions that passed on together are one change: the whole order comes into no status in between', async () => {
    await shop.tellStatuses({ 'Пришло на склад': 'arrived', Выдано: 'issued' });
    await exchange.map({ [ABCP_STATUSES['На складе']]: 'Пришло на склад' });
    const { id, there } = await pushed('AF-T', [1, 1]);
    exchange.setStatus(there, 'На складе', 1);
    await exchange.follow();
    exchange.setStatus(there, 'На складе', 0);
    exchange.setStatus(there, 'Выдано', 1);
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['1 Пришло на склад', '1 Выдано']);
    const accepted = [`order | accepted | accepted ${id}`, '2 | arrived | '];
    await shop.toldEventually('AF-T', [...accepted, '1 | arrived | ', '2 | issued | ']);
    const { status, history } = await shop.order(id);
    expect([status, history.filter(({ kind }: Notice) => kind === 'order_status').length]).toEqual([null, 1]);
    exchange.setStatus(there, 'Выдано', 0);
    await exchange.follow();
    await eventually(() => expect(shop.told('AF-T').slice(-2)).toEqual(['1 | issued | ', 'order | issued | ']));
  });

  it('what is gone on with while it is being asked is asked once more at once', async () => {
    shop.app.get(SchedulerRegistry).deleteInterval('abcp-follow');
    const follows = shop.app.get(ExchangeFollows);
    const due = async () => {
      shop.clock.advance(HOUR);
      return (await follows.claim(Number(exchange.exchangeId)))!;
    };
    const seen = { seenUntil: '', directoryAt: null };
    for (const outcome of [seen, undefined]) {
      const asking = await due();
      shop.clock.advance(SECOND);
      expect((await shop.admin.post(`/exchanges/${exchange.exchangeId}/resume`)).status).toBe(200);
      await follows.finish(asking, MINUTE, outcome);
      expect(await follows.claim(Number(exchange.exchangeId))).toMatchObject({ failures: 0 });
    }
  });

  it('the same answer twice changes nothing, nor what people did since', async () => {
    await exchange.map({ [ABCP_STATUSES['На складе']]: 'Пришло на склад' });
    const { id, there } = await pushed('AF-2', [2]);
    exchange.setStatus(there, 'На складе');
    await exchange.follow();
    await shop.setStatus((await shop.order(id)).items, 'Выдано');
    const before = (await shop.order(id)).history;
    await exchange.follow();
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['2 Выдано']);
    expect((await shop.order(id)).history).toEqual(before);
    expect((await exchange.statuses()).find(({ value }: Notice) => value === ABCP_STATUSES['На складе'])).toMatchObject(
      {
        seen: 1,
        sample: there.number,
      },
    );
    const files = await sql(shop, 'SELECT COUNT(*) AS files FROM exchange_files');
    expect(Number(files[0].files)).toBe(1);
  });

  it('statuses without a meaning wait with their names, and are carried out once they have one', async () => {
    const { id, there } = await pushed('AF-3', [1, 1]);
    exchange.setStatus(there, 'Отказ поставщика', 1);
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['1 Обрабатывается', '1 Обрабатывается']);
    const code = ABCP_STATUSES['Отказ поставщика'];
    const known = await exchange.statuses();
    expect(known).toHaveLength(6);
    expect(known.find(({ value }: Notice) => value === code)).toMatchObject({ name: 'Отказ поставщика', seen: 1 });
    expect((await exchange.view()).unmappedStatuses).toBe(2);
    await exchange.map({ [code]: 'Отказ' });
    expect(await exchange.itemsOf(id)).toEqual(['1 Обрабатывается', '1 Отказ']);
    expect(await exchange.stateOf(id)).toEqual(['confirmed', 1]);
  });

  it('a status of the same name needs no meaning; a code is never the number of ours', async () => {
    const { id, there } = await pushed('AF-4', [1]);
    exchange.setStatus(there, 'Выдано');
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['1 Выдано']);
    expect((await exchange.view()).unmappedStatuses).toBe(0);
    there.positions[0]!.statusCode = shop.statuses['Отказ']!;
    there.positions[0]!.status = 'Иное';
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['1 Выдано']);
  });

  it('fewer pieces are proposed to a person, or refused at once where that is switched on', async () => {
    await exchange.configure({ refusedStatusId: shop.statuses['Отказ'] });
    const first = await pushed('AF-5', [4]);
    exchange.abcp.orders.setQuantityFinal(first.there.number, first.there.positions[0]!.id, 3);
    await exchange.follow();
    const [proposal] = await exchange.proposals();
    expect(proposal).toMatchObject({ orderId: first.id, quantity: 1, leftQuantity: 3, isAskedByClient: false });
    expect(proposal.source).toBe(first.there.number);
    await shop.admin.post(`/exchanges/${exchange.exchangeId}/proposals/${proposal.id}/accept`);
    expect(await exchange.itemsOf(first.id)).toEqual(['3 Обрабатывается', '1 Отказ']);
    expect(exchange.writes()).toHaveLength(1);
    await exchange.configure({ settings: { applyMissingLines: true } });
    const second = await pushed('AF-6', [4]);
    exchange.abcp.orders.setQuantityFinal(second.there.number, second.there.positions[0]!.id, 1);
    await exchange.follow();
    expect(await exchange.itemsOf(second.id)).toEqual(['1 Обрабатывается', '3 Отказ']);
  });

  it('pieces of several positions that are refused at once are one change: the whole order comes into no status in between', async () => {
    await shop.tellStatuses({ 'Пришло на склад': 'arrived', Отказ: 'gone' });
    await exchange.configure({ refusedStatusId: shop.statuses['Отказ'], settings: { applyMissingLines: true } });
    const { id, there } = await pushed('AF-G', [1, 1]);
    const [, second] = (await shop.order(id)).items;
    await shop.setStatus([second], 'Пришло на склад');
    const before = [`order | accepted | accepted ${id}`, '2 | arrived | '];
    await shop.toldEventually('AF-G', before);
    await untilQuiet(shop); // else the clock would be put forward while it is being sent
    for (const position of there.positions) exchange.abcp.orders.setQuantityFinal(there.number, position.id, 0);
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['1 Отказ', '1 Отказ']);
    await shop.toldEventually('AF-G', [...before, '1 | gone | ', '2 | gone | ', 'order | gone | ']);
  });

  it('what the client asks there is for a person, whatever is switched on', async () => {
    await exchange.configure({ refusedStatusId: shop.statuses['Отказ'], settings: { applyMissingLines: true } });
    const { id, there } = await pushed('AF-7', [2, 1]);
    exchange.abcp.orders.askToCancel(there.number, there.positions[0]!.id);
    await exchange.follow();
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['2 Обрабатывается', '1 Обрабатывается']);
    expect(await exchange.proposals()).toMatchObject([{ quantity: 2, leftQuantity: 0, isAskedByClient: true }]);
  });

  it('what the client asks there and a person accepts is taken out there, too', async () => {
    await exchange.configure({ refusedStatusId: shop.statuses['Отказ'] });
    const { id, there } = await pushed('AF-20', [2, 1]);
    exchange.abcp.orders.askToCancel(there.number, there.positions[0]!.id);
    await exchange.follow();
    const [proposal] = await exchange.proposals();
    await shop.admin.post(`/exchanges/${exchange.exchangeId}/proposals/${proposal.id}/accept`);
    expect(await exchange.itemsOf(id)).toEqual(['2 Отказ', '1 Обрабатывается']);
    expect((await exchange.confirmed(id, 2)).positions).toMatchObject([{ quantity: '1' }]);
    await exchange.follow();
    expect(await exchange.proposals()).toEqual([]);
  });

  it('a removed position is proposed, and not made there again', async () => {
    const { id, there } = await pushed('AF-8', [2, 1]);
    exchange.abcp.orders.remove(there.number, there.positions[1]!.id);
    await exchange.follow();
    expect(await exchange.proposals()).toMatchObject([{ quantity: 1, leftQuantity: 0 }]);
    const items = [{ id: (await shop.order(id)).items[0].id, quantity: 1 }];
    await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['Отказ'] });
    expect((await exchange.confirmed(id, 2)).positions).toMatchObject([{ quantity: '1' }]);
  });

  it('two positions of one part each have a status of their own', async () => {
    await exchange.map({ [ABCP_STATUSES['На складе']]: 'Пришло на склад' });
    const positions = [positionOf(1, { quantity: 2 }), { ...positionOf(1, { quantity: 2 }), id: '2' }];
    const received = await shop.receive('AF-9', 1, { positions });
    const { body } = await shop.accept(received.id);
    const there = await exchange.confirmed(body.orderId);
    exchange.setStatus(there, 'На складе', 1);
    await exchange.follow();
    expect(await exchange.itemsOf(body.orderId)).toEqual(['2 Обрабатывается', '2 Пришло на склад']);
  });

  it('what was split off there belongs to the position of its brand, where two have one number', async () => {
    await exchange.map({ [ABCP_STATUSES['На складе']]: 'Пришло на склад' });
    const positions = ['BOSCH', 'ATE'].map((brand, index) =>
      positionOf(index + 1, { brand, number: '12', quantity: 2 }),
    );
    const received = await shop.receive('AF-9b', 1, { positions });
    const { body } = await shop.accept(received.id);
    const there = await exchange.confirmed(body.orderId);
    const second = there.positions[1]!;
    Object.assign(second, { quantity: '1', quantityFinal: '1' });
    const part = exchange.abcp.orders.addPosition(there, { ...second, brand: 'Ate' });
    exchange.abcp.orders.setStatus(there.number, part.id, ABCP_STATUSES['На складе']);
    await exchange.follow();
    expect(await exchange.itemsOf(body.orderId)).toEqual(['2 Обрабатывается', '1 Обрабатывается', '1 Пришло на склад']);
    expect(await exchange.proposals()).toEqual([]);
  });

  it('what was split off there of a position whose status is known goes its own way', async () => {
    await exchange.map({ [ABCP_STATUSES['На складе']]: 'Пришло на склад' });
    const { id, there } = await pushed('AF-9c', [4]);
    exchange.setStatus(there, 'В работе');
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['4 В работе']);
    const [position] = there.positions;
    Object.assign(position!, { quantity: '2', quantityFinal: '2' });
    const part = exchange.abcp.orders.addPosition(there, { ...position! });
    exchange.abcp.orders.setStatus(there.number, part.id, ABCP_STATUSES['На складе']);
    await exchange.follow();
    expect((await exchange.itemsOf(id)).sort()).toEqual(['2 В работе', '2 Пришло на склад']);
  });

  it('orders of the shop’s own site are let be, and nothing of them is kept', async () => {
    exchange.abcp.orders.addOwn();
    await exchange.follow();
    const session = await exchange.lastSession();
    expect(session).toMatchObject({ format: 'abcp', address: '127.0.0.1', returned: 0, failures: 0, steps: [] });
    expect((await exchange.view()).lastContactAt).not.toBeNull();
  });

  it('what was read of ours is kept as it came but for the buyer, and shown', async () => {
    const { there } = await pushed('AF-10', [1]);
    await exchange.follow();
    const { steps, returned } = await exchange.lastSession();
    expect([returned, steps[0].request]).toEqual([
      1,
      expect.stringMatching(/^GET cp\/orders\?dateUpdatedStart=\d{4}-/),
    ]);
    const { body } = await shop.admin.get(`/exchanges/${exchange.exchangeId}/files/${steps[0].file.id}`);
    expect(JSON.parse(body.body)).toMatchObject([{ number: there.number, clientOrderNumber: 'AF-10' }]);
    expect(body.body).not.toContain(there.userName);
  });

  it('asks from what it saw last, every so often, and later after failures', async () => {
    await pushed('AF-11', [1]);
    await exchange.follow();
    const asked = () => exchange.abcp.calls.filter(({ path }) => path === 'cp/orders').length;
    expect(asked()).toBe(1);
    await exchange.follow();
    expect(asked()).toBe(2);
    exchange.abcp.misbehave({ kind: 'html', of: 'reads' });
    await exchange.follow();
    expect(await exchange.lastSession()).toMatchObject({ failures: 1, steps: [{}, { errorCode: 'answer_no_json' }] });
    await exchange.follow();
    expect(asked()).toBe(3);
    exchange.abcp.behave();
    shop.clock.advance(MINUTE);
    await exchange.follow();
    expect(asked()).toBe(4);
  });

  it('is shown as failing after several failures, until it answers again', async () => {
    const failing = async () => (await exchange.view()).isFailing;
    const { lastContactAt } = await exchange.view();
    exchange.abcp.misbehave({ kind: 'error', of: 'reads' });
    for (const expected of [false, false, true]) {
      shop.clock.advance(HOUR);
      await exchange.follow();
      expect(await failing()).toBe(expected);
    }
    // What does not answer as it should is silent, however often it is asked.
    expect((await exchange.view()).lastContactAt).toBe(lastContactAt);
    exchange.abcp.behave();
    shop.clock.advance(HOUR);
    await exchange.follow();
    expect(await failing()).toBe(false);
    expect((await exchange.view()).lastContactAt).not.toBe(lastContactAt);
  });

  it('a refused sign-in pauses asking, too', async () => {
    exchange.abcp.misbehave({ kind: 'foreign-address' });
    await exchange.follow();
    expect(await exchange.view()).toMatchObject({ pauseReason: 'unauthorized_403' });
    const calls = exchange.calls().length;
    await exchange.follow();
    expect(exchange.calls()).toHaveLength(calls);
    exchange.abcp.behave();
    await shop.admin.post(`/exchanges/${exchange.exchangeId}/resume`);
    await exchange.follow();
    expect(exchange.calls().at(-1)).toBe('GET cp/orders 200');
  });

  it('all pages are read', async () => {
    const { id, there } = await pushed('AF-12', [1]);
    const orders = exchange.abcp.orders.all();
    for (let n = 0; n < 1_000; n += 1) exchange.abcp.orders.addOwn();
    orders.push(orders.shift()!);
    exchange.setStatus(there, 'Выдано');
    await exchange.follow();
    expect(await exchange.itemsOf(id)).toEqual(['1 Выдано']);
    expect(exchange.abcp.calls.filter(({ path }) => path === 'cp/orders')).toHaveLength(2);
  });

  it('a forgotten buyer is forgotten in what was exchanged, too', async () => {
    const received = await shop.receive('AF-13', 1);
    const { body } = await shop.accept(received.id);
    const there = await exchange.confirmed(body.orderId);
    exchange.setStatus(there, 'Выдано');
    await exchange.follow();
    const { customer } = await shop.order(body.orderId);
    const { status } = await shop.admin.post('/personal-data/delete', { externalOrderIds: [received.id] });
    expect(status).toBe(200);
    await eventually(async () => {
      const rows = await Promise.all([
        sql(shop, 'SELECT * FROM outbox_attempts'),
        sql(shop, 'SELECT * FROM exchange_file_parts'),
        sql(shop, 'SELECT * FROM exchange_hand_overs'),
      ]);
      const kept = decodeURIComponent(JSON.stringify(rows).replaceAll('+', ' '));
      expect(kept).not.toContain(customer.name);
    });
    await exchange.runQueue();
    await eventually(async () => expect(await exchange.stateOf(body.orderId)).toEqual(['confirmed', 1]));
    expect(exchange.writes()).toHaveLength(1);
  });
});
