import { Shop } from '../support/shop.js';
import { errorDetail } from '../../src/platform/error-texts.js';

describe('putting items into statuses', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.configureStatus('В работе', {
      item: { status: 'in_work', text: '{{ order_item.oem }}{% if comment %}: {{ comment }}{% endif %}' },
      order: { status: 'in_work', text: 'order {{ order.order_id }}{% if comment %}: {{ comment }}{% endif %}' },
    });
  });
  afterAll(() => shop.close());

  /** What was recorded after the acceptance. */
  const since = async (order: { externalOrderId: string }) => (await shop.recorded(order.externalOrderId)).slice(1);

  it('one item: it alone passes into the status and is told; the order is in no single status', async () => {
    const order = await shop.accepted('I-1', 2);
    const { status, body } = await shop.setStatus([order.items[0]], 'В работе');
    expect([status, body]).toEqual([
      200,
      { changed: 1, unchanged: 0, orders: [{ id: order.id, status: null }], divided: [], undo: null },
    ]);
    expect((await shop.order(order.id)).items).toMatchObject([
      { status: { id: shop.statuses['В работе'], name: 'В работе', group: 'processing' } },
      { status: { name: 'Обрабатывается' } },
    ]);
    expect(await since(order)).toEqual(['item_status | 1 | in_work | P1']);
  });

  it('all items: the items are told first, in item order whatever the order of naming, then the order', async () => {
    const order = await shop.accepted('I-2', 3);
    const { body } = await shop.setStatus([...order.items].reverse(), 'В работе');
    expect(body).toMatchObject({ changed: 3, unchanged: 0, orders: [{ status: { name: 'В работе' } }] });
    await shop.toldEventually('I-2', [
      `order | accepted | accepted ${order.id}`,
      '1 | in_work | P1',
      '2 | in_work | P2',
      '3 | in_work | P3',
      `order | in_work | order ${order.id}`,
    ]);
  });

  it('items of several orders in one call: each order is told its own', async () => {
    const [one, two, three] = [
      await shop.accepted('I-3a', 2),
      await shop.accepted('I-3b', 1),
      await shop.accepted('I-3c', 1),
    ];
    const { body } = await shop.setStatus([two.items[0], one.items[1]], 'В работе');
    expect(body).toMatchObject({ changed: 2, unchanged: 0 });
    expect(body.orders).toMatchObject([
      { id: one.id, status: null },
      { id: two.id, status: { name: 'В работе' } },
    ]);
    expect(await since(one)).toEqual(['item_status | 2 | in_work | P2']);
    expect(await since(two)).toEqual([
      'item_status | 1 | in_work | P1',
      `order_status | order | in_work | order ${two.id}`,
    ]);
    expect(await since(three)).toEqual([]);
  });

  it('an item that is in the status already is no change: it leaves no row, no history and no message', async () => {
    const order = await shop.accepted('I-4', 2);
    await shop.setStatus(order.items, 'В работе');
    const before = await shop.order(order.id);
    const { body } = await shop.setStatus(order.items, 'В работе', 'ещё раз');
    expect(body).toEqual({
      changed: 0,
      unchanged: 2,
      orders: [{ id: order.id, status: expect.objectContaining({ name: 'В работе' }) }],
      divided: [],
      undo: null,
    });
    const after = await shop.order(order.id);
    expect(after.history).toEqual(before.history);
    expect(await since(order)).toHaveLength(3);
  });

  it('of some that are in it and some that are not only the latter are told', async () => {
    const order = await shop.accepted('I-5', 3);
    await shop.setStatus([order.items[1]], 'В работе');
    const { body } = await shop.setStatus(order.items, 'В работе');
    expect(body).toMatchObject({ changed: 2, unchanged: 1 });
    expect(await since(order)).toEqual([
      'item_status | 2 | in_work | P2',
      'item_status | 1 | in_work | P1',
      'item_status | 3 | in_work | P3',
      `order_status | order | in_work | order ${order.id}`,
    ]);
  });

  it('an item that is named twice is changed once', async () => {
    const order = await shop.accepted('I-6');
    const { body } = await shop.setStatus([order.items[0], order.items[0]], 'В работе');
    expect(body).toMatchObject({ changed: 1, unchanged: 0 });
    expect(await since(order)).toHaveLength(2);
  });

  it('the comment of the change is in the texts of items and order; without one it prints as nothing', async () => {
    const [told, untold] = [await shop.accepted('C-1'), await shop.accepted('C-2')];
    await shop.setStatus(told.items, 'В работе', 'будет завтра');
    await shop.setStatus(untold.items, 'В работе');
    expect(await since(told)).toEqual([
      'item_status | 1 | in_work | P1: будет завтра',
      `order_status | order | in_work | order ${told.id}: будет завтра`,
    ]);
    expect(await since(untold)).toEqual([
      'item_status | 1 | in_work | P1',
      `order_status | order | in_work | order ${untold.id}`,
    ]);
  });

  it('the buyer’s comment to the position is another one than that of the change', async () => {
    const text = '{{ order_item.comment }}/{{ comment }}/{{ status.name }}/{{ order_item.status.name }}';
    await shop.configureStatus('Пришло на склад', { item: { status: 'arrived', text } });
    const position = { id: '1', number: 'N', quantity: 1, price: 1, comment: 'левый' };
    const received = await shop.receive('C-3', 1, { positions: [position] });
    const order = await shop.order((await shop.accept(received.id)).body.orderId);
    await shop.setStatus(order.items, 'Пришло на склад', 'на складе');
    expect(await since(order)).toEqual([
      'item_status | 1 | arrived | левый/на складе/Пришло на склад/Пришло на склад',
      'order_status | order | skipped | no_status_configured',
    ]);
  });

  it('a status that tells GettZap nothing leaves a row that says so, for the item and for the order', async () => {
    const order = await shop.accepted('E-1', 2);
    await shop.setStatus([order.items[0]], 'Выдано');
    await shop.setStatus([order.items[1]], 'Выдано');
    expect(await since(order)).toEqual([
      'item_status | 1 | skipped | no_status_configured',
      'item_status | 2 | skipped | no_status_configured',
      'order_status | order | skipped | no_status_configured',
    ]);
  });

  it('the history tells of each item and of the order: from, to, who, why', async () => {
    const order = await shop.accepted('H-1', 2);
    const { body: me } = await shop.admin.get('/auth/me');
    await shop.setStatus([order.items[0]], 'В работе', 'первая');
    await shop.setStatus([order.items[1]], 'В работе');
    const [first, second] = order.items;
    const { history } = await shop.order(order.id);
    const change = { actor: me.name, comment: '' };
    const firstChange = { ...change, comment: 'первая' };
    expect(history.slice(1)).toMatchObject([
      { ...firstChange, kind: 'item_status', itemId: first.id, fromStatus: 'Обрабатывается', toStatus: 'В работе' },
      { ...firstChange, kind: 'order_status', itemId: null, fromStatus: 'Обрабатывается', toStatus: '' },
      { ...change, kind: 'item_status', itemId: second.id, fromStatus: 'Обрабатывается', toStatus: 'В работе' },
      { ...change, kind: 'order_status', itemId: null, fromStatus: '', toStatus: 'В работе' },
    ]);
  });

  it('an unknown item: 422 naming it, and none is changed', async () => {
    const order = await shop.accepted('V-1');
    const { status, body } = await shop.setStatus([order.items[0], { id: '999999' }], 'В работе');
    expect([status, body.errors]).toEqual([422, [{ path: 'itemIds[1]', ...errorDetail('no_such_item') }]]);
    expect((await shop.order(order.id)).items[0].status.name).toBe('Обрабатывается');
  });

  it('an unknown status: 422 naming it', async () => {
    const order = await shop.accepted('V-2');
    const { status, body } = await shop.admin.post('/order-items/status', {
      itemIds: [order.items[0].id],
      statusId: '999999',
    });
    expect([status, body.errors]).toEqual([422, [{ path: 'statusId', ...errorDetail('no_such_status') }]]);
  });

  it('500 items are taken at once, 501 are not', async () => {
    const positions = Array.from({ length: 500 }, (_, index) => ({ id: index, number: 'N', quantity: 1, price: 1 }));
    const received = await shop.receive('V-3', 0, { positions });
    const order = await shop.order((await shop.accept(received.id)).body.orderId);
    const tooMany = await shop.setStatus([...order.items, { id: '1' }], 'В работе');
    expect([tooMany.status, tooMany.body.errors[0].path]).toEqual([422, 'itemIds']);
    expect((await shop.setStatus(order.items, 'В работе')).body).toMatchObject({ changed: 500, unchanged: 0 });
    expect(await since(order)).toHaveLength(501);
  });

  it.each<[string, object, string]>([
    ['no items', { statusId: '1' }, 'itemIds'],
    ['an empty list', { itemIds: [], statusId: '1' }, 'itemIds'],
    ['no status', { itemIds: ['1'] }, 'statusId'],
    ['a comment that is no text', { itemIds: ['1'], statusId: '1', comment: 1 }, 'comment'],
  ])('a body with %s: 422 naming the field', async (_, input, path) => {
    const { status, body } = await shop.admin.post('/order-items/status', input);
    expect([status, body.errors[0].path]).toEqual([422, path]);
  });
});
