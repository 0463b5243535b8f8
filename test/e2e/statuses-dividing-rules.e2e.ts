import { acceptedOf, setPieces, tellPieces } from '../support/dividing.js';
import { addPerson } from '../support/people.js';
import { positionOf, Shop } from '../support/shop.js';
import { download, openCsv } from '../support/spreadsheet.js';

describe('what can be divided by its quantity', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await tellPieces(shop);
  });
  afterAll(() => shop.close());

  const accepted = (id: string, ...quantities: number[]) => acceptedOf(shop, id, ...quantities);
  const set = (items: Array<{ id: string; quantity?: number }>, status: string, more: object = {}) =>
    setPieces(shop, items, status, more);

  it('is written into the audit, with the pieces before and after', async () => {
    const order = await accepted('Q-9', 4);
    const [item] = order.items;
    const { body } = await set([{ id: item.id, quantity: 1 }], 'В работе');
    const [{ id: part }] = body.divided;
    const [entry] = (await shop.admin.get(`/audit?subject=order&subjectId=${order.id}`)).body.data;
    expect(entry).toMatchObject({
      action: 'set_item_status',
      before: { [`item ${part}`]: 'Обрабатывается', [`item ${item.id} quantity`]: 4 },
      after: { [`item ${part}`]: 'В работе', [`item ${item.id} quantity`]: 3, [`item ${part} quantity`]: 1 },
    });
  });

  it('the exported list has a row for each part', async () => {
    const order = await accepted('Q-11', 4);
    await set([{ id: order.items[0].id, quantity: 1 }], 'В работе');
    const { bytes } = await download(shop.admin, `/orders/export?ids=${order.id}&format=csv`);
    const [head, ...rows] = openCsv(bytes);
    const columns = ['Количество', 'Сумма', 'Статус позиции', 'Принято при решении'].map((name) => head!.indexOf(name));
    expect(rows.map((row) => columns.map((column) => row[column]))).toEqual([
      ['3', '10350,00', 'Обрабатывается', '13800,00'],
      ['1', '3450,00', 'В работе', '13800,00'],
    ]);
  });

  it('all of its pieces are the whole item, and pieces in the status already are no change', async () => {
    const order = await accepted('Q-4', 2);
    const [item] = order.items;
    expect((await set([{ id: item.id, quantity: 2 }], 'В работе')).body).toMatchObject({ changed: 1, divided: [] });
    expect((await set([{ id: item.id, quantity: 1 }], 'В работе')).body).toMatchObject({ unchanged: 1, divided: [] });
    expect((await shop.order(order.id)).items).toHaveLength(1);
  });

  it('an item of which less was accepted than ordered is told with its quantity, too', async () => {
    const received = await shop.receive('Q-5', 1, { positions: [positionOf(1, { quantity: 5 })] });
    const positions = [{ id: received.positions[0].id, quantity: 3 }];
    const { body } = await shop.accept(received.id, { positions });
    await shop.setStatus((await shop.order(body.orderId)).items, 'В работе');
    await shop.toldEventually('Q-5', [
      `1 | accepted | accepted ${body.orderId} P1 x3 | q3`,
      '1 | refused | refused P1 x2 | q2',
      '1 | in_work | 3 шт. | q3',
      'order | all_in_work | ',
    ]);
  });

  it('is foretold as it is told then', async () => {
    const order = await accepted('Q-6', 4);
    const body = { items: [{ id: order.items[0].id, quantity: 3 }], statusId: shop.statuses['Пришло на склад'] };
    const { body: foretold } = await shop.admin.post('/order-items/status/preview', body);
    expect(foretold.notices).toMatchObject([{ itemId: order.items[0].id, text: '3 шт.', quantity: 3 }]);
    expect((await shop.order(order.id)).items).toHaveLength(1);
  });

  it.each<[string, (id: string) => object, object]>([
    ['no pieces', (id) => ({ items: [{ id, quantity: 0 }] }), { path: 'items[0].quantity', code: 'too_small' }],
    ['half a piece', (id) => ({ items: [{ id, quantity: 1.5 }] }), { path: 'items[0].quantity', code: 'whole_number' }],
    ['more than it has', (id) => ({ items: [{ id, quantity: 5 }] }), { path: 'items[0].quantity', code: 'too_large' }],
    ['an item twice', (id) => ({ items: [{ id, quantity: 1 }, { id }] }), { path: 'items[1].id', code: 'repeated' }],
    ['an unknown item', () => ({ items: [{ id: '999999' }] }), { path: 'items[0].id', code: 'no_such_item' }],
    ['both lists', (id) => ({ items: [{ id }], itemIds: [id] }), { path: 'items', code: 'instead_of' }],
    ['no list', () => ({}), { path: 'itemIds' }],
  ])('%s: 422 that names the field, and nothing is changed', async (what, bodyOf, error) => {
    const order = await accepted(`R-${what}`, 4);
    const body = { ...bodyOf(order.items[0].id), statusId: shop.statuses['В работе'] };
    const answer = await shop.admin.post('/order-items/status', body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [error] } });
    const { items, history } = await shop.order(order.id);
    expect({ items, history }).toEqual({ items: order.items, history: order.history });
  });

  it('the preview refuses both lists, too', async () => {
    const order = await accepted('Q-12', 4);
    const [{ id }] = order.items;
    const body = { items: [{ id }], itemIds: [id], statusId: shop.statuses['В работе'] };
    expect(await shop.admin.post('/order-items/status/preview', body)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'items', code: 'instead_of' }] },
    });
  });

  it('a position has a hundred parts at most, so that a program in a loop makes no order that cannot be opened', async () => {
    const order = await accepted('Q-13', 1_000);
    const [{ id }] = order.items;
    for (let n = 1; n < 100; n += 1) expect((await set([{ id, quantity: 1 }], 'В работе')).status).toBe(200);
    expect(await set([{ id, quantity: 1 }], 'В работе')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'items[0].quantity', code: 'divided_too_often', params: { max: 100 } }] },
    });
    expect((await set([{ id }], 'В работе')).status).toBe(200);
  });

  it('is refused for an item of a region that the manager does not see', async () => {
    const order = await accepted('Q-8', 4);
    const { body: region } = await shop.admin.post('/regions', { name: 'Дальний' });
    const { client } = await addPerson(shop, 'far', ['manager'], [region.id]);
    const items = [{ id: order.items[0].id, quantity: 1 }];
    expect(await client.post('/order-items/status', { items, statusId: shop.statuses['В работе'] })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'items[0].id', code: 'no_such_item' }] },
    });
  });
});
