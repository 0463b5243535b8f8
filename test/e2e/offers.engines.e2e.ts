import { HOUR } from '../support/delivering.js';
import { listed, renew } from '../support/listed.js';
import { addPerson } from '../support/people.js';
import { positionOf, Shop } from '../support/shop.js';

const PADS = { brand: 'BOSCH', article: '0 986 494 019', name: 'Колодки', price: 300_000, stock: 4 };
const TRW = { brand: 'TRW', article: '0986494019', price: 100, stock: 9 };
const OTHER = { brand: 'TRW', article: 'GDB1550', price: 200_000, stock: 9 };

describe('offers beside the positions of an external order', () => {
  let shop: Shop;
  beforeEach(async () => (shop = await Shop.open()));
  afterEach(() => shop.close());

  const pads = (change: object = {}) => positionOf(1, { number: '0986494019', ...change });
  const received = (id: string, positions = [pads()]) => shop.receive(id, 1, { positions });
  const offersOf = async (id: string) => (await shop.admin.get(`/external-orders/${id}/offers`)).body.positions;
  const bestOf = async (id: string) => (await offersOf(id))[0].offers[0];
  const availabilityOf = async (...ids: string[]) =>
    (await shop.admin.get(`/external-orders/offers?ids=${ids.join(',')}`)).body.data;
  const acceptWith = (id: string, positionId: string, offerId: string, more: object = {}) =>
    shop.admin.post(`/external-orders/${id}/accept`, { positions: [{ id: positionId, offerId, ...more }] });

  it('are those of the part, by whatever spelling, with all that the list says', async () => {
    const listId = await listed(shop, [
      PADS,
      { brand: 'Бош', article: '0986-494-019', price: 345_000, stock: 11, isAtLeast: true },
      TRW,
    ]);
    const { id, positions } = await received('GZ-1', [pads(), positionOf(2, { brand: 'TRW', number: 'нет' })]);
    const answer = await offersOf(id);
    expect(answer.map(({ positionId }: { positionId: string }) => positionId)).toEqual(
      positions.map((position: { id: string }) => position.id),
    );
    expect(answer[0].offers).toEqual([
      {
        id: expect.any(String),
        priceListId: listId,
        priceListName: 'Основной склад',
        isOwnStock: false,
        brand: 'BOSCH',
        article: '0 986 494 019',
        name: 'Колодки',
        price: '3000.00',
        stock: 4,
        isAtLeast: false,
        free: 4,
        multiplicity: 1,
        deviation: -13,
        deliveryDaysMin: 0,
        deliveryDaysMax: 1,
        listedAt: expect.any(String),
        isStale: false,
      },
      expect.objectContaining({ brand: 'Бош', stock: 11, isAtLeast: true, price: '3450.00', deviation: 0 }),
    ]);
    expect(answer[1].offers).toEqual([]);
  });

  it('are there for each position of a long order, however many there are of all', async () => {
    const parts = Array.from({ length: 120 }, (_, index) => `A-${100 + index}`);
    const offers = parts.flatMap((article) =>
      Array.from({ length: 50 }, (_, index) => ({ ...PADS, article, stock: index })),
    );
    await listed(shop, offers);
    const { id } = await received(
      'GZ-1',
      parts.map((number, index) => positionOf(index + 1, { number })),
    );
    const counts = (await offersOf(id)).map(({ offers }: { offers: unknown[] }) => offers.length);
    expect(counts).toEqual(parts.map(() => 50));
  });

  it('are found by their brand where the article has very many makers, and what is shown can be accepted', async () => {
    const others = Array.from({ length: 2_100 }, (_, index) => ({ ...PADS, brand: `MAKER${index}`, article: 'P9' }));
    await listed(shop, [...others, { ...PADS, article: 'P9', stock: 1 }, OTHER]);
    const one = await received('GZ-1', [
      positionOf(9),
      positionOf(2, { brand: 'TRW', number: 'GDB1550' }),
      positionOf(8, { brand: '', number: 'P9' }),
    ]);
    const [bosch, , any] = await offersOf(one.id);
    expect(bosch.offers).toMatchObject([{ brand: 'BOSCH', stock: 1 }]);
    expect(any.offers).toHaveLength(50);
    const named = [bosch, any].map(({ positionId, offers }) => ({ id: positionId, offerId: offers[0].id }));
    expect((await shop.admin.post(`/external-orders/${one.id}/accept`, { positions: named })).status).toBe(200);
  });

  it('are of every brand where the order names none', async () => {
    await listed(shop, [PADS, TRW]);
    const { id } = await received('GZ-1', [pads({ brand: '' })]);
    expect((await offersOf(id))[0].offers.map(({ brand }: { brand: string }) => brand).sort()).toEqual([
      'BOSCH',
      'TRW',
    ]);
  });

  it('are of the order’s region alone, and nobody of another one sees them', async () => {
    const { body: region } = await shop.admin.post('/regions', { name: 'Псков' });
    await listed(shop, [PADS], { regionId: region.id });
    const { id } = await received('GZ-1');
    expect(await offersOf(id)).toEqual([{ positionId: expect.any(String), offers: [] }]);
    expect(await availabilityOf(id)).toEqual([]);
    const stranger = (await addPerson(shop, 'stranger', ['manager'], [region.id])).client;
    expect((await stranger.get(`/external-orders/${id}/offers`)).status).toBe(404);
    await listed(shop, [PADS]);
    expect((await stranger.get(`/external-orders/offers?ids=${id}`)).body.data).toEqual([]);
    expect(await availabilityOf(id)).toHaveLength(1);
  });

  it('tell an order in the inbox by a word: there, in part, not at all, dearer', async () => {
    await listed(shop, [PADS]);
    const orders = [
      await received('GZ-1', [pads({ price: '3000.00' })]),
      await received('GZ-2', [pads({ quantity: 5 })]),
      await received('GZ-3', [positionOf(1, { number: 'X' })]),
      await received('GZ-4', [pads({ price: '2500.00' })]),
    ];
    const [first, second, third, fourth] = orders.map(({ id }) => id);
    expect(await availabilityOf(first, second, third, fourth)).toEqual([
      { id: first, availability: 'full', deviation: 0, isStale: false },
      { id: second, availability: 'partial', deviation: -13, isStale: false },
      { id: third, availability: 'none', deviation: null, isStale: false },
      { id: fourth, availability: 'full', deviation: 20, isStale: false },
    ]);
    await shop.accept(first);
    expect(await availabilityOf(first, '999')).toEqual([]);
  });

  it('are there once for an order that names a part twice', async () => {
    await listed(shop, [PADS]);
    const twice = (quantity: number) => [pads({ quantity }), pads({ id: '2', quantity: 2 })];
    const [enough, short] = [await received('GZ-1', twice(2)), await received('GZ-2', twice(3))];
    expect(await availabilityOf(enough.id, short.id)).toMatchObject([
      { id: enough.id, availability: 'full' },
      { id: short.id, availability: 'partial' },
    ]);
    await listed(shop, [{ ...PADS, price: 310_000 }]);
    expect(await availabilityOf(short.id)).toMatchObject([{ availability: 'full' }]);
  });

  it('grow old with their list', async () => {
    await listed(shop, [PADS], { staleAfterHours: 24 });
    const { id } = await received('GZ-1');
    shop.clock.advance(25 * HOUR);
    expect(await bestOf(id)).toMatchObject({ isStale: true });
    expect(await availabilityOf(id)).toMatchObject([{ isStale: true }]);
  });

  it('are kept on the item that was accepted with one, as they were then', async () => {
    const listId = await listed(shop, [PADS]);
    const { id, positions } = await received('GZ-1');
    const { id: offerId, listedAt } = await bestOf(id);
    const { status, body } = await acceptWith(id, positions[0].id, offerId);
    expect(status).toBe(200);
    const offer = {
      ...{ priceListId: listId, priceListName: 'Основной склад', isOwnStock: false, brand: 'BOSCH' },
      ...{ article: '0 986 494 019', name: 'Колодки', price: '3000.00', stock: 4, isAtLeast: false },
      ...{ deliveryDaysMin: 0, deliveryDaysMax: 1, listedAt },
    };
    expect(body.positions[0].offer).toEqual(offer);
    await renew(shop, listId, [{ ...PADS, stock: 1, price: 310_000 }]);
    const order = await shop.order(body.orderId);
    expect(order.items[0].offer).toEqual(offer);
    const { body: csv } = await shop.admin.get('/orders/export?lang=en&format=csv');
    expect(csv).toMatch(/Основной склад[;,]3000\.00[;,]4[;,]\d{4}-\d\d-\d\d /);
  });

  it('are promised once: what open orders hold is not free, and is free again when it is handed out or given up', async () => {
    await listed(shop, [PADS]);
    const [one, other] = [await received('GZ-1'), await received('GZ-2', [pads({ quantity: 3 })])];
    const { id: offerId } = await bestOf(one.id);
    const { body } = await acceptWith(one.id, one.positions[0].id, offerId);
    expect(await bestOf(other.id)).toMatchObject({ stock: 4, free: 2 });
    expect(await availabilityOf(other.id)).toMatchObject([{ availability: 'partial' }]);
    const { items } = await shop.order(body.orderId);
    await shop.setStatus(items, 'Пришел');
    expect(await bestOf(other.id)).toMatchObject({ free: 2 });
    await shop.setStatus(items, 'Выдано');
    expect(await bestOf(other.id)).toMatchObject({ free: 4 });
    await shop.setStatus(items, 'В работе');
    expect(await bestOf(other.id)).toMatchObject({ free: 2 });
    await shop.setStatus(items, 'Отказ');
    expect(await bestOf(other.id)).toMatchObject({ free: 4 });
  });

  it('of parts that a collation takes for one are promised each for itself', async () => {
    await listed(shop, [
      { brand: 'ŁADA', article: 'Ø1', price: 100, stock: 9 },
      { brand: 'LADA', article: 'O1', price: 100, stock: 9 },
    ]);
    const [one, other] = [
      positionOf(1, { brand: 'ŁADA', number: 'Ø1' }),
      positionOf(2, { brand: 'LADA', number: 'O1' }),
    ];
    const first = await received('GZ-1', [one, other]);
    const offers = (await offersOf(first.id)).map((each: { offers: Array<{ id: string }> }) => each.offers[0]!.id);
    const positions = first.positions.map(({ id }: { id: string }, index: number) => ({ id, offerId: offers[index] }));
    expect((await shop.admin.post(`/external-orders/${first.id}/accept`, { positions })).status).toBe(200);
    const { id } = await received('GZ-2', [one, other]);
    const free = (await offersOf(id)).map((each: { offers: Array<{ free: number }> }) => each.offers[0]!.free);
    expect(free).toEqual([7, 7]);
  });

  it('stay promised when their list is renewed and spells the part otherwise', async () => {
    const listId = await listed(shop, [PADS]);
    const [one, other] = [await received('GZ-1'), await received('GZ-2')];
    await acceptWith(one.id, one.positions[0].id, (await bestOf(one.id)).id);
    await renew(shop, listId, [{ ...PADS, brand: 'Бош', article: '0986.494.019', stock: 9 }]);
    expect(await bestOf(other.id)).toMatchObject({ brand: 'Бош', stock: 9, free: 7 });
  });

  it('are not the position’s any more when the decision is undone or the part is divided', async () => {
    await listed(shop, [PADS]);
    const one = await received('GZ-1');
    const { id: offerId } = await bestOf(one.id);
    const accepted = await shop.admin.post(`/external-orders/${one.id}/accept`, {
      positions: [{ id: one.positions[0].id, offerId }],
      hold: 30,
    });
    expect(await bestOf(one.id)).toMatchObject({ free: 2 });
    expect((await shop.admin.post(`/undo/${accepted.body.undo.token}`)).status).toBe(200);
    expect((await shop.externalOrder(one.id)).positions[0].offer).toBeNull();
    expect(await bestOf(one.id)).toMatchObject({ free: 4 });
    const { body } = await acceptWith(one.id, one.positions[0].id, offerId);
    const { items } = await shop.order(body.orderId);
    const part = [{ id: items[0].id, quantity: 1 }];
    await shop.admin.post('/order-items/status', { items: part, statusId: shop.statuses['Выдано'] });
    expect((await shop.order(body.orderId)).items).toMatchObject([{ offer: {} }, { offer: {} }]);
    expect(await bestOf(one.id)).toMatchObject({ free: 3 });
  });

  it('divided off later hold no stock longer than the order does', async () => {
    await listed(shop, [PADS]);
    const [one, other] = [await received('GZ-1'), await received('GZ-2')];
    const { body } = await acceptWith(one.id, one.positions[0].id, (await bestOf(one.id)).id);
    shop.clock.advance(89 * 24 * HOUR);
    const [item] = (await shop.order(body.orderId)).items;
    await shop.admin.post('/order-items/status', {
      items: [{ id: item.id, quantity: 1 }],
      statusId: shop.statuses['В работе'],
    });
    expect(await bestOf(other.id)).toMatchObject({ free: 2 });
    shop.clock.advance(2 * 24 * HOUR);
    expect(await bestOf(other.id)).toMatchObject({ free: 4 });
  });

  it.each([
    ['one of another part', async () => 'other'],
    ['one that never was', async () => '77-1'],
    ['one of a file that was replaced', async () => 'replaced'],
  ])('are refused by name, and nothing is decided: %s', async (_, which) => {
    const listId = await listed(shop, [PADS, OTHER]);
    const one = await received('GZ-1', [pads(), positionOf(2, { brand: 'TRW', number: 'GDB 1550' })]);
    const kind = await which();
    const [mine, others] = await offersOf(one.id);
    if (kind === 'replaced') await renew(shop, listId, [PADS, OTHER]);
    const named = kind === 'other' ? others.offers[0].id : kind === 'replaced' ? mine.offers[0].id : kind;
    const { status, body } = await acceptWith(one.id, one.positions[0].id, named);
    expect([status, body.errors]).toMatchObject([422, [{ path: 'positions[0].offerId', code: 'no_such_offer' }]]);
    expect((await shop.externalOrder(one.id)).state).toBe('new');
  });

  it('are named in what GettZap is told, beforehand as afterwards', async () => {
    await listed(shop, [PADS]);
    const one = await received('GZ-1', [pads(), positionOf(2)]);
    const text = '{{ order_item.price_name }} {{ order_item.first_cost }}';
    await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { acceptedText: text });
    const positions = [{ id: one.positions[0].id, offerId: (await bestOf(one.id)).id }];
    const foretold = await shop.admin.post(`/external-orders/${one.id}/preview`, { decision: 'accept', positions });
    expect(foretold.body.notices[0].text).toBe('Основной склад 3000.00');
    await shop.admin.post(`/external-orders/${one.id}/accept`, { positions });
    const [notice] = await shop.notifications(one.id);
    expect(notice.text).toBe('Основной склад 3000.00');
  });
});
