import { addPerson } from '../support/people.js';
import { anotherConnection, created, received } from '../support/receiving.js';
import { positionOf, Shop } from '../support/shop.js';

describe('filters, counts and search of the two lists', () => {
  let shop: Shop;
  let other: Awaited<ReturnType<typeof anotherConnection>>;
  const orders: Record<string, { id: string; items: Array<{ id: string }> }> = {};
  let undecided: Record<string, number>;

  /** C-1, C-2 new; C-3 begun; C-4 … C-8 accepted; C-9 cancelled before; C-10 not understood; C-11 deleted; F-1 of another region. */
  beforeAll(async () => {
    shop = await Shop.open();
    other = await anotherConnection(shop, 'Второй филиал');
    for (const id of ['C-1', 'C-2', 'C-9', 'C-11']) await shop.receive(id);
    const begun = await shop.receive('C-3', 2);
    await shop.accept(begun.id, { positions: [{ id: begun.positions[0].id }] });
    for (const id of ['C-4', 'C-5', 'C-6']) orders[id] = await shop.accepted(id, 2);
    const named = created('C-7', {
      customer: { name: 'Анна Ёлкина', phone: '+7 911 222-33-44', email: 'anna@example.com' },
      positions: [positionOf(1, { number: '0 986 494-019' })],
    });
    const { id } = await received(shop, named);
    orders['C-7'] = await shop.order((await shop.accept(id)).body.orderId);
    orders['C-8'] = await shop.accepted('C-8');
    await shop.setStatus(orders['C-4']!.items, 'В работе');
    await shop.setStatus(orders['C-5']!.items.slice(0, 1), 'В работе');
    await shop.setStatus(orders['C-6']!.items, 'Выдано');
    await shop.cancel('C-6');
    await shop.cancel('C-9');
    await received(shop, created('C-8', { positions: [positionOf(1, { quantity: 7 })] }, 'order.updated'));
    await received(shop, created('C-10', { positions: [] }));
    const [deleted] = (await get('/external-orders?q=C-11')).data;
    await shop.admin.delete(`/external-orders/${deleted.id}`, { reason: 'test' });
    await shop.postToLink(created('F-1'), 'application/json', other.orderLink);
    undecided = { new: 2, partially_decided: 1, accepted: 4, partially_accepted: 0, refused: 0, cancelled: 2 };
  });
  afterAll(() => shop.close());

  const get = async (path: string) => {
    const { status, body } = await shop.admin.get(path);
    expect([path, status]).toEqual([path, 200]);
    return body;
  };
  const idsOf = async (path: string): Promise<string[]> =>
    (await get(path)).data.map(({ externalId }: { externalId: string }) => externalId).sort();
  const inbox = (query: string) => idsOf(`/external-orders?perPage=200&${query}`);
  const shopOrders = (query: string) => idsOf(`/orders?perPage=200&${query}`);

  describe('external orders', () => {
    it('are counted in every state but deleted', async () => {
      expect(await get('/external-orders/counts')).toEqual({
        states: { ...undecided, new: 3, needs_attention: 1 },
        total: 11,
      });
      expect((await get('/external-orders')).meta.total).toBe(11);
    });

    it.each([
      ['q=C-1', { new: 1, needs_attention: 1 }],
      ['flag=cancelConflict', { cancelled: 1 }],
      ['q=nowhere', {}],
      ['from=2020-01-01&to=2020-01-02', {}],
    ])('are counted by the filters of the list: %s', async (query, some) => {
      const none = Object.fromEntries(Object.keys({ ...undecided, needs_attention: 0 }).map((state) => [state, 0]));
      const total = Object.values(some).reduce((sum: number, count) => sum + (count ?? 0), 0);
      expect(await get(`/external-orders/counts?${query}`)).toEqual({ states: { ...none, ...some }, total });
      expect((await get(`/external-orders?${query}`)).meta.total).toBe(total);
    });

    it('are counted by region and connection', async () => {
      expect((await get(`/external-orders/counts?regionId=${other.regionId}`)).total).toBe(1);
      expect((await get(`/external-orders/counts?connectionId=${shop.connectionId}`)).total).toBe(10);
    });

    it('are counted in the regions that the caller sees', async () => {
      const far = await addPerson(shop, 'far', ['observer'], [other.regionId]);
      expect((await far.client.get('/external-orders/counts')).body.total).toBe(1);
      const lost = await addPerson(shop, 'lost', ['observer'], ['999999']);
      expect((await lost.client.get('/external-orders/counts')).body.total).toBe(0);
      expect((await lost.client.get('/orders/counts')).body).toEqual({ total: 0, statuses: [] });
      expect((await lost.client.get('/external-orders/positions')).body.meta.total).toBe(0);
    });

    it.each([
      ['state=partially_decided&state=needs_attention', ['C-10', 'C-3']],
      ['state=partially_decided,needs_attention', ['C-10', 'C-3']],
      ['flag=cancelConflict', ['C-6']],
      ['flag=cancelledByClient', ['C-6', 'C-9']],
      ['flag=changedAfterDecision', ['C-8']],
      ['flag=cancelledByClient&state=new', []],
    ])('by several states and by flag: %s', async (query, expected) => {
      expect(await inbox(query)).toEqual(expected);
    });

    it('an empty flag filters nothing, an unknown one is refused', async () => {
      expect(await inbox('flag=')).toHaveLength(11);
      for (const path of ['/external-orders', '/external-orders/counts', '/orders', '/orders/counts']) {
        const { status, body } = await shop.admin.get(`${path}?flag=state`);
        expect([path, status, body.errors?.[0]?.path]).toEqual([path, 422, 'flag']);
      }
    });
  });

  describe('orders', () => {
    const named = async (query: string) => {
      const { total, statuses } = await get(`/orders/counts?${query}`);
      const names = new Map(Object.entries(shop.statuses).map(([name, id]) => [id, name]));
      const counted = statuses.map((each: { statusId: string | null; count: number }) => [
        each.statusId === null ? 'none' : names.get(each.statusId),
        each.count,
      ]);
      return { total, ...Object.fromEntries(counted) };
    };

    it('are counted in every status that one is in, and in none', async () => {
      expect(await named('')).toEqual({ total: 6, Обрабатывается: 3, 'В работе': 1, Выдано: 1, none: 1 });
    });

    it('are counted by the filters of the list', async () => {
      expect(await named('flag=cancelConflict')).toEqual({ total: 1, Выдано: 1 });
      expect(await named('q=C-5')).toEqual({ total: 1, none: 1 });
      expect(await named(`regionId=${other.regionId}`)).toEqual({ total: 0 });
    });

    it('by no single status, and by one', async () => {
      expect(await shopOrders('statusId=none')).toEqual(['C-5']);
      expect(await shopOrders(`statusId=${shop.statuses['В работе']}`)).toEqual(['C-4']);
      expect(await shopOrders('statusId=0')).toEqual([]);
      expect(await shopOrders('statusId=')).toHaveLength(6);
      expect((await shop.admin.get('/orders?statusId=some')).status).toBe(422);
    });

    it.each([
      ['flag=cancelConflict', ['C-6']],
      ['flag=cancelledByClient', ['C-6']],
      ['flag=', ['C-3', 'C-4', 'C-5', 'C-6', 'C-7', 'C-8']],
    ])('by flag: %s', async (query, expected) => {
      expect(await shopOrders(query)).toEqual(expected);
    });

    it('by their number', async () => {
      expect(await shopOrders(`q=${orders['C-7']!.id}`)).toContain('C-7');
    });
  });

  it.each([
    ['the id at the marketplace', 'c-7'],
    ['a part number as it is written', '0 986 494-019'],
    ['a part number without its separators', '0986494019'],
    ['a part of a part number with other separators', '986.494/019'],
    ['a customer’s name', 'Анна Ёл'],
    ['a customer’s name in other letters', 'анна'],
  ])('both lists are searched for %s', async (_, q) => {
    expect(await inbox(`q=${encodeURIComponent(q)}`)).toEqual(['C-7']);
    expect(await shopOrders(`q=${encodeURIComponent(q)}`)).toEqual(['C-7']);
  });

  it('a short search is not stripped of its separators, or a dash alone would be everywhere', async () => {
    expect(await inbox(`q=${encodeURIComponent('4-9')}`)).toEqual([]);
    expect(await inbox(`q=${encodeURIComponent('4-0')}`)).toEqual(['C-7']);
  });
});
