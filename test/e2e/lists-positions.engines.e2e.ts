import { addPerson } from '../support/people.js';
import { anotherConnection, created, received } from '../support/receiving.js';
import { positionOf, Shop } from '../support/shop.js';

describe('the list of positions', () => {
  let shop: Shop;
  let other: Awaited<ReturnType<typeof anotherConnection>>;
  let accepted: { id: string; externalOrderId: string };

  /** L-1 with 3 positions, L-2 with 2 of which one is refused, L-3 with 1; an hour apart. */
  beforeAll(async () => {
    shop = await Shop.open();
    other = await anotherConnection(shop, 'Второй филиал');
    accepted = await shop.accepted('L-1', 3);
    shop.clock.advance(3_600_000);
    const second = await shop.receive('L-2', 2, { customer: { name: 'Анна', phone: '', email: '' } });
    await shop.refuse(second.id, { positions: [{ id: second.positions[1].id }] });
    shop.clock.advance(3_600_000);
    const third = created('L-3', { positions: [positionOf(1, { number: 'OEM 777' })] });
    await shop.postToLink(third, 'application/json', other.orderLink);
    const deleted = await shop.receive('L-4');
    await shop.admin.delete(`/external-orders/${deleted.id}`, { reason: 'test' });
  });
  afterAll(() => shop.close());

  interface Listed {
    number: string;
    externalOrder: { externalId: string };
  }
  const list = async (query: string): Promise<{ data: Listed[]; meta: { total: number } }> => {
    const { status, body } = await shop.admin.get(`/external-orders/positions?${query}`);
    expect(status).toBe(200);
    return body;
  };
  const placesOf = async (query: string) =>
    (await list(query)).data.map(({ number, externalOrder }) => `${externalOrder.externalId} ${number}`);
  const ALL = ['L-3 OEM 777', 'L-2 P1', 'L-2 P2', 'L-1 P1', 'L-1 P2', 'L-1 P3'];

  it('goes by the arrival of the external orders, newest first, then by position', async () => {
    expect(await placesOf('')).toEqual(ALL);
    expect((await list('')).meta).toEqual({ page: 1, perPage: 50, total: 6 });
    expect(await placesOf('sort=createdAt')).toEqual(['L-1 P1', 'L-1 P2', 'L-1 P3', 'L-2 P1', 'L-2 P2', 'L-3 OEM 777']);
  });

  it('shows each position as its external order does, and the external order in short', async () => {
    const externalOrder = await shop.externalOrder(accepted.externalOrderId);
    expect((await list('q=L-1')).data[1]).toEqual({
      ...externalOrder.positions[1],
      externalOrder: {
        id: externalOrder.id,
        externalId: 'L-1',
        state: 'accepted',
        receivedAt: externalOrder.receivedAt,
        connectionId: shop.connectionId,
        regionId: externalOrder.regionId,
        customerName: 'Иванов Пётр',
        orderId: accepted.id,
      },
    });
  });

  it.each([1, 2, 4, 5])('is the same list in pages of %i', async (perPage) => {
    for (const sort of ['createdAt', '-createdAt']) {
      const whole = await placesOf(`sort=${sort}`);
      const paged: string[] = [];
      for (let page = 1; page <= Math.ceil(6 / perPage); page++) {
        const { data, meta } = await list(`sort=${sort}&perPage=${perPage}&page=${page}`);
        expect(meta).toEqual({ page, perPage, total: 6 });
        paged.push(...data.map(({ number, externalOrder }) => `${externalOrder.externalId} ${number}`));
      }
      expect(paged).toEqual(whole);
    }
    expect(await placesOf(`perPage=${perPage}&page=50`)).toEqual([]);
  });

  it.each([
    ['positionState=open', ['L-3 OEM 777', 'L-2 P1']],
    ['positionState=refused', ['L-2 P2']],
    ['positionState=open,refused', ['L-3 OEM 777', 'L-2 P1', 'L-2 P2']],
    ['positionState=open&state=new', ['L-3 OEM 777']],
    ['positionState=', ALL],
    ['state=partially_decided', ['L-2 P1', 'L-2 P2']],
    ['state=deleted', ['L-4 P1']],
    ['flag=cancelledByClient', []],
    ['q=P2', ['L-2 P2', 'L-1 P2']],
    ['q=oem777', ['L-3 OEM 777']],
    ['q=L-2', ['L-2 P1', 'L-2 P2']],
    ['q=%D0%B0%D0%BD%D0%BD%D0%B0', ['L-2 P1', 'L-2 P2']],
    ['q=P2&positionState=accepted', ['L-1 P2']],
  ])('by %s', async (query, expected) => {
    expect(await placesOf(query)).toEqual(expected);
    expect((await list(query)).meta.total).toBe(expected.length);
    expect(await placesOf(`${query}&perPage=1&page=2`)).toEqual(expected.slice(1, 2));
  });

  it('by region and connection', async () => {
    expect(await placesOf(`regionId=${other.regionId}`)).toEqual(['L-3 OEM 777']);
    expect(await placesOf(`connectionId=${other.id}`)).toEqual(['L-3 OEM 777']);
  });

  it('leaves out what only keeps a cancellation of a position that is not there any more', async () => {
    await received(shop, created('L-5', { positions: [positionOf(1), positionOf(2)] }));
    await shop.cancel('L-5', ['2']);
    await received(shop, created('L-5', { positions: [positionOf(1)] }, 'order.updated'));
    expect(await placesOf('q=L-5')).toEqual(['L-5 P1']);
    expect((await list('q=L-5')).meta.total).toBe(1);
  });

  it('refuses a state that no position can be in', async () => {
    const { status, body } = await shop.admin.get('/external-orders/positions?positionState=new');
    expect([status, body.errors[0].path]).toEqual([422, 'positionState']);
  });

  it('shows the regions that the caller sees', async () => {
    const far = await addPerson(shop, 'far', ['observer'], [other.regionId]);
    const { body } = await far.client.get('/external-orders/positions');
    expect([body.meta.total, body.data[0].externalOrder.externalId]).toEqual([1, 'L-3']);
  });
});
