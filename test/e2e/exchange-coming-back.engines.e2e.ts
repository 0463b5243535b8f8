import { ReturnedDocuments } from '../../src/shop-systems/exchanges/returned-documents.service.js';
import { eventually } from '../support/eventually.js';
import { HOUR } from '../support/delivering.js';
import { fileOf, OneCShop } from '../support/one-c-shop.js';
import { runJob } from '../support/jobs.js';
import { positionOf, Shop } from '../support/shop.js';

describe('what 1C sends back', () => {
  let shop: Shop;
  let exchange: OneCShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await OneCShop.connect(shop);
    await exchange.map({ 'К отгрузке': 'Пришло на склад', Отгружен: 'Выдано', 'В сборке': 'В работе' });
  });
  afterEach(async () => {
    exchange.oneC.close();
    await shop.close();
  });

  it('changes nothing when it comes once more, whatever was done here since', async () => {
    const { id, key, items } = await exchange.handedOver('CB-2');
    await exchange.send([{ key, status: 'К отгрузке' }]);
    await shop.setStatus(items, 'Выдано');
    await exchange.send([{ key, status: 'К отгрузке' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Выдано']);
  });

  it('is not handed back to it, also where a batch is under way', async () => {
    const { id, key, items } = await exchange.handedOver('CB-7');
    await shop.setStatus(items, 'В работе');
    exchange.oneC.misbehave({ loseAnswerOf: 'success', skipSuccess: true });
    await exchange.oneC.exchange();
    await exchange.send([{ key, status: 'К отгрузке' }]);
    exchange.oneC.behave();
    await exchange.exchange();
    // What it saved last was older than what it had told.
    expect(exchange.documentOf(id).siteStatus.name).toBe('Пришло на склад');
    expect(await exchange.stateOf(id)).toMatchObject(['confirmed', 3]);
  });

  it('as our own status, as it was told of it, is no change, though what was exchanged by then was removed by age', async () => {
    const { id, key, items } = await exchange.handedOver('CB-8');
    const { name, id: statusId } = (await shop.order(id)).status;
    shop.clock.advance(91 * 24 * HOUR);
    await runJob(shop, 'retention');
    await shop.setStatus(items, 'В работе');
    await exchange.exchange();
    await exchange.send([{ key, status: name, statusId }]);
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
  });

  it('waits under a value that nobody has assigned, and is carried out when somebody does', async () => {
    const { id, key } = await exchange.handedOver('CB-8');
    await exchange.send([{ key, number: id, status: 'На сборке' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Обрабатывается']);
    expect(await exchange.statuses()).toContainEqual(
      expect.objectContaining({ value: 'На сборке', statusId: null, seen: 1, sample: id }),
    );
    expect(await exchange.view()).toMatchObject({ unmappedStatuses: 1 });
    await exchange.map({ 'на  СБОРКЕ': 'В работе' });
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
    await exchange.map({ 'На сборке': 'Выдано' });
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
  });

  it('is carried out once a status here is called like the value that it waits for', async () => {
    const { id, key } = await exchange.handedOver('CB-8b');
    await exchange.send([{ key, status: 'У курьера' }]);
    await runJob(shop, 'exchange-watch');
    const { status } = await shop.admin.post('/order-statuses', { name: 'У курьера', group: 'arrived' });
    expect(status).toBe(201);
    await runJob(shop, 'exchange-watch');
    expect(await exchange.linesOf(id)).toEqual(['2 У курьера']);
    await exchange.send([{ key, status: 'На полке' }]);
    const renamed = await shop.admin.patch(`/order-statuses/${shop.statuses['Выдано']}`, { name: 'На полке' });
    expect(renamed.status).toBe(200);
    await runJob(shop, 'exchange-watch');
    expect(await exchange.linesOf(id)).toEqual(['2 На полке']);
  });

  it('is carried out though the orders of another exchange cannot follow, and those follow as soon as they can', async () => {
    const other = await OneCShop.connect(shop);
    const { id, key } = await exchange.handedOver('CB-8c');
    const { id: otherId } = await other.handedOver('CB-8d');
    const { handOvers } = await shop.order(otherId);
    const ofOther = handOvers.find(({ exchangeId }: { exchangeId: string }) => exchangeId === other.exchangeId);
    await exchange.send([{ key, status: 'У курьера' }]);
    await other.send([{ key: ofOther.key, status: 'У курьера' }]);
    const returned = shop.app.get(ReturnedDocuments);
    const applyUnmapped = returned.applyUnmapped.bind(returned);
    const failing = jest.spyOn(returned, 'applyUnmapped').mockImplementation(async (exchangeId) => {
      if (String(exchangeId) === exchange.exchangeId) throw new Error('cannot follow');
      return applyUnmapped(exchangeId);
    });
    await shop.admin.post('/order-statuses', { name: 'У курьера', group: 'arrived' });
    await runJob(shop, 'exchange-watch');
    expect(await exchange.linesOf(otherId)).toEqual(['2 У курьера']);
    expect(await exchange.linesOf(id)).toEqual(['2 Обрабатывается']);
    failing.mockRestore();
    await runJob(shop, 'exchange-watch');
    expect(await exchange.linesOf(id)).toEqual(['2 У курьера']);
    other.oneC.close();
  });

  it('of any length is taken, and can be assigned', async () => {
    const status = `Очень долгий статус ${'ж'.repeat(400)}`;
    const { id, key } = await exchange.handedOver('CB-9');
    await exchange.send([{ key, status, numberThere: `ЗК-${'9'.repeat(400)}` }]);
    const value = (await exchange.statuses()).at(-1).value;
    expect(value).toBe(status.slice(0, 255));
    await exchange.map({ [value]: 'В работе' });
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
    await exchange.send([{ key, status }]);
    expect((await exchange.statuses()).filter(({ seen }: { seen: number }) => seen > 0)).toHaveLength(1);
  });

  it('as a shipment that nobody has assigned is carried out once somebody does', async () => {
    const { id } = await exchange.handedOver('CB-12');
    exchange.oneC.ship(exchange.documentOf(id).id, [{ line: 1, quantity: 1 }]);
    await exchange.exchange();
    expect(await exchange.linesOf(id)).toEqual(['2 Обрабатывается']);
    await exchange.map({ 'Отпуск товара': 'Выдано' });
    expect(await exchange.linesOf(id)).toEqual(['1 Обрабатывается', '1 Выдано']);
  });

  it('as a status and a shipment together is one change: the whole order comes into no status in between', async () => {
    await shop.tellStatuses({ 'Пришло на склад': 'arrived', Выдано: 'issued' });
    await exchange.map({ 'Отпуск товара': 'Выдано' });
    const { id } = await exchange.handedOver('CB-12f');
    const document = exchange.documentOf(id);
    exchange.oneC.ship(document.id, [{ line: 1, quantity: 1 }]);
    exchange.oneC.setStatus(document.id, 'К отгрузке');
    await exchange.exchange();
    expect(await exchange.linesOf(id)).toEqual(['1 Пришло на склад', '1 Выдано']);
    exchange.oneC.ship(document.id, [{ line: 1, quantity: 1 }]);
    await exchange.exchange();
    expect(await exchange.linesOf(id)).toEqual(['1 Выдано', '1 Выдано']);
    await eventually(() => expect(shop.told('CB-12f').at(-1)).toBe('order | issued | '));
    expect(shop.told('CB-12f').filter((told) => told.startsWith('order'))).toEqual([
      `order | accepted | accepted ${id}`,
      'order | issued | ',
    ]);
    const passed = (await shop.order(id)).history.filter(({ kind }: { kind: string }) => kind === 'order_status');
    expect(passed.map(({ toStatus }: { toStatus: string }) => toStatus)).toEqual(['', 'Выдано']);
  });

  it('as a shipment beside an order that is not in the file is carried out, by whichever name of it', async () => {
    await exchange.map({ 'Отпуск товара': 'Выдано' });
    await exchange.configure({ numberPrefix: 'GZ-' });
    const { id, key, items } = await exchange.handedOver('CB-12b');
    for (const [index, basis] of [key, `GZ-${id}`].entries()) {
      const { text } = await exchange.ask('file', { body: shipmentOf(basis, `s-${index}`, items[0].number) });
      expect(text).toBe('success\n');
      expect((await exchange.lastStep()).file.notOurs).toEqual([]);
    }
    expect(await exchange.linesOf(id)).toEqual(['1 Выдано', '1 Выдано']);
  });

  it('under a value that nobody has assigned waits for it, whatever else comes about the order', async () => {
    await exchange.map({ 'К отгрузке': 'Пришло на склад' });
    const { id, key, items } = await exchange.handedOver('CB-12c');
    await exchange.ask('file', { body: shipmentOf(key, 's-1', items[0].number) });
    await exchange.send([{ key, status: 'К отгрузке' }]);
    await exchange.map({ 'Отпуск товара': 'Выдано' });
    expect(await exchange.linesOf(id)).toEqual(['1 Пришло на склад', '1 Выдано']);
    await exchange.send([{ key, status: 'Закрыт' }]);
    await exchange.send([{ key, numberThere: 'ЗК-7' }]);
    await exchange.map({ Закрыт: 'Выдано' });
    expect(await exchange.linesOf(id)).toEqual(['1 Выдано', '1 Выдано']);
  });

  it('as a shipment that was cancelled there while nobody had assigned it is not carried out', async () => {
    const { id, key } = await exchange.handedOver('CB-12e');
    await exchange.ask('file', { body: shipmentOf(key, 's-1', 'P1') });
    await exchange.ask('file', { body: shipmentOf(key, 's-1', 'P1', 1, '<ПометкаУдаления>true</ПометкаУдаления>') });
    exchange.oneC.ship(key, [{ line: 1, quantity: 1 }]);
    await exchange.exchange();
    await exchange.send([{ key, status: 'К отгрузке' }]);
    await exchange.map({ 'Отпуск товара': 'Выдано' });
    expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад']);
  });

  it('as a shipment that was changed there is carried out for the pieces that were added, and named where some were taken out', async () => {
    await exchange.map({ 'Отпуск товара': 'Выдано' });
    const received = await shop.receive('CB-12d', 1, { positions: [positionOf(1, { quantity: 4 })] });
    const { body } = await shop.accept(received.id);
    await exchange.exchange();
    const key = await exchange.keyOf(body.orderId);
    const send = async (quantity: number) => {
      const file = shipmentOf(key, 's-1', 'P1', quantity);
      expect((await exchange.ask('file', { body: file })).text).toBe('success\n');
      return exchange.linesOf(body.orderId);
    };
    expect(await send(1)).toEqual(['3 Обрабатывается', '1 Выдано']);
    expect(await send(3)).toEqual(['1 Обрабатывается', '1 Выдано', '2 Выдано']);
    await exchange.send([{ key, status: 'Обрабатывается' }]);
    expect(await send(3)).toEqual(['1 Обрабатывается', '1 Выдано', '2 Выдано']);
    expect((await exchange.lastStep()).file.problems).toEqual([]);
    expect(await send(2)).toEqual(['1 Обрабатывается', '1 Выдано', '2 Выдано']);
    expect((await exchange.lastStep()).file.problems).toEqual([expect.stringContaining('«s-1»')]);
    expect(await send(3)).toEqual(['1 Обрабатывается', '1 Выдано', '2 Выдано']);
  });

  it('in parts is carried out with the last one, which may be asked for', async () => {
    await exchange.configure({ settings: { fileLimit: 100_000 } });
    const { id, key } = await exchange.handedOver('CB-14');
    const bytes = Buffer.concat([fileOf([{ key, status: 'К отгрузке' }]), Buffer.alloc(100_000, ' ')]);
    const whole = bytes.subarray(0, 100_000);
    const headers = await exchange.cookie();
    expect((await exchange.ask('file', { body: whole, headers })).text).toBe('success\n');
    expect(await exchange.linesOf(id)).toEqual(['2 Обрабатывается']);
    const address = `${exchange.url()}?type=sale&mode=import&filename=orders.xml`;
    expect(await (await fetch(address, { headers })).text()).toBe('success\n');
    expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад']);
  });

  it('in parts of the largest size is taken, up to the size of a file', async () => {
    await exchange.configure({ settings: { fileLimit: 15_000_000 } });
    const headers = await exchange.cookie();
    const part = Buffer.alloc(15_000_000, ' ');
    expect((await exchange.ask('file', { body: part, headers })).text).toBe('success\n');
    const { text } = await exchange.ask('file', { body: part, headers });
    expect(text).toMatch(/^failure\n.*больше 20 МБ/);
  });

  it('is found by its number, with the prefix or without it, where it has a key of its own', async () => {
    await exchange.configure({ numberPrefix: 'GZ-' });
    const { id } = await exchange.handedOver('CB-17');
    const lines = [{ number: 'P1', quantity: 2 }];
    await exchange.send([{ key: '5c0f7e1a-1c', number: `GZ-${id}`, status: 'В сборке', lines }]);
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
    await exchange.send([{ key: '', number: id, status: 'К отгрузке' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад']);
  });

  it('of many orders is carried out for each, though one of them cannot be read', async () => {
    const orders = [];
    for (let n = 0; n < 3; n += 1) orders.push(await exchange.handedOver(`CB-18-${n}`));
    const lines = [{ number: 'P1', quantity: 1.5 }];
    await exchange.send(orders.map(({ key }, n) => ({ key, status: 'К отгрузке', ...(n === 1 && { lines }) })));
    for (const { id } of orders) expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад']);
    expect((await exchange.lastStep()).file.problems).toEqual([expect.stringContaining('1.5')]);
  });

  it('as a status that is deleted here means what took its place', async () => {
    const { id, key } = await exchange.handedOver('CB-19');
    const path = `/order-statuses/${shop.statuses['Пришло на склад']}?replacementId=${shop.statuses['В работе']}`;
    const { status } = await shop.admin.delete(path);
    expect(status).toBe(204);
    await exchange.send([{ key, status: 'К отгрузке' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
  });
});

/** A shipment of one part that lies beside its order. */
function shipmentOf(basis: string, id: string, article: string, quantity = 1, more = ''): Buffer {
  const ware = `<Товар><Артикул>${article}</Артикул><Количество>${quantity}</Количество></Товар>`;
  const document = `<Ид>${id}</Ид><ХозОперация>Отпуск товара</ХозОперация><Основание>${basis}</Основание>${more}`;
  return Buffer.from(
    `<КоммерческаяИнформация><Документ>${document}<Товары>${ware}</Товары></Документ></КоммерческаяИнформация>`,
  );
}
