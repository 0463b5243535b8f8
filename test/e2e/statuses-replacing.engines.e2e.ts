import { createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { OrderStatusesService } from '../../src/orders/order-statuses/order-statuses.service.js';
import { Order, OrderItem } from '../../src/orders/orders/order.entity.js';
import { AuditService } from '../../src/access/audit.service.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
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
    const settings = { name, group, gettzap: { item: told, order: told } };
    // 503 where others hold what it needs: whoever is told to repeat it does.
    const { body } = await eventually(async () => {
      const answer = await shop.admin.post('/order-statuses', settings);
      expect(answer.status).toBe(201);
      return answer;
    });
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

  /** Puts so many more orders like this one into the database, in the same status. */
  async function multiply(order: { id: string }, times: number): Promise<void> {
    const copied = (table: string, key: string, own: Record<string, string>) => {
      const { columns } = shop.app.get(DataSource).getMetadata(table);
      const names = columns.flatMap(({ databaseName, isGenerated, generatedType }) =>
        isGenerated || generatedType ? [] : [databaseName],
      );
      return (
        `INSERT INTO ${shop.app.get(DataSource).getMetadata(table).tableName} (${names.join(', ')}) ` +
        `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${times}) ` +
        `SELECT ${names.map((name) => own[name] ?? name).join(', ')} FROM numbers, ` +
        `${shop.app.get(DataSource).getMetadata(table).tableName} WHERE ${key} = ${order.id}`
      );
    };
    const transactions = shop.app.get(Transactions);
    await transactions.run(async ({ manager }) => {
      await manager.query(copied('Order', 'id', { external_order_id: '1000000 + n' }));
      const first = await manager.findOneByOrFail(Order, { externalOrderId: 1_000_001 });
      await manager.query(
        copied('OrderItem', 'order_id', {
          order_id: `${first.id - 1} + n`,
          position_id: `1000000 * (n + 1) + position_id`,
        }),
      );
    });
  }

  it('many items move step by step: others get their turn, what was stopped is repeated, nothing is left', async () => {
    await make('Огромный');
    await make('Вместо него');
    const order = await shop.accepted('S-8', 2);
    await shop.setStatus(order.items, 'Огромный');
    await multiply(order, 250);
    const counts = async () => {
      const rows = await shop.app
        .get(Transactions)
        .read((manager) =>
          manager.query<Array<Record<string, unknown>>>(
            'SELECT i.status_id AS item, o.status_id AS whole, COUNT(*) AS count FROM order_items i ' +
              'JOIN orders o ON o.id = i.order_id WHERE o.external_id = ? GROUP BY i.status_id, o.status_id',
            ['S-8'],
          ),
        );
      return new Map(rows.map(({ item, whole, count }) => [`${String(item)} ${String(whole)}`, Number(count)]));
    };
    const [from, to] = [shop.statuses['Огромный'], shop.statuses['Вместо него']];

    const service = shop.app.get(OrderStatusesService) as unknown as { moveSome(...ids: number[]): Promise<boolean> };
    const moveSome = service.moveSome.bind(service);
    let steps = 0;
    const stopping = jest.spyOn(service, 'moveSome').mockImplementation(async (...ids) => {
      if (++steps === 3) throw new Error('stopped');
      return moveSome(...ids);
    });
    expect((await remove('Огромный', 'Вместо него')).status).toBe(500);
    stopping.mockRestore();
    const halfWay = await counts();
    expect(halfWay).toEqual(
      new Map(
        [
          [`${from} ${from}`, 102],
          [`${to} ${to}`, 400],
        ].sort() as Array<[string, number]>,
      ),
    );
    expect(await names()).toContain('Огромный');

    const ends: string[] = [];
    await Promise.all([
      remove('Огромный', 'Вместо него').then(({ status }) => ends.push(`deleted ${status}`)),
      shop.receive('S-8-meanwhile').then(() => ends.push('received')),
    ]);
    expect(ends).toContain('deleted 204');
    expect(await counts()).toEqual(new Map([[`${to} ${to}`, 502]]));
    expect(await names()).not.toContain('Огромный');
    const { history } = await shop.order(order.id);
    expect(history.filter(({ kind }: { kind: string }) => kind === 'status_replaced')).toHaveLength(2);
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

  it.each([
    ['its replacement', 'Выдано'],
    ['the initial one, where it was deleted without one', undefined],
  ])('items that another node put into it unseen pass into %s', async (_, replacement) => {
    const name = `Незаметно ${replacement}`;
    const unseen = Number(await make(name));
    const order = await shop.accepted(`N-${replacement}`);
    // Rows that one node of a cluster holds are not held on the others: the deletion finds nothing, and then there is something.
    const audit = shop.app.get(AuditService);
    const record = audit.record.bind(audit);
    const recording = jest.spyOn(audit, 'record').mockImplementationOnce(async (tx, ...entry) => {
      await tx.manager.update(OrderItem, { orderId: Number(order.id) }, { statusId: unseen });
      await tx.manager.update(Order, { id: Number(order.id) }, { statusId: unseen });
      await record(tx, ...entry);
    });
    expect((await remove(name, replacement)).status).toBe(204);
    recording.mockRestore();
    const taken = replacement ?? 'Обрабатывается';
    expect(await statusesOf(order)).toEqual([taken, taken]);
    const { history } = await shop.order(order.id);
    expect(history.filter(({ kind }: { kind: string }) => kind === 'status_replaced')).toMatchObject([
      { fromStatus: name, toStatus: taken },
    ]);
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
      expect([204, 422]).toContain(one.status);
      // Refused, it may have moved the item before its replacement went.
      const [whole, item] = await statusesOf(order);
      expect(one.status === 204 ? ['Выдано'] : ['Выдано', first]).toContain(item);
      expect(whole).toBe(item);
    }
  });

  onServer(
    'a status that another replica makes and uses while a change waits for the order is known to it',
    async () => {
      const replica = await createConnection({ uri: shop.database.env.DATABASE_URL! });
      const changed = async (round: number) => {
        const order = await shop.accepted(`R-3-${round}`, 2);
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
        const foreign = await make(`Чужой ${round}`);
        await replica.query('UPDATE order_items SET status_id = ? WHERE id = ?', [foreign, order.items[1].id]);
        await replica.commit();
        return { order, status: (await waiting).status };
      };
      try {
        let round = 1;
        let outcome = await changed(round);
        // On a busy machine it has waited for as long as it may.
        while (outcome.status === 503) outcome = await changed(++round);
        expect(outcome.status).toBe(200);
        expect(await statusesOf(outcome.order)).toEqual([null, 'В работе', `Чужой ${round}`]);
      } finally {
        await replica.end();
      }
    },
  );
});
