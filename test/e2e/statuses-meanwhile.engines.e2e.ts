import type { ApiClient } from '../support/api-client.js';
import { acceptedOf, linesOf } from '../support/dividing.js';
import { addPerson } from '../support/people.js';
import { Shop } from '../support/shop.js';

interface Named {
  id: string;
  quantity?: number;
}

/** Whoever says in which status they saw an item overwrites nothing that a colleague set meanwhile. */
describe('a status of items that a colleague has changed meanwhile', () => {
  let shop: Shop;
  let olga: ApiClient;
  beforeAll(async () => {
    shop = await Shop.open();
    olga = (await addPerson(shop, 'olga', ['manager'])).client;
  });
  afterAll(() => shop.close());

  const SEEN = 'Обрабатывается';
  const set = (items: Named[], status: string, { from, ...more }: { from?: string; hold?: number } = {}) =>
    shop.admin.post('/order-items/status', {
      items: items.map(({ id, quantity }) => ({
        id,
        ...(quantity && { quantity }),
        ...(from && { fromStatusId: shop.statuses[from] }),
      })),
      statusId: shop.statuses[status],
      ...more,
    });
  const colleagueSets = (items: Named[], status: string) =>
    olga.post('/order-items/status', { itemIds: items.map(({ id }) => id), statusId: shop.statuses[status] });
  const otherStatus = (index: number, status: string) => ({
    path: `items[${index}].fromStatusId`,
    code: 'other_status',
    params: { status },
    message: expect.stringContaining(status),
  });

  it('of one order: 409 that names the items, their statuses, who and when; nothing of the order is changed', async () => {
    const order = await shop.accepted('M-1', 3);
    await colleagueSets([order.items[1]], 'Пришло на склад');
    const before = await shop.order(order.id);
    const { status, body } = await set(order.items, 'В работе', { from: SEEN });
    expect([status, body]).toMatchObject([
      409,
      { code: 'changed_meanwhile', changed: { by: 'olga' }, errors: [otherStatus(1, 'Пришло на склад')] },
    ]);
    expect(body.changed.at).toBe(before.history.at(-1).at);
    expect(await shop.order(order.id)).toEqual(before);
  });

  it('is not asked for where nobody says what they saw: the last one wins as before', async () => {
    const order = await shop.accepted('M-2', 1);
    await colleagueSets(order.items, 'Пришло на склад');
    expect(await set(order.items, 'В работе')).toMatchObject({ status: 200, body: { changed: 1 } });
  });

  it('what the colleague did is seen then, and can be overwritten', async () => {
    const order = await shop.accepted('M-3', 1);
    await colleagueSets(order.items, 'Пришло на склад');
    const { status, body } = await set(order.items, 'В работе', { from: 'Пришло на склад' });
    expect([status, body]).toEqual([
      200,
      { changed: 1, unchanged: 0, orders: [{ id: order.id, status: expect.anything() }], divided: [], undo: null },
    ]);
  });

  it('of several orders: that one is left as it is, and told with why; the others go on', async () => {
    const [one, other] = [await shop.accepted('M-4a', 2), await shop.accepted('M-4b', 2)];
    await colleagueSets([one.items[0]], 'Выдано');
    const before = await shop.order(one.id);
    const { status, body } = await set([...other.items, ...one.items], 'В работе', { from: SEEN, hold: 60 });
    expect([status, body]).toMatchObject([200, { changed: 2, unchanged: 0 }]);
    expect(body.orders).toMatchObject([{ id: other.id, status: { name: 'В работе' } }]);
    expect(body.overtaken).toEqual([
      {
        id: one.id,
        code: 'changed_meanwhile',
        changed: { by: 'olga', at: before.history.at(-1).at },
        errors: [otherStatus(2, 'Выдано')],
      },
    ]);
    expect(await shop.order(one.id)).toEqual(before);
    expect((await shop.admin.post(`/undo/${body.undo.token}`)).status).toBe(200);
    expect(await shop.order(one.id)).toEqual(before);
    expect(linesOf((await shop.order(other.id)).items)).toEqual(['1: 2 Обрабатывается', '2: 2 Обрабатывается']);
  });

  it('of several orders, each of which is other: 409', async () => {
    const [one, other] = [await shop.accepted('M-5a', 1), await shop.accepted('M-5b', 1)];
    await colleagueSets([one.items[0], other.items[0]], 'Выдано');
    const { status, body } = await set([...one.items, ...other.items], 'В работе', { from: SEEN });
    expect([status, body.code]).toEqual([409, 'changed_meanwhile']);
    expect(body.errors).toMatchObject([otherStatus(0, 'Выдано'), otherStatus(1, 'Выдано')]);
  });

  it('a colleague who set the same one overwrote nothing: a repeat is no change', async () => {
    const order = await shop.accepted('M-6', 2);
    await colleagueSets([order.items[0]], 'В работе');
    expect(await set(order.items, 'В работе', { from: SEEN })).toMatchObject({
      status: 200,
      body: { changed: 1, unchanged: 1 },
    });
  });

  it('pieces are not divided off an item that is in another status', async () => {
    const order = await acceptedOf(shop, 'M-7', 4);
    await colleagueSets(order.items, 'Выдано');
    const answer = await set([{ id: order.items[0].id, quantity: 1 }], 'В работе', { from: SEEN });
    expect([answer.status, answer.body.errors]).toEqual([409, [otherStatus(0, 'Выдано')]]);
    expect(linesOf((await shop.order(order.id)).items)).toEqual(['1: 4 Выдано']);
  });

  it('at the same moment: one of two is done', async () => {
    const order = await shop.accepted('M-8', 2);
    const statuses = ['В работе', 'Выдано', 'Пришло на склад', 'Отказ'];
    const answers = await Promise.all(statuses.map((status) => set(order.items, status, { from: SEEN })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const won = statuses[answers.findIndex(({ status }) => status === 200)];
    expect((await shop.order(order.id)).status.name).toBe(won);
  });

  it('a preview says it, too', async () => {
    const order = await shop.accepted('M-9', 1);
    await colleagueSets(order.items, 'Выдано');
    const items = [{ id: order.items[0].id, fromStatusId: shop.statuses[SEEN] }];
    const answer = await shop.admin.post('/order-items/status/preview', { items, statusId: shop.statuses['В работе'] });
    expect([answer.status, answer.body.errors]).toEqual([409, [otherStatus(0, 'Выдано')]]);
  });

  it('a status that is no id: 422', async () => {
    const order = await shop.accepted('M-10', 1);
    for (const fromStatusId of [null, '', 'x', 0]) {
      const items = [{ id: order.items[0].id, fromStatusId }];
      const answer = await shop.admin.post('/order-items/status', { items, statusId: shop.statuses['В работе'] });
      expect([answer.status, answer.body.errors[0].path]).toEqual([422, 'items[0].fromStatusId']);
    }
  });
});
