import { OneCExchange } from '../../src/shop-systems/one-c/one-c-exchange.service.js';
import { eventually } from '../support/eventually.js';
import { fileOf, OneCShop } from '../support/one-c-shop.js';
import { Shop } from '../support/shop.js';

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

  /** An order that 1C has. */
  async function handedOver(id: string, count = 1) {
    const order = await shop.accepted(id, count);
    await exchange.exchange();
    return { ...order, key: await exchange.keyOf(order.id) };
  }
  const fileOfLastSession = async () => (await exchange.lastSession()).steps.at(-1).file;

  it('sets the status that its value means', async () => {
    const { id, key } = await handedOver('CB-1');
    await exchange.send([{ key, status: 'К отгрузке' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад']);
  });

  it('changes nothing when it comes once more, whatever was done here since', async () => {
    const { id, key, items } = await handedOver('CB-2');
    await exchange.send([{ key, status: 'К отгрузке' }]);
    await shop.setStatus(items, 'Выдано');
    await exchange.send([{ key, status: 'К отгрузке' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Выдано']);
  });

  it('changes nothing when a file comes after a newer one, and is asked for anew', async () => {
    const { id, key } = await handedOver('CB-3');
    await exchange.send([{ key, status: 'К отгрузке' }], '2126-11-29T12:00:00');
    await exchange.send([{ key, status: 'Отгружен' }], '2126-11-29T12:10:00');
    const body = fileOf([{ key, status: 'К отгрузке' }], '2126-11-29T12:00:00');
    expect((await exchange.ask('file', { body })).text).toMatch(/^failure\n.*старше полученных/);
    expect(await exchange.linesOf(id)).toEqual(['2 Выдано']);
    expect((await fileOfLastSession()).problems).toEqual([expect.stringContaining('2126-11-29T12:10:00')]);
    await exchange.send([{ key, status: 'К отгрузке' }], '2126-11-29T12:20:00');
    expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад']);
  });

  it('our own status, as it was told of it, is no change', async () => {
    const { id, key, items } = await handedOver('CB-4');
    await shop.setStatus(items, 'В работе');
    await exchange.send([{ key, status: '[O] Обрабатывается', statusId: shop.statuses['Обрабатывается']! }]);
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
    expect(await exchange.view()).toMatchObject({ unmappedStatuses: 0 });
  });

  it('our own status, as it was told of it in a batch that it did not confirm, is no change', async () => {
    const { id, key, items } = await handedOver('CB-5');
    await shop.setStatus(items, 'В работе');
    await exchange.ask('query');
    await shop.setStatus(items, 'Выдано');
    await exchange.send([{ key, status: 'В работе' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Выдано']);
  });

  it('our own status, as it was told of it before a part was shipped, is no change', async () => {
    await exchange.map({ 'Отпуск товара': 'Готово к выдаче' });
    const { id, key } = await handedOver('CB-5b');
    exchange.oneC.ship(key, [{ line: 1, quantity: 1 }]);
    await exchange.exchange();
    expect(await exchange.linesOf(id)).toEqual(['1 Обрабатывается', '1 Готово к выдаче']);
    await exchange.send([{ key, status: 'Обрабатывается' }]);
    expect(await exchange.linesOf(id)).toEqual(['1 Обрабатывается', '1 Готово к выдаче']);
  });

  it('a status of ours that it was told of, chosen again there after another one, is set', async () => {
    const { id, key } = await handedOver('CB-5c');
    await exchange.send([{ key, status: 'Выдано' }]);
    await exchange.send([{ key, status: 'Обрабатывается' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Обрабатывается']);
  });

  it('another status of ours, which somebody chose there, is set', async () => {
    const { id, key } = await handedOver('CB-6');
    await exchange.send([{ key, statusId: shop.statuses['В работе']! }]);
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
  });

  it('is not handed back to it, also where a batch is under way', async () => {
    const { id, key, items } = await handedOver('CB-7');
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

  it('waits under a value that nobody has assigned, and is carried out when somebody does', async () => {
    const { id, key } = await handedOver('CB-8');
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

  it('of any length is taken, and can be assigned', async () => {
    const status = `Очень долгий статус ${'ж'.repeat(400)}`;
    const { id, key } = await handedOver('CB-9');
    await exchange.send([{ key, status, numberThere: `ЗК-${'9'.repeat(400)}` }]);
    const value = (await exchange.statuses()).at(-1).value;
    expect(value).toBe(status.slice(0, 255));
    await exchange.map({ [value]: 'В работе' });
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
    await exchange.send([{ key, status }]);
    expect((await exchange.statuses()).filter(({ seen }: { seen: number }) => seen > 0)).toHaveLength(1);
  });

  it('as cancelled is looked up as «Отменен»', async () => {
    await exchange.map({ Отменен: 'Отказ' });
    const { id, key } = await handedOver('CB-10');
    await exchange.send([{ key, status: 'К отгрузке', cancelled: true }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Отказ']);
    expect(await exchange.stateOf(id)).toEqual(['confirmed', 1]);
  });

  it('as shipped in part does not go back with the status of the document', async () => {
    await exchange.map({ 'Отпуск товара': 'Выдано' });
    const { id } = await handedOver('CB-11');
    const document = exchange.documentOf(id);
    exchange.oneC.ship(document.id, [{ line: 1, quantity: 1 }]);
    await exchange.exchange();
    exchange.oneC.setStatus(document.id, 'К отгрузке');
    await exchange.exchange();
    expect(await exchange.linesOf(id)).toEqual(['1 Пришло на склад', '1 Выдано']);
  });

  it('as a shipment that nobody has assigned is carried out once somebody does', async () => {
    const { id } = await handedOver('CB-12');
    exchange.oneC.ship(exchange.documentOf(id).id, [{ line: 1, quantity: 1 }]);
    await exchange.exchange();
    expect(await exchange.linesOf(id)).toEqual(['2 Обрабатывается']);
    await exchange.map({ 'Отпуск товара': 'Выдано' });
    expect(await exchange.linesOf(id)).toEqual(['1 Обрабатывается', '1 Выдано']);
  });

  it('in the other charset, packed, or in parts is the same', async () => {
    const { login, password } = exchange.signIn;
    await exchange.configure({ settings: { fileLimit: 100_000 } });
    exchange.oneC.connect({ url: exchange.url(), login, password, encoding: 'windows-1251', zip: true });
    const { id } = await handedOver('CB-13');
    exchange.oneC.setStatus(exchange.documentOf(id).id, 'К отгрузке');
    await exchange.exchange();
    expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад']);
  });

  it('in parts is carried out with the last one, which may be asked for', async () => {
    await exchange.configure({ settings: { fileLimit: 100_000 } });
    const { id, key } = await handedOver('CB-14');
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

  it('that takes long is answered that it goes on, and then what came of it', async () => {
    const { id, key } = await handedOver('CB-16');
    shop.app.get(OneCExchange).answersWithinMs = 50;
    const { goOn } = exchange.holdsUp();
    const headers = await exchange.cookie();
    const { text } = await exchange.ask('file', { headers, body: fileOf([{ key, status: 'Отгружен' }]) });
    expect(text).toMatch(/^progress\n/);
    goOn();
    await eventually(async () =>
      expect((await exchange.ask('import', { headers, filename: 'orders.xml' })).text).toBe('success\n'),
    );
    expect(await exchange.linesOf(id)).toEqual(['2 Выдано']);
  });

  it('twice for one order in a file counts as it stands last', async () => {
    const { id, key } = await handedOver('CB-15');
    await exchange.send([
      { key, status: 'К отгрузке' },
      { key, status: 'Отгружен' },
    ]);
    expect(await exchange.linesOf(id)).toEqual(['2 Выдано']);
  });

  it('about orders that are not ours is listed, and harms none of ours', async () => {
    const { id, key } = await handedOver('CB-16');
    const [prefix] = key.split('-');
    await exchange.send([
      { key: 'INET-7', number: id, status: 'Отгружен', lines: [{ number: 'ZZ-9', quantity: 1 }] },
      { key: `${prefix === 'ffffffff' ? '00000000' : 'ffffffff'}-${id}`, number: id, status: 'Отгружен' },
      { key: `${prefix}-999999`, number: 'ИМ-1', status: 'Отгружен' },
    ]);
    expect(await exchange.linesOf(id)).toEqual(['2 Обрабатывается']);
    expect(await fileOfLastSession()).toMatchObject({ documents: 3, changed: 0, notOursCount: 3 });
  });

  it('is found by its number, with the prefix or without it, where it has a key of its own', async () => {
    await exchange.configure({ numberPrefix: 'GZ-' });
    const { id } = await handedOver('CB-17');
    const lines = [{ number: 'P1', quantity: 2 }];
    await exchange.send([{ key: '5c0f7e1a-1c', number: `GZ-${id}`, status: 'В сборке', lines }]);
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
    await exchange.send([{ key: '', number: id, status: 'К отгрузке' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад']);
  });

  it('of many orders is carried out for each, though one of them cannot be read', async () => {
    const orders = [];
    for (let n = 0; n < 3; n += 1) orders.push(await handedOver(`CB-18-${n}`));
    const lines = [{ number: 'P1', quantity: 1.5 }];
    await exchange.send(orders.map(({ key }, n) => ({ key, status: 'К отгрузке', ...(n === 1 && { lines }) })));
    for (const { id } of orders) expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад']);
    expect((await fileOfLastSession()).problems).toEqual([expect.stringContaining('1.5')]);
  });

  it('as a status that is deleted here means what took its place', async () => {
    const { id, key } = await handedOver('CB-19');
    const path = `/order-statuses/${shop.statuses['Пришло на склад']}?replacementId=${shop.statuses['В работе']}`;
    const { status } = await shop.admin.delete(path);
    expect(status).toBe(204);
    await exchange.send([{ key, status: 'К отгрузке' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
  });
});
