import { anotherConnection, created, received } from '../support/receiving.js';
import { positionOf, Shop } from '../support/shop.js';

const HOUR_MS = 3_600_000;

describe('the list of external orders', () => {
  let shop: Shop;
  let other: Awaited<ReturnType<typeof anotherConnection>>;

  /** I-1 … I-6, an hour apart; I-6 is the other connection's. */
  beforeAll(async () => {
    shop = await Shop.open();
    other = await anotherConnection(shop, 'Второй филиал');
    const orders: Array<[string, object]> = [
      ['I-1', {}],
      ['I-2', { customer: { name: 'Анна 50%_off', phone: '+7 911 222-33-44', email: 'anna@example.com' } }],
      ['I-3', { positions: [positionOf(1, { number: 'OEM-777' }), positionOf(2, { number: 'A_B%C!' })] }],
      ['I-4', { positions: [] }],
      ['I-5', { comment: 'refused below' }],
    ];
    for (const [id, change] of orders) {
      await received(shop, created(id, change));
      shop.clock.advance(HOUR_MS);
    }
    await shop.postToLink(created('I-6'), 'application/json', other.orderLink);
    const [refused] = await list('q=I-5');
    await shop.admin.post(`/external-orders/${refused.id}/refuse`);
    await shop.admin.delete(`/external-orders/${(await list('q=I-1'))[0].id}`, { reason: 'test' });
  });
  afterAll(() => shop.close());

  const list = async (query: string) => {
    const { status, body } = await shop.admin.get(`/external-orders?${query}`);
    expect(status).toBe(200);
    return body.data;
  };
  const idsOf = async (query: string) =>
    (await list(query)).map(({ externalId }: { externalId: string }) => externalId);
  const search = (q: string) => idsOf(`q=${encodeURIComponent(q)}`);

  it('shows all but the deleted ones, what came last first', async () => {
    expect(await idsOf('')).toEqual(['I-6', 'I-5', 'I-4', 'I-3', 'I-2']);
  });

  it('shows each as its own page does, without what happened to it', async () => {
    const [summary] = await list('q=I-3');
    const beside = Object.fromEntries(
      ['history', 'historyOmitted', 'notifications', 'changes', 'notes'].map((name) => [name, expect.anything()]),
    );
    expect(await shop.externalOrder(summary.id)).toEqual({ ...summary, ...beside, undo: null });
    expect(summary.positions).toHaveLength(2);
  });

  it.each([
    ['state=new', ['I-6', 'I-3', 'I-2']],
    ['state=needs_attention', ['I-4']],
    ['state=refused', ['I-5']],
    ['state=deleted', ['I-1']],
    ['state=accepted', []],
    ['state=needs_attention,refused', ['I-5', 'I-4']],
    ['state=', ['I-6', 'I-5', 'I-4', 'I-3', 'I-2']],
  ])('by state: %s', async (query, expected) => {
    expect(await idsOf(query)).toEqual(expected);
  });

  it('by connection', async () => {
    expect(await idsOf(`connectionId=${other.id}`)).toEqual(['I-6']);
    expect(await idsOf(`connectionId=${shop.connectionId}`)).toEqual(['I-5', 'I-4', 'I-3', 'I-2']);
    expect(await idsOf('connectionId=999999')).toEqual([]);
  });

  it('by region', async () => {
    expect(await idsOf(`regionId=${other.regionId}`)).toEqual(['I-6']);
    expect(await idsOf('regionId=999999')).toEqual([]);
  });

  it('by nothing that has the id 0', async () => {
    expect(await idsOf('connectionId=0')).toEqual([]);
    expect(await idsOf('regionId=0')).toEqual([]);
  });

  it.each([
    ['the external id', 'I-2', ['I-2']],
    ['a part of the external id', '-6', ['I-6']],
    ['the external id in small letters', 'i-2', ['I-2']],
    ['a part number', 'OEM-777', ['I-3']],
    ['a part of a part number', '777', ['I-3']],
    ['the name of the customer', 'Анна', ['I-2']],
    ['the phone of the customer', '222-33', ['I-2']],
    ['the e-mail of the customer', 'anna@', ['I-2']],
    ['a percent sign, which is a letter here', '50%', ['I-2']],
    ['an underscore, which is a letter here', '%_off', ['I-2']],
    ['signs that mean something to LIKE', 'A_B%C!', ['I-3']],
    ['a percent sign that is nowhere', 'I%2', []],
    ['an underscore that is nowhere', 'I_2', []],
    ['a backslash', '\\', []],
    ['a quotation mark', "'", []],
    ['SQL text', "' OR '1'='1", []],
    ['the comment', 'below', ['I-5']],
  ])('searched for %s', async (_, q, expected) => {
    expect(await search(q)).toEqual(expected);
  });

  it('searched by a name in other letter cases, also in Russian', async () => {
    expect(await search('анна')).toEqual(['I-2']);
  });

  it('from a time on and up to a time', async () => {
    const at = new Map<string, string>();
    for (const { externalId, receivedAt } of await list('')) at.set(externalId, receivedAt);
    const time = (id: string) => encodeURIComponent(at.get(id)!);
    expect(await idsOf(`from=${time('I-3')}`)).toEqual(['I-6', 'I-5', 'I-4', 'I-3']);
    expect(await idsOf(`to=${time('I-3')}`)).toEqual(['I-2']);
    expect(await idsOf(`from=${time('I-3')}&to=${time('I-5')}`)).toEqual(['I-4', 'I-3']);
  });

  it('by several filters at once', async () => {
    expect(await idsOf(`state=new&connectionId=${shop.connectionId}&q=OEM`)).toEqual(['I-3']);
    expect(await idsOf(`state=refused&q=OEM`)).toEqual([]);
  });

  it('page by page, with the number of all', async () => {
    const { body } = await shop.admin.get('/external-orders?page=2&perPage=2');
    expect(body.meta).toEqual({ page: 2, perPage: 2, total: 5 });
    expect(body.data.map(({ externalId }: { externalId: string }) => externalId)).toEqual(['I-4', 'I-3']);
    const beyond = await shop.admin.get('/external-orders?page=9&perPage=2');
    expect(beyond.body).toEqual({ data: [], meta: { page: 9, perPage: 2, total: 5 } });
  });

  it('50 on a page unless told otherwise', async () => {
    expect((await shop.admin.get('/external-orders')).body.meta).toEqual({ page: 1, perPage: 50, total: 5 });
  });

  it('sorted by the time they came in, either way', async () => {
    expect(await idsOf('sort=createdAt')).toEqual(['I-2', 'I-3', 'I-4', 'I-5', 'I-6']);
    expect(await idsOf('sort=-createdAt')).toEqual(['I-6', 'I-5', 'I-4', 'I-3', 'I-2']);
  });

  it.each([
    ['perPage=201', 'perPage'],
    ['perPage=0', 'perPage'],
    ['perPage=many', 'perPage'],
    ['page=0', 'page'],
    ['page=-1', 'page'],
    ['page=1.5', 'page'],
    ['sort=state', 'sort'],
    ['state=lost', 'state'],
    ['state=new,lost', 'state'],
    ['connectionId=abc', 'connectionId'],
    ['regionId=1x', 'regionId'],
    ['from=yesterday', 'from'],
    ['to=2026-13-01', 'to'],
    ['colour=red', 'colour'],
    [`q=${'x'.repeat(256)}`, 'q'],
  ])('answers 422 and names what is wrong: %s', async (query, path) => {
    const { status, body } = await shop.admin.get(`/external-orders?${query}`);
    expect([status, body.code]).toEqual([422, 'validation_failed']);
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
  });

  it('takes 200 on a page', async () => {
    expect((await shop.admin.get('/external-orders?perPage=200')).body.meta.perPage).toBe(200);
  });

  it('is for those who signed in', async () => {
    expect((await fetch(`${shop.url}/api/external-orders`)).status).toBe(401);
  });
});
