import { OneCExchange } from '../../src/shop-systems/one-c/one-c-exchange.service.js';
import { MINUTE } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { fileOf, OneCShop } from '../support/one-c-shop.js';
import { Shop } from '../support/shop.js';

describe('what 1C sends back means', () => {
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

  it('sets the status that its value means', async () => {
    const { id, key } = await exchange.handedOver('CB-1');
    await exchange.send([{ key, status: 'К отгрузке' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад']);
  });

  it('changes nothing when a file comes after a newer one, and is asked for anew', async () => {
    const { id, key } = await exchange.handedOver('CB-3');
    const at = (minutes: number) => new Date(shop.clock.now().getTime() + minutes * MINUTE).toISOString().slice(0, 19);
    const newest = at(10);
    await exchange.send([{ key, status: 'К отгрузке' }], at(0));
    await exchange.send([{ key, status: 'Отгружен' }], newest);
    const body = fileOf([{ key, status: 'К отгрузке' }], at(0));
    expect((await exchange.ask('file', { body })).text).toMatch(/^failure\n.*старше полученных/);
    expect(await exchange.linesOf(id)).toEqual(['2 Выдано']);
    expect((await exchange.lastStep()).file.problems).toEqual([expect.stringContaining(newest)]);
    await exchange.send([{ key, status: 'К отгрузке' }], at(20));
    expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад']);
  });

  it('counts once the clock over there is right again, whatever came while it was wrong', async () => {
    const { id, key } = await exchange.handedOver('CB-3b');
    await exchange.send([{ key, status: 'К отгрузке' }], '2126-11-29T12:00:00');
    await exchange.send([{ key, status: 'Отгружен' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Выдано']);
  });

  it('our own status, as it was told of it, is no change', async () => {
    const { id, key, items } = await exchange.handedOver('CB-4');
    await shop.setStatus(items, 'В работе');
    await exchange.send([{ key, status: '[O] Обрабатывается', statusId: shop.statuses['Обрабатывается']! }]);
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
    expect(await exchange.view()).toMatchObject({ unmappedStatuses: 0 });
  });

  it('our own status, as it was told of it in a batch that it did not confirm, is no change', async () => {
    const { id, key, items } = await exchange.handedOver('CB-5');
    await shop.setStatus(items, 'В работе');
    await exchange.ask('query');
    await shop.setStatus(items, 'Выдано');
    await exchange.send([{ key, status: 'В работе' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Выдано']);
  });

  it('our own status, as it was told of it before a part was shipped, is no change', async () => {
    await exchange.map({ 'Отпуск товара': 'Готово к выдаче' });
    const { id, key } = await exchange.handedOver('CB-5b');
    exchange.oneC.ship(key, [{ line: 1, quantity: 1 }]);
    await exchange.exchange();
    expect(await exchange.linesOf(id)).toEqual(['1 Обрабатывается', '1 Готово к выдаче']);
    await exchange.send([{ key, status: 'Обрабатывается' }]);
    expect(await exchange.linesOf(id)).toEqual(['1 Обрабатывается', '1 Готово к выдаче']);
  });

  it('a status of ours that it was told of, chosen again there after another one, is set', async () => {
    const { id, key } = await exchange.handedOver('CB-5c');
    await exchange.send([{ key, status: 'Выдано' }]);
    await exchange.send([{ key, status: 'Обрабатывается' }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Обрабатывается']);
  });

  it('another status of ours, which somebody chose there, is set', async () => {
    const { id, key } = await exchange.handedOver('CB-6');
    await exchange.send([{ key, statusId: shop.statuses['В работе']! }]);
    expect(await exchange.linesOf(id)).toEqual(['2 В работе']);
  });

  it('as cancelled is looked up as «Отменен»', async () => {
    await exchange.map({ Отменен: 'Отказ' });
    const { id, key } = await exchange.handedOver('CB-10');
    await exchange.send([{ key, status: 'К отгрузке', cancelled: true }]);
    expect(await exchange.linesOf(id)).toEqual(['2 Отказ']);
    expect(await exchange.stateOf(id)).toEqual(['confirmed', 1]);
  });

  it('as shipped in part does not go back with the status of the document', async () => {
    await exchange.map({ 'Отпуск товара': 'Выдано' });
    const { id } = await exchange.handedOver('CB-11');
    const document = exchange.documentOf(id);
    exchange.oneC.ship(document.id, [{ line: 1, quantity: 1 }]);
    await exchange.exchange();
    exchange.oneC.setStatus(document.id, 'К отгрузке');
    await exchange.exchange();
    expect(await exchange.linesOf(id)).toEqual(['1 Пришло на склад', '1 Выдано']);
  });

  it('as shipped in two equal parts that have neither id nor number is carried out for each, once', async () => {
    await exchange.map({ 'Отпуск товара': 'Выдано' });
    const { id, key, items } = await exchange.handedOver('CB-11b', 2);
    const shipment = `<ПодчиненныйДокумент><ХозОперация>Отпуск товара</ХозОперация><Товары><Товар><Артикул>${items[0].number}</Артикул><Количество>1</Количество></Товар></Товары></ПодчиненныйДокумент>`;
    const send = async (shipments: number) => {
      const steps = `<ПодчиненныеДокументы>${shipment.repeat(shipments)}</ПодчиненныеДокументы></Документ>`;
      const body = Buffer.from(fileOf([{ key }]).toString().replace('</Документ>', steps));
      expect((await exchange.ask('file', { body })).text).toBe('success\n');
      return (await exchange.linesOf(id)).filter((line) => line.endsWith('Выдано')).length;
    };
    expect([await send(1), await send(2), await send(2)]).toEqual([1, 2, 2]);
    expect((await exchange.linesOf(id)).sort()).toEqual(['1 Выдано', '1 Выдано', '2 Обрабатывается']);
  });

  it('as cancelled after it was shipped in part refuses only what was not shipped', async () => {
    await exchange.map({ 'Отпуск товара': 'Выдано', Отменен: 'Отказ' });
    const { id, key } = await exchange.handedOver('CB-12');
    exchange.oneC.ship(key, [{ line: 1, quantity: 1 }]);
    await exchange.exchange();
    await exchange.send([{ key, cancelled: true }]);
    expect(await exchange.linesOf(id)).toEqual(['1 Отказ', '1 Выдано']);
  });

  it('in the other charset, packed, or in parts is the same', async () => {
    const { login, password } = exchange.signIn;
    await exchange.configure({ settings: { fileLimit: 100_000 } });
    exchange.oneC.connect({ url: exchange.url(), login, password, encoding: 'windows-1251', zip: true });
    const { id } = await exchange.handedOver('CB-13');
    exchange.oneC.setStatus(exchange.documentOf(id).id, 'К отгрузке');
    await exchange.exchange();
    expect(await exchange.linesOf(id)).toEqual(['2 Пришло на склад']);
  });

  it('that takes long is answered that it goes on, and then what came of it', async () => {
    const { id, key } = await exchange.handedOver('CB-16');
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
    const { id, key } = await exchange.handedOver('CB-15');
    await exchange.send([
      { key, status: 'К отгрузке' },
      { key, status: 'Отгружен' },
    ]);
    expect(await exchange.linesOf(id)).toEqual(['2 Выдано']);
  });

  it('about orders that are not ours is listed, and harms none of ours', async () => {
    const { id, key } = await exchange.handedOver('CB-16');
    const [prefix] = key.split('-');
    await exchange.send([
      { key: 'INET-7', number: id, status: 'Отгружен', lines: [{ number: 'ZZ-9', quantity: 1 }] },
      { key: `${prefix === 'ffffffff' ? '00000000' : 'ffffffff'}-${id}`, number: id, status: 'Отгружен' },
      { key: `${prefix}-999999`, number: 'ИМ-1', status: 'Отгружен' },
    ]);
    expect(await exchange.linesOf(id)).toEqual(['2 Обрабатывается']);
    expect((await exchange.lastStep()).file).toMatchObject({ documents: 3, changed: 0, notOursCount: 3 });
  });
});
