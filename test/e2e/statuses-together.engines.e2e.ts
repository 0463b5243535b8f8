import { createConnection } from 'mysql2/promise';
import { THE_SERVICE } from '../../src/access/actor.js';
import { ItemMoves } from '../../src/orders/orders/item-moves.service.js';
import { ItemStatusesService } from '../../src/orders/orders/item-statuses.service.js';
import type { ApiAnswer, ApiClient } from '../support/api-client.js';
import { onServer } from '../support/engine.js';
import { addPerson } from '../support/people.js';
import { Shop } from '../support/shop.js';

interface Item {
  id: string;
}

/** Calls that come at the same time share a transaction: nobody may notice. */
describe('putting items into statuses: together', () => {
  let shop: Shop;
  let olga: ApiClient;
  beforeAll(async () => {
    shop = await Shop.open();
    olga = (await addPerson(shop, 'olga', ['manager'])).client;
    for (const name of ['В работе', 'Выдано']) {
      await shop.configureStatus(name, { item: { status: name, text: '{{ comment }}' } });
    }
  });
  afterAll(() => shop.close());

  const set = (items: Item[], status: string, comment = '', client = shop.admin): Promise<ApiAnswer> =>
    client.post('/order-items/status', {
      itemIds: items.map(({ id }) => id),
      statusId: shop.statuses[status],
      comment,
    });
  const auditOf = async (orderId: string) => {
    const { body } = await shop.admin.get(`/audit?subject=order&subjectId=${orderId}&perPage=200`);
    return body.data.filter(({ action }: { action: string }) => action === 'set_item_status');
  };

  it('each has its own result, notices, history and audit entry, in its own name', async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, (_, index) => shop.accepted(`OWN-${index}`, 2)));
    const clients = [shop.admin, olga];
    const statuses = ['В работе', 'Выдано'];
    const of = (index: number) => ({ client: clients[index % 2]!, status: statuses[(index >> 1) % 2]! });
    const answers = await Promise.all(
      orders.map(({ items }, index) => set(items, of(index).status, `note ${index}`, of(index).client)),
    );
    const requestIds = new Set<string>();
    for (const [index, order] of orders.entries()) {
      const { client, status } = of(index);
      expect(answers[index]).toMatchObject({
        status: 200,
        body: { changed: 2, unchanged: 0, orders: [{ id: order.id, status: { name: status } }] },
      });
      const told = (await shop.recorded(order.externalOrderId)).slice(1);
      expect(told).toEqual([
        `item_status | 1 | ${status} | note ${index}`,
        `item_status | 2 | ${status} | note ${index}`,
        'order_status | order | skipped | no_status_configured',
      ]);
      const name = client === olga ? 'olga' : expect.not.stringMatching('olga');
      const { history } = await shop.order(order.id);
      expect(history.filter(({ kind }: { kind: string }) => kind === 'order_status')).toMatchObject([
        { toStatus: status, comment: `note ${index}`, actor: name },
      ]);
      const [entry, ...more] = await auditOf(order.id);
      expect([entry, more]).toMatchObject([{ actor: name }, []]);
      requestIds.add(entry.requestId);
    }
    expect(requestIds.size).toBe(orders.length);
  });

  it('of one item into two statuses again and again: each goes on from where another left off', async () => {
    const order = await shop.accepted('SAME', 1);
    const calls = Array.from({ length: 20 }, (_, index) => (index % 2 ? 'В работе' : 'Выдано'));
    const answers = await Promise.all(calls.map((status) => set(order.items, status)));
    expect(answers.map(({ status }) => status)).toEqual(calls.map(() => 200));
    const after = await shop.order(order.id);
    const passed = after.history.filter(({ kind }: { kind: string }) => kind === 'item_status');
    const changed = answers.filter(({ body }) => body.changed === 1);
    expect(passed.length).toBe(changed.length);
    const into: string[] = passed.map(({ toStatus }: { toStatus: string }) => toStatus);
    expect(passed.map(({ fromStatus }: { fromStatus: string }) => fromStatus)).toEqual([
      'Обрабатывается',
      ...into.slice(0, -1),
    ]);
    expect([after.items[0].status.name, after.status.name]).toEqual([into.at(-1), into.at(-1)]);
    const told = (await shop.recorded(order.externalOrderId)).filter((line) => line.startsWith('item_status'));
    expect(told).toEqual(into.map((status) => `item_status | 1 | ${status} | `));
  });

  it('of one item can be undone one by one, the last one first', async () => {
    const order = await shop.accepted('SAME-UNDO', 1);
    shop.clock.advance(60_000);
    const before = await shop.order(order.id);
    const itemIds = order.items.map(({ id }: Item) => id);
    const statuses = shop.app.get(ItemStatusesService);
    const into = (status: string) => statuses.set({ itemIds, statusId: shop.statuses[status]!, hold: 60 }, THE_SERVICE);
    const answers = await Promise.all(['В работе', 'Выдано'].map(into));
    for (const { undo } of answers.reverse()) expect((await shop.admin.post(`/undo/${undo!.token}`)).status).toBe(200);
    expect((await shop.order(order.id)).items).toEqual(before.items);
  });

  it('of one item that came back to where the first had put it: the first alone cannot be undone any more', async () => {
    const order = await shop.accepted('SAME-BACK', 1);
    const itemIds = order.items.map(({ id }: Item) => id);
    const statuses = shop.app.get(ItemStatusesService);
    const into = (status: string) => statuses.set({ itemIds, statusId: shop.statuses[status]!, hold: 60 }, THE_SERVICE);
    const answers = await Promise.all(['В работе', 'Выдано', 'В работе'].map(into));
    const [first, , last] = answers.map(({ undo }) => undo!.token);
    const { status, body } = await shop.admin.post(`/undo/${first}`);
    expect([status, body.code]).toEqual([409, 'changed_meanwhile']);
    expect((await shop.order(order.id)).items[0].status.name).toBe('В работе');
    expect((await shop.admin.post(`/undo/${last}`)).status).toBe(200);
    expect((await shop.order(order.id)).items[0].status.name).toBe('Выдано');
  });

  it('one that names an unknown item, another region’s or an unknown status is refused alone and changes nothing', async () => {
    const elsewhere = (await shop.admin.post('/regions', { name: 'Elsewhere' })).body.id;
    const far = (await addPerson(shop, 'far', ['manager'], [elsewhere])).client;
    const orders = await Promise.all(['R-1', 'R-2', 'R-3', 'R-4', 'R-5'].map((id) => shop.accepted(id, 1)));
    const [one, two, three, four, five] = orders.map(({ items }) => items as Item[]);
    const answers = await Promise.all([
      set(one!, 'В работе'),
      set([...two!, { id: '999999' }], 'В работе'),
      set(three!, 'В работе', '', far),
      set(four!, 'no such status'),
      shop.admin.post('/order-items/status', { itemIds: [four![0]!.id], statusId: '999999' }),
      set(five!, 'В работе'),
    ]);
    expect(answers.map(({ status, body }) => [status, body.errors?.[0].path])).toEqual([
      [200, undefined],
      [422, 'itemIds[1]'],
      [422, 'itemIds[0]'],
      [422, 'statusId'],
      [422, 'statusId'],
      [200, undefined],
    ]);
    const names = await Promise.all(orders.map(async ({ id }) => (await shop.order(id)).status.name));
    expect(names).toEqual(['В работе', 'Обрабатывается', 'Обрабатывается', 'Обрабатывается', 'В работе']);
  });

  onServer('one whose order is held by a stuck client takes none of the others with it', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `HELD-${index}`);
    const orders = await Promise.all(names.map((id) => shop.accepted(id, 1)));
    const stuck = await createConnection({ uri: shop.database.env.DATABASE_URL! });
    await stuck.beginTransaction();
    await stuck.query('SELECT * FROM orders WHERE id = ? FOR UPDATE', [orders[3]!.id]);
    const answers = await Promise.all(orders.map(({ items }) => set(items, 'В работе')));
    expect(answers.map(({ status, body }) => body.code ?? status)).toEqual(
      names.map((_, index) => (index === 3 ? 'database_busy' : 200)),
    );
    expect(answers[3]!.headers.get('retry-after')).toBe('1');
    await stuck.end();
    expect((await set(orders[3]!.items, 'В работе')).status).toBe(200);
  });

  it('one that breaks takes none of the others with it', async () => {
    const orders = await Promise.all(['B-1', 'B-2', 'B-3', 'B-4'].map((id) => shop.accepted(id, 1)));
    const moves = shop.app.get(ItemMoves);
    const write = moves.write.bind(moves);
    const broken = jest.spyOn(moves, 'write').mockImplementation((tx, directory, all, at) => {
      if (all.some(({ comment }) => comment === 'broken')) throw new Error('refused');
      return write(tx, directory, all, at);
    });
    const comments = ['fine', 'fine', 'broken', 'fine'];
    const answers = await Promise.all(orders.map(({ items }, index) => set(items, 'В работе', comments[index])));
    broken.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 500, 200]);
    for (const [index, { externalOrderId }] of orders.entries()) {
      const told = (await shop.recorded(externalOrderId)).filter((line) => line.startsWith('item_status'));
      expect(told).toEqual(index === 2 ? [] : ['item_status | 1 | В работе | fine']);
    }
  });
});
