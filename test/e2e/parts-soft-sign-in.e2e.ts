import { ApiClient } from '../support/api-client.js';
import { idsOf, PartsSoftClient } from '../support/parts-soft-client.js';
import { Shop } from '../support/shop.js';
import { ADMIN } from '../support/shop-data.js';

describe('a sign-in for PARTS SOFT’s API v3', () => {
  let shop: Shop;
  let partsSoft: PartsSoftClient;
  beforeAll(async () => {
    shop = await Shop.open();
    partsSoft = PartsSoftClient.of(shop);
  });
  afterAll(() => shop.close());

  const orders = (query?: Record<string, string>) => partsSoft.orders(query);
  const search = (filter: string, value: string) => partsSoft.search(filter, value);
  const order = (id: string) => partsSoft.order(id);

  const make = async (path: string, body: object) => {
    const answer = await shop.admin.post(path, body);
    expect(answer.status).toBe(201);
    return answer.body;
  };

  it('is an API key’s id and the key, everywhere; nothing else with it', async () => {
    const { id, key } = await make('/api-keys', { name: '1C', roles: ['manager'] });
    expect((await PartsSoftClient.of(shop, id, key).get('regions.json')).status).toBe(200);
    expect((await ApiClient.basic(`${shop.url}/api`, id, key).get('/orders')).status).toBe(200);
    const bearer = await fetch(`${shop.url}/api/v3/regions.json`, { headers: { Authorization: `Bearer ${key}` } });
    expect(bearer.status).toBe(200);
    for (const [login, password] of [
      [String(Number(id) + 1), key],
      [id, `${key}x`],
      [id, ''],
      ['', key],
    ] as const) {
      const { status, body } = await PartsSoftClient.of(shop, login, password).get('regions.json');
      expect([login, status, body.status]).toEqual([login, 401, 'ERROR']);
    }
    await shop.admin.delete(`/api-keys/${id}`);
    expect((await PartsSoftClient.of(shop, id, key).get('regions.json')).status).toBe(401);
  });

  it('shows and changes what its roles and regions allow', async () => {
    const { items, id } = await shop.accepted('RIGHTS');
    const { customer_id } = await order(id);
    const { id: regionId } = await make('/regions', { name: 'Другой' });
    const observer = await make('/api-keys', { name: 'Витрина', roles: ['observer'] });
    const stranger = await make('/api-keys', { name: 'Филиал', roles: ['manager'], regionIds: [regionId] });
    const asObserver = PartsSoftClient.of(shop, observer.id, observer.key);
    expect((await asObserver.read('orders')).length).toBeGreaterThan(0);
    const denied = await asObserver.changeStatus([items[0].id], shop.statuses['Выдано']!);
    expect([denied.status, denied.body.status, denied.body.code]).toEqual([403, 'ERROR', 'forbidden']);
    const asStranger = PartsSoftClient.of(shop, stranger.id, stranger.key);
    expect(await asStranger.read('orders')).toEqual([]);
    expect(await asStranger.read('customers')).toEqual([]);
    expect(idsOf(await asStranger.read('regions'))).toEqual([Number(regionId)]);
    expect((await asStranger.get(`customers/${customer_id}.json`)).status).toBe(404);
    expect((await asStranger.changeStatus([items[0].id], shop.statuses['Выдано']!)).status).toBe(422);
  });

  it('finds nothing of other regions, however it is searched for', async () => {
    const { items, id, externalOrderId } = await shop.accepted('ELSEWHERE');
    const { customer_id, updated_at } = await order(id);
    const { id: regionId } = await make('/regions', { name: 'Третий' });
    const { id: keyId, key } = await make('/api-keys', {
      name: 'Филиал 3',
      roles: ['manager'],
      regionIds: [regionId],
    });
    const stranger = PartsSoftClient.of(shop, keyId, key);
    const filters = {
      id_eq: id,
      order_id_in: `${id},${externalOrderId}`,
      customer_id_eq: customer_id,
      customer_id_gteq: 1,
      marketplace_id_eq: 'ELSEWHERE',
      marketplace_id_cont: 'ELSE',
      order_items_comment_eq: '1',
      order_items_comment_in: '1,2',
      order_items_comment_cont: '1',
      customer_region_id_eq: (await order(id)).region_id,
      region_id_lteq: 999_999,
      updated_at_eq: updated_at,
    };
    for (const [filter, value] of Object.entries(filters)) {
      expect([filter, idsOf(await search(filter, String(value))).includes(Number(id))]).toEqual([filter, true]);
      expect([filter, await stranger.read('orders', { [`search[${filter}]`]: String(value) })]).toEqual([filter, []]);
    }
    const named = await stranger.changeStatus([items[0].id], shop.statuses['Выдано']!);
    expect(named.body.errors).toMatchObject([{ code: 'no_such_item_id', params: { id: items[0].id } }]);
  });

  it('is not taken from a cookie where another one is given, nor with what another site sends', async () => {
    const { items } = await shop.accepted('COOKIE');
    const credentials = { email: ADMIN.email, password: ADMIN.password };
    const { headers } = await new ApiClient(`${shop.url}/api`).post('/auth/login', credentials);
    const cookie = headers.get('set-cookie')!.split(';')[0]!;
    const send = async (identity: Record<string, string>) => {
      const body = new URLSearchParams({ order_item_ids: items[0].id, status_id: shop.statuses['Выдано']! });
      const options = { method: 'POST', headers: { Cookie: cookie, ...identity }, body };
      return (await fetch(`${shop.url}/api/v3/order_items/change_status`, options)).status;
    };
    const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    expect(await send(basic(`${ADMIN.email}:wrong`))).toBe(401);
    expect(await send(basic('1:wrong'))).toBe(401);
    expect(await send({ Origin: 'https://evil.example' })).toBe(403);
    expect(await send({ 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
    const remembered = basic(`${ADMIN.email}:${ADMIN.password}`);
    expect(await send({ ...remembered, Origin: 'https://evil.example' })).toBe(403);
    expect((await shop.order((await orders({ per_page: '1' }))[0].id)).status.name).toBe('Обрабатывается');
  });

  it('is shut out like any other after wrong passwords', async () => {
    const email = 'guessed@example.com';
    await make('/users', {
      email,
      name: 'Угадываемый',
      password: 'right horse battery',
      roles: ['manager'],
      regionIds: [],
    });
    const guess = (password: string) => PartsSoftClient.of(shop, email, password).get('orders.json');
    for (let n = 0; n < 10; n++) expect((await guess(`wrong ${n}`)).status).toBe(401);
    const { status, body, headers } = await guess('right horse battery');
    expect([status, body.status, Number(headers.get('retry-after')) > 0]).toEqual([429, 'ERROR', true]);
  });

  it('is asked for in words of PARTS SOFT’s kind, also where there is nothing', async () => {
    const nobody = await fetch(`${shop.url}/api/v3/orders.json`);
    expect([nobody.status, await nobody.json()]).toMatchObject([401, { status: 'ERROR', code: 'unauthenticated' }]);
    expect(nobody.headers.get('www-authenticate')).toMatch(/^Basic/);
    const nowhere = await partsSoft.get('unknown.json');
    expect([nowhere.status, nowhere.body.status]).toEqual([404, 'ERROR']);
    expect(nowhere.headers.get('content-type')).toMatch(/^application\/json/);
  });
});
