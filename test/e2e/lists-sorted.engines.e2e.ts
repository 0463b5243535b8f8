import { addPerson } from '../support/people.js';
import { anotherConnection, created } from '../support/receiving.js';
import { positionOf, Shop } from '../support/shop.js';

/** What of an order its place in the lists is made of: sums that no binary fraction is. */
const ORDERS: Record<string, { name: string; prices: string[] }> = {
  'S-1': { name: 'Борис', prices: ['0.10', '0.20'] },
  'S-2': { name: 'Анна', prices: ['0.30'] },
  'S-3': { name: 'Вера', prices: ['0.31'] },
  'S-4': { name: '', prices: ['90071992547.40'] },
};

describe('the two lists sorted by sum and buyer', () => {
  let shop: Shop;
  let other: Awaited<ReturnType<typeof anotherConnection>>;

  /** S-5 is the other region's; only S-1 to S-4 are accepted. */
  beforeAll(async () => {
    shop = await Shop.open();
    other = await anotherConnection(shop, 'Второй филиал');
    for (const [id, { name, prices }] of Object.entries(ORDERS)) {
      const positions = prices.map((price, index) => positionOf(index + 1, { price, quantity: 1 }));
      const received = await shop.receive(id, 1, { customer: { name, phone: '1' }, positions });
      await shop.accept(received.id);
    }
    const far = { customer: { name: 'Аарон', phone: '1' }, positions: [positionOf(1, { price: '0.05', quantity: 1 })] };
    await shop.postToLink(created('S-5', far), 'application/json', other.orderLink);
  });
  afterAll(() => shop.close());

  const list = async (path: string, client = shop.admin) => {
    const { status, body } = await client.get(path);
    expect([path, status]).toEqual([path, 200]);
    return body;
  };
  const idsOf = async (path: string, client = shop.admin): Promise<string[]> =>
    (await list(path, client)).data.map(({ externalId }: { externalId: string }) => externalId);

  it.each([
    ['total', ['S-5', 'S-1', 'S-2', 'S-3', 'S-4']],
    ['-total', ['S-4', 'S-3', 'S-2', 'S-1', 'S-5']],
    ['customerName', ['S-4', 'S-5', 'S-2', 'S-1', 'S-3']],
    ['-customerName', ['S-3', 'S-1', 'S-2', 'S-5', 'S-4']],
    ['total&state=accepted', ['S-1', 'S-2', 'S-3', 'S-4']],
    ['-customerName&q=S-1', ['S-1']],
    ['total&perPage=2&page=2', ['S-2', 'S-3']],
  ])('external orders: %s', async (sort, expected) => {
    expect(await idsOf(`/external-orders?sort=${sort}`)).toEqual(expected);
  });

  it.each([
    ['total', ['S-1', 'S-2', 'S-3', 'S-4']],
    ['-total', ['S-4', 'S-3', 'S-2', 'S-1']],
    ['customerName', ['S-4', 'S-2', 'S-1', 'S-3']],
    ['-customerName', ['S-3', 'S-1', 'S-2', 'S-4']],
    ['-total&q=S-', ['S-4', 'S-3', 'S-2', 'S-1']],
    ['total&perPage=3&page=2', ['S-4']],
  ])('orders: %s', async (sort, expected) => {
    expect(await idsOf(`/orders?sort=${sort}`)).toEqual(expected);
  });

  it('of the regions that the caller sees, with how many there are', async () => {
    const far = (await addPerson(shop, 'far', ['observer'], [other.regionId])).client;
    expect(await idsOf('/external-orders?sort=total', far)).toEqual(['S-5']);
    expect(await list('/orders?sort=total', far)).toEqual({ data: [], meta: { page: 1, perPage: 50, total: 0 } });
    expect((await list(`/external-orders?sort=total&perPage=2&regionId=${other.regionId}`)).meta.total).toBe(1);
    expect((await list('/external-orders?sort=total&perPage=2')).meta).toEqual({ page: 1, perPage: 2, total: 5 });
  });

  it('a row is as it is in any other order of the list', async () => {
    const [byTime, bySum] = await Promise.all(['-createdAt', '-total'].map((sort) => list(`/orders?sort=${sort}`)));
    const inIdOrder = (rows: Array<{ id: string }>) => [...rows].sort((one, next) => Number(one.id) - Number(next.id));
    expect(inIdOrder(bySum.data)).toEqual(inIdOrder(byTime.data));
  });

  it('positions are sorted by time alone', async () => {
    const { status, body } = await shop.admin.get('/external-orders/positions?sort=total');
    expect([status, body.errors[0].path]).toEqual([422, 'sort']);
  });

  describe('an order’s place follows', () => {
    const totals = async () =>
      Object.fromEntries(
        (await list('/orders')).data.map((row: Record<string, string>) => [row.externalId, row.total]),
      );

    it('what is accepted later, and what of that is undone', async () => {
      const positions = ['10.00', '20.00'].map((price, index) => positionOf(index + 1, { price, quantity: 3 }));
      const { id, positions: stored } = await shop.receive('S-6', 1, { positions });
      await shop.accept(id, { positions: [{ id: stored[0].id, quantity: 2 }] });
      expect((await totals())['S-6']).toBe('20.00');
      const { body } = await shop.accept(id, { positions: [{ id: stored[1].id }], hold: 60 });
      expect((await totals())['S-6']).toBe('80.00');
      expect((await idsOf('/orders?sort=-total'))[1]).toBe('S-6');
      expect((await shop.admin.post(`/undo/${body.undo.token}`)).status).toBe(200);
      expect((await totals())['S-6']).toBe('20.00');
      expect((await idsOf('/orders?sort=-total'))[1]).toBe('S-6');
    });

    it('the end of a buyer’s personal data', async () => {
      const [{ id, externalOrderId }] = (await list('/orders?q=S-3')).data;
      expect((await shop.admin.post('/personal-data/delete', { externalOrderIds: [externalOrderId] })).status).toBe(
        200,
      );
      expect((await shop.order(id)).customer.name).toBe('');
      expect((await idsOf('/orders?sort=customerName')).slice(0, 2).sort()).toEqual(['S-3', 'S-4']);
    });
  });
});

describe('the two lists sorted by buyer', () => {
  let shop: Shop;
  beforeAll(async () => (shop = await Shop.open()));
  afterAll(() => shop.close());

  it('go by the letters of names, capital or small, and take ё for е', async () => {
    const names = ['Абрамов', 'дюма', 'Егоров', 'Ёлкин', 'емец', 'Жуков'];
    for (const name of names.toReversed()) {
      const { id } = await shop.receive(name, 1, { customer: { name, phone: '1' } });
      await shop.accept(id);
    }
    const sorted = async (path: string) =>
      (await shop.admin.get(path)).body.data.map(({ externalId }: { externalId: string }) => externalId);
    for (const path of ['/external-orders', '/orders']) {
      expect(await sorted(`${path}?sort=customerName`)).toEqual(names);
      expect(await sorted(`${path}?sort=-customerName`)).toEqual(names.toReversed());
    }
  });
});
