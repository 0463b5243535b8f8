import { createConnection } from 'mysql2/promise';
import { onServer } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';

describe('deleting a status', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  /** Makes a status that tells everything, usable by its name. */
  async function make(name: string, group = 'processing'): Promise<string> {
    const told = { status: name, text: name };
    const { body } = await shop.admin.post('/order-statuses', { name, group, gettzap: { item: told, order: told } });
    shop.statuses[name] = body.id;
    return body.id;
  }

  const remove = (name: string, replacement?: string) =>
    shop.admin.delete(
      `/order-statuses/${shop.statuses[name]}${replacement ? `?replacementId=${shop.statuses[replacement]}` : ''}`,
    );
  const names = async (): Promise<string[]> =>
    (await shop.admin.get('/order-statuses?perPage=200')).body.data.map((each: { name: string }) => each.name);
  const statusesOf = async ({ id }: { id: string }) => {
    const { status, items } = await shop.order(id);
    return [status?.name ?? null, ...items.map((item: { status: { name: string } }) => item.status.name)];
  };

  it('one that nothing uses goes without a replacement', async () => {
    await make('Лишний');
    expect((await remove('Лишний')).status).toBe(204);
    expect(await names()).not.toContain('Лишний');
  });

  it('one that items are in: 409 status_in_use, and it stays', async () => {
    await make('Занят');
    const order = await shop.accepted('U-1', 2);
    await shop.setStatus([order.items[0]], 'Занят');
    const { status, body } = await remove('Занят');
    expect([status, body.code]).toEqual([409, 'status_in_use']);
    expect(await names()).toContain('Занят');
  });

  it('the initial one: 409 status_in_use, though no item is in it', async () => {
    const { status, body } = await (async () => {
      await make('Первый');
      await shop.admin.patch(`/order-statuses/${shop.statuses['Первый']}`, { isInitial: true });
      return remove('Первый');
    })();
    await shop.admin.patch(`/order-statuses/${shop.statuses['Обрабатывается']}`, { isInitial: true });
    expect([status, body.code]).toEqual([409, 'status_in_use']);
  });

  it('the one that a connection puts cancelled orders into: 409 status_in_use', async () => {
    const { status, body } = await remove('Снят');
    expect([status, body.code]).toEqual([409, 'status_in_use']);
  });

  it.each([
    ['itself', 'Отказ'],
    ['one that does not exist', 'нет такого'],
  ])('replaced by %s: 422 naming the replacement', async (_, replacement) => {
    shop.statuses['нет такого'] = '999999';
    const { status, body } = await remove('Отказ', replacement);
    expect([status, body.errors[0].path]).toEqual([422, 'replacementId']);
    expect(await names()).toContain('Отказ');
  });

  it('with a replacement its items move there silently: no notices, no skipped rows, and the history says why', async () => {
    await make('Старый');
    await make('Замена');
    const order = await shop.accepted('S-1', 2);
    await shop.setStatus(order.items, 'Старый');
    const before = await shop.recorded(order.externalOrderId);
    expect((await remove('Старый', 'Замена')).status).toBe(204);
    expect(await statusesOf(order)).toEqual(['Замена', 'Замена', 'Замена']);
    expect(await shop.recorded(order.externalOrderId)).toEqual(before);
    const { history } = await shop.order(order.id);
    expect(history.slice(-2)).toMatchObject(
      order.items.map(({ id }: { id: string }) => ({
        kind: 'status_replaced',
        itemId: id,
        fromStatus: 'Старый',
        toStatus: 'Замена',
      })),
    );
  });

  it('what happened before it keeps its name in the history', async () => {
    await make('Прежний');
    const order = await shop.accepted('S-2', 1);
    await shop.setStatus(order.items, 'Прежний');
    await remove('Прежний', 'В работе');
    const { history } = await shop.order(order.id);
    expect(history).toContainEqual(expect.objectContaining({ kind: 'item_status', toStatus: 'Прежний' }));
  });

  it('an order that only comes into the replacement by it is in it, without anybody being told', async () => {
    await make('Временный');
    await make('Общий');
    const order = await shop.accepted('S-3', 2);
    await shop.setStatus([order.items[0]], 'Временный');
    await shop.setStatus([order.items[1]], 'Общий');
    const before = await shop.recorded(order.externalOrderId);
    await remove('Временный', 'Общий');
    expect(await statusesOf(order)).toEqual(['Общий', 'Общий', 'Общий']);
    expect(await shop.recorded(order.externalOrderId)).toEqual(before);
    await shop.setStatus(order.items, 'Общий');
    expect(await shop.recorded(order.externalOrderId)).toEqual(before);
  });

  it('a replacement of another group counts by its own group from then on', async () => {
    await make('Живой');
    const order = await shop.accepted('S-4', 2);
    await shop.setStatus([order.items[0]], 'Живой');
    await shop.setStatus([order.items[1]], 'Выдано');
    expect(await statusesOf(order)).toEqual([null, 'Живой', 'Выдано']);
    await remove('Живой', 'Отказ');
    expect(await statusesOf(order)).toEqual(['Выдано', 'Отказ', 'Выдано']);
  });

  it('items of many orders move at once', async () => {
    await make('Многие');
    const orders = await Promise.all(Array.from({ length: 12 }, (_, index) => shop.accepted(`S-5-${index}`, 2)));
    await shop.setStatus(
      orders.flatMap(({ items }) => items),
      'Многие',
    );
    await remove('Многие', 'В работе');
    for (const order of orders) expect(await statusesOf(order)).toEqual(['В работе', 'В работе', 'В работе']);
  });

  it('the initial place moves to the replacement, and new items begin there', async () => {
    await make('Начало');
    await make('Новое начало');
    await shop.admin.patch(`/order-statuses/${shop.statuses['Начало']}`, { isInitial: true });
    await remove('Начало', 'Новое начало');
    const order = await shop.accepted('S-6');
    expect(await statusesOf(order)).toEqual(['Новое начало', 'Новое начало']);
    await shop.admin.patch(`/order-statuses/${shop.statuses['Обрабатывается']}`, { isInitial: true });
  });

  it('a connection’s status for cancelled orders is replaced too, and used', async () => {
    await make('Отменён', 'removed');
    await make('Отменён клиентом', 'removed');
    const path = `/marketplace-connections/${shop.connectionId}`;
    await shop.admin.patch(path, { cancelledStatusId: shop.statuses['Отменён'] });
    expect((await remove('Отменён', 'Отменён клиентом')).status).toBe(204);
    expect((await shop.admin.get(path)).body.cancelledStatusId).toBe(shop.statuses['Отменён клиентом']);
    const order = await shop.accepted('S-7');
    await shop.cancel('S-7');
    expect(await statusesOf(order)).toEqual(['Отменён клиентом', 'Отменён клиентом']);
  });

  it('items put into a status while it is deleted are in its replacement or were refused', async () => {
    for (let round = 1; round <= 15; round++) {
      const name = `Гонка ${round}`;
      await make(name);
      const order = await shop.accepted(`R-1-${round}`, 2);
      await shop.setStatus([order.items[0]], name);
      const [removed, set] = await Promise.all([remove(name, 'Выдано'), shop.setStatus([order.items[1]], name)]);
      expect(removed.status).toBe(204);
      if (set.status !== 200) expect([set.status, set.body.errors[0].path]).toEqual([422, 'statusId']);
      const [, first, second] = await statusesOf(order);
      expect([first, second]).toEqual(['Выдано', set.status === 200 ? 'Выдано' : 'Обрабатывается']);
    }
  });

  it('a status that is deleted while it becomes the replacement of another leaves no item behind', async () => {
    for (let round = 1; round <= 15; round++) {
      const [first, second] = [`Один ${round}`, `Два ${round}`];
      await make(first);
      await make(second);
      const order = await shop.accepted(`R-2-${round}`, 1);
      await shop.setStatus(order.items, first);
      const [one, two] = await Promise.all([remove(first, second), remove(second, 'Выдано')]);
      expect(two.status).toBe(204);
      const expected = one.status === 204 ? 'Выдано' : first;
      expect([[204, 422], await statusesOf(order)]).toEqual([
        expect.arrayContaining([one.status]),
        [expected, expected],
      ]);
    }
  });

  onServer(
    'a status that another replica makes and uses while a change waits for the order is known to it',
    async () => {
      const order = await shop.accepted('R-3', 2);
      const replica = await createConnection({ uri: shop.database.env.DATABASE_URL! });
      try {
        await replica.beginTransaction();
        await replica.query('SELECT id FROM orders WHERE id = ? FOR UPDATE', [order.id]);
        const waiting = shop.setStatus([order.items[0]], 'В работе');
        await eventually(async () => {
          const [waiters] = await replica.query(
            'SELECT 1 FROM information_schema.processlist ' +
              "WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE '%FOR UPDATE'",
          );
          expect(waiters).toHaveLength(1);
        });
        await make('Чужой');
        await replica.query('UPDATE order_items SET status_id = ? WHERE id = ?', [
          shop.statuses['Чужой'],
          order.items[1].id,
        ]);
        await replica.commit();
        expect((await waiting).status).toBe(200);
        expect(await statusesOf(order)).toEqual([null, 'В работе', 'Чужой']);
      } finally {
        await replica.end();
      }
    },
  );
});
