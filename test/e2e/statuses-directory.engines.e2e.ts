import { OrderStatus } from '../../src/orders/order-statuses/order-status.entity.js';
import { Configuration } from '../../src/platform/configuration/configuration.service.js';
import { Shop } from '../support/shop.js';
import { stored } from '../support/stored.js';

describe('the status directory', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const create = (input: object) => shop.admin.post('/order-statuses', input);
  const patch = (id: string | undefined, change: object) => shop.admin.patch(`/order-statuses/${id}`, change);
  const all = async (): Promise<Array<{ id: string; name: string; isInitial: boolean }>> =>
    (await shop.admin.get('/order-statuses?perPage=200')).body.data;
  const initial = async () => (await all()).filter(({ isInitial }) => isInitial).map(({ name }) => name);

  it('begins with a status of every group, one of them the initial one, and tells GettZap nothing', async () => {
    const statuses = await all();
    expect(new Set(statuses.map((each) => (each as unknown as { group: string }).group))).toEqual(
      new Set(['processing', 'arrived', 'issued', 'refused', 'removed']),
    );
    expect(await initial()).toEqual(['Обрабатывается']);
    const nothing = { status: '', text: '' };
    for (const status of statuses) expect(status).toMatchObject({ gettzap: { item: nothing, order: nothing } });
  });

  it('making one: 201 with what is given, the rest filled in, at the end of the directory', async () => {
    const { body: page } = await shop.admin.get('/order-statuses?perPage=200');
    const last = Math.max(...page.data.map(({ position }: { position: number }) => position));
    const { status, body } = await create({ name: 'В пути', group: 'processing' });
    expect(status).toBe(201);
    const nothing = { status: '', text: '' };
    expect(body).toEqual({
      id: expect.stringMatching(/^\d+$/),
      name: 'В пути',
      group: 'processing',
      color: expect.stringMatching(/^#[0-9a-f]{6}$/),
      position: last + 1,
      isInitial: false,
      notifyManager: false,
      gettzap: { item: nothing, order: nothing },
      leaveMinutes: null,
      leaveWarnMinutes: null,
      onOverdue: null,
      createdAt: expect.stringMatching(/Z$/),
      version: 1,
    });
    expect((await shop.admin.get(`/order-statuses/${body.id}`)).body).toEqual(body);
  });

  it('making one with everything given keeps everything', async () => {
    const input = {
      name: 'Заказано',
      group: 'arrived',
      color: '#123abc',
      position: 0,
      isInitial: false,
      notifyManager: true,
      gettzap: {
        item: { status: 'ordered', text: '{{ order_item.oem }}' },
        order: { status: 'o', text: '{{ comment }}' },
      },
    };
    const { body } = await create(input);
    expect(body).toMatchObject(input);
  });

  it('a name is one status’s alone, in whatever way it is written', async () => {
    const named = await create({ name: 'Ждём оплату', group: 'processing' });
    const isTaken = { status: 422, body: { errors: [{ path: 'name', code: 'status_name_taken' }] } };
    expect(await create({ name: ' ЖДЕМ  оплату', group: 'arrived' })).toMatchObject(isTaken);
    const other = await create({ name: 'Ждём ответа', group: 'processing' });
    expect(await patch(other.body.id, { name: 'Ждём Оплату' })).toMatchObject(isTaken);
    expect(await patch(named.body.id, { name: 'Ждем оплату' })).toMatchObject({ status: 200 });
  });

  it('changing one changes what is given and leaves the rest, down to single fields of a text', async () => {
    const { body: made } = await create({
      name: 'Ждём',
      group: 'processing',
      notifyManager: true,
      gettzap: { item: { status: 'wait', text: 'w' }, order: { status: 'waiting', text: 'o' } },
    });
    const { status, body } = await patch(made.id, { name: 'Ожидаем', gettzap: { item: { text: '' } } });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...made,
      name: 'Ожидаем',
      gettzap: { item: { status: 'wait', text: '' }, order: { status: 'waiting', text: 'o' } },
      version: 2,
    });
    expect((await patch(made.id, {})).body).toEqual(body);
    expect((await shop.admin.get(`/order-statuses/${made.id}`)).body).toEqual(body);
  });

  it('the list is paged, and sorted by when they were made', async () => {
    const { body } = await shop.admin.get('/order-statuses?page=2&perPage=3&sort=createdAt');
    const ids = (await all()).map(({ id }) => Number(id)).sort((a, b) => a - b);
    expect(body.data.map(({ id }: { id: string }) => Number(id))).toEqual(ids.slice(3, 6));
    expect(body.meta).toEqual({ page: 2, perPage: 3, total: ids.length });
  });

  it.each<[string, object, string]>([
    ['no name', { group: 'issued' }, 'name'],
    ['an empty name', { name: '', group: 'issued' }, 'name'],
    ['no group', { name: 'x' }, 'group'],
    ['an unknown group', { name: 'x', group: 'lost' }, 'group'],
    ['a colour in words', { name: 'x', group: 'issued', color: 'red' }, 'color'],
    ['a negative position', { name: 'x', group: 'issued', position: -1 }, 'position'],
    ['a text that is none', { name: 'x', group: 'issued', gettzap: { item: { text: 5 } } }, 'gettzap.item.text'],
    [
      'a text too long',
      { name: 'x', group: 'issued', gettzap: { order: { text: 'x'.repeat(4_001) } } },
      'gettzap.order.text',
    ],
    ['null for a status', { name: 'x', group: 'issued', gettzap: { order: { status: null } } }, 'gettzap.order.status'],
    ['a field that is not known', { name: 'x', group: 'issued', colour: '#123456' }, 'colour'],
  ])('making one with %s: 422 naming the field', async (_, input, path) => {
    const before = (await all()).length;
    const { status, body } = await create(input);
    expect([status, body.code, body.errors[0].path]).toEqual([422, 'validation_failed', path]);
    expect(await all()).toHaveLength(before);
  });

  it('an unknown one: 404 to reading, changing and deleting', async () => {
    for (const answer of [
      await shop.admin.get('/order-statuses/999999'),
      await patch('999999', { name: 'x' }),
      await shop.admin.delete('/order-statuses/999999'),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
  });

  it('exactly one is the initial one: making another that, or turning one into it, takes it from the former', async () => {
    await patch(shop.statuses['В работе'], { isInitial: true });
    expect(await initial()).toEqual(['В работе']);
    await create({ name: 'Новый', group: 'processing', isInitial: true });
    expect(await initial()).toEqual(['Новый']);
    await patch(shop.statuses['Обрабатывается'], { isInitial: true });
    await patch(shop.statuses['Обрабатывается'], { isInitial: true });
    expect(await initial()).toEqual(['Обрабатывается']);
  });

  it('the initial one cannot simply stop being it: 422', async () => {
    const { status, body } = await patch(shop.statuses['Обрабатывается'], { isInitial: false });
    expect([status, body.errors[0].path]).toEqual([422, 'isInitial']);
    expect(await initial()).toEqual(['Обрабатывается']);
  });

  it('exactly one stays the initial one when several are made it at the same time, while orders are accepted', async () => {
    const names = ['Обрабатывается', 'В работе', 'Пришло на склад', 'Готово к выдаче', 'Выдано', 'Отказ'];
    for (let round = 1; round <= 15; round++) {
      const received = await Promise.all([1, 2, 3].map((n) => shop.receive(`IN-${round}-${n}`)));
      const chosen = [...names.slice(round % 6), ...names.slice(0, round % 6)];
      const answers = await Promise.all([
        ...chosen.slice(0, 3).map((name) => patch(shop.statuses[name], { isInitial: true })),
        ...received.map(({ id }) => shop.accept(id)),
        ...chosen.slice(3).map((name) => patch(shop.statuses[name], { isInitial: true })),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      expect(await initial()).toHaveLength(1);
    }
  });
});

describe('a directory that is full', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  it('takes no more than can be put into another order', async () => {
    const [{ id, version: _, ...like }] = await stored(shop).find(OrderStatus, {
      where: { isInitial: false },
      take: 1,
    });
    const there = await stored(shop).count(OrderStatus);
    const rows = Array.from({ length: 999 - there }, (_each, number) => ({ ...like, name: `Этап ${number}` }));
    await shop.app.get(Configuration).change((tx) => tx.insertMany(OrderStatus, rows));
    const create = (name: string) => shop.admin.post('/order-statuses', { name, group: 'processing' });
    expect((await create('Последний')).status).toBe(201);
    const { status, body } = await create('Лишний');
    expect([status, body.errors]).toMatchObject([422, [{ path: 'name', code: 'too_many_statuses' }]]);
    const ids = (await stored(shop).find(OrderStatus, { order: { id: 'DESC' } })).map((each) => String(each.id));
    expect((await shop.admin.post('/order-statuses/reorder', { ids })).status).toBe(200);
    expect((await shop.admin.delete(`/order-statuses/${id}`)).status).toBe(204);
    expect((await create('Лишний')).status).toBe(201);
  });
});
