import {
  Call,
  callsNaming,
  callsOf,
  EVERYBODY,
  guardedCalls,
  MAY_CALL,
  tryCall,
  validBody,
} from '../support/access-matrix.js';
import { ApiClient } from '../support/api-client.js';
import { Shop } from '../support/shop.js';
import { sql } from '../support/stored.js';

const PASSWORD = 'a-long-password';

describe('who may call what, over every call of the OpenAPI document', () => {
  let shop: Shop;
  let calls: Call[];
  const as: Record<string, ApiClient> = {};

  beforeAll(async () => {
    shop = await Shop.open();
    calls = await callsOf(new ApiClient(shop.url));
    for (const role of EVERYBODY) {
      const email = `${role}@example.com`;
      const { status } = await shop.admin.post('/users', { email, name: role, password: PASSWORD, roles: [role] });
      expect(status).toBe(201);
      as[role] = ApiClient.basic(shop.url, email, PASSWORD);
    }
  });
  afterAll(() => shop.close());

  it('names every call', () => {
    expect(calls.map(({ name }) => name).sort()).toEqual(Object.keys(MAY_CALL).sort());
  });

  it('says of every call what it does, and who may make it', async () => {
    const { paths } = (await new ApiClient(shop.url).get('/api/openapi.json')).body;
    for (const [name, may] of Object.entries(MAY_CALL)) {
      const [method, path] = name.split(' ') as [string, string];
      const { summary, description = '', security } = paths[path][method.toLowerCase()];
      expect([name, summary]).toEqual([name, expect.stringMatching(/\.$/)]);
      const roles = [...(/Roles: (.*)\./.exec(description)?.[1]?.matchAll(/`(\w+)`/g) ?? [])].map(([, role]) => role);
      if (may === 'public') expect([name, security]).toEqual([name, []]);
      else if (may === 'exchange') expect([name, security]).toEqual([name, [{ basic: [] }]]);
      else expect([name, roles.toSorted()]).toEqual([name, ['admin', ...may].toSorted()]);
    }
  });

  it('lets nobody without an identity in', async () => {
    for (const each of calls) {
      const { status } = await tryCall(new ApiClient(shop.url), each);
      if (MAY_CALL[each.name] === 'public') expect([each.name, status]).not.toEqual([each.name, 401]);
      else expect([each.name, status]).toEqual([each.name, 401]);
    }
  });

  it.each(EVERYBODY)('lets %s do exactly what the role allows', async (role) => {
    for (const each of guardedCalls(calls)) {
      const { status } = await tryCall(as[role]!, each);
      const isAllowed = (MAY_CALL[each.name] as string[]).includes(role);
      expect([each.name, status === 403]).toEqual([each.name, !isAllowed]);
    }
  });
});

describe('a user of another region', () => {
  let shop: Shop;
  let stranger: ApiClient;
  let ids: Record<string, string>;

  beforeAll(async () => {
    shop = await Shop.open();
    const region = (await shop.admin.post('/regions', { name: 'Другой' })).body.id;
    const user = { email: 'far@example.com', name: 'Far', password: PASSWORD, roles: ['admin'], regionIds: [region] };
    await shop.admin.post('/users', user);
    stranger = ApiClient.basic(`${shop.url}/api`, user.email, PASSWORD);
    const order = await shop.accepted('GZ-1', 1);
    await shop.setStatus(order.items, 'В работе');
    const messages = (await shop.admin.get('/gettzap-messages')).body.data;
    const notifications = await shop.notifications(order.externalOrderId);
    ids = {
      'external-orders': order.externalOrderId,
      orders: order.id,
      'gettzap-messages': messages[0].id,
      'gettzap-notifications': notifications[0].id,
      'marketplace-connections': shop.connectionId,
      item: order.items[0].id,
      regions: (await shop.admin.get('/regions?sort=createdAt')).body.data[0].id,
    };
  });
  afterAll(() => shop.close());

  it('finds nothing of it in any list', async () => {
    for (const list of [
      'external-orders',
      'orders',
      'gettzap-messages',
      'gettzap-notifications',
      'marketplace-connections',
    ]) {
      const { body } = await stranger.get(`/${list}`);
      expect([list, body.data, body.meta.total]).toEqual([list, [], 0]);
    }
    expect((await stranger.get('/regions')).body.data).toHaveLength(1);
    expect((await stranger.get('/marketplaces')).body).toEqual([{ code: 'gettzap', name: 'GettZap', connections: 0 }]);
    const { body } = await stranger.get(`/gettzap-notifications?externalOrderId=${ids['external-orders']}`);
    expect(body.meta.total).toBe(0);
  });

  it('is told that each single thing is not there, by every call that names one', async () => {
    const calls = callsNaming(await callsOf(new ApiClient(shop.url)), ids);
    expect(calls.length).toBeGreaterThan(17);
    const client = new ApiClient(shop.url, stranger.identity);
    for (const { method, path } of calls) {
      const { status } = await client.call(method, path, validBody(method, path));
      expect([method, path, status]).toEqual([method, path, 404]);
    }
  });

  it('cannot reach it through bulk calls, items, filters or previews', async () => {
    const bulk = await stranger.post('/external-orders/accept', { ids: [ids['external-orders']] });
    expect(bulk.body.results).toEqual([expect.objectContaining({ outcome: 'not_found' })]);
    const moved = await stranger.post('/order-items/status', {
      itemIds: [ids.item],
      statusId: shop.statuses['Выдано'],
    });
    expect([moved.status, moved.body.errors[0].path]).toEqual([422, 'itemIds[0]']);
    const retried = await stranger.post('/gettzap-notifications/retry', { filter: {}, force: true });
    expect(retried.body).toEqual({
      matched: 0,
      processed: 0,
      retried: 0,
      needConfirmation: 0,
      endpointGone: 0,
      failed: 0,
      next: null,
    });
    expect((await stranger.get('/marketplace-connections/status')).body).toEqual([]);
    const { open, states } = (await stranger.get('/gettzap-notifications/summary')).body;
    expect([open, Object.values(states).some((count) => count !== 0)]).toEqual([{ waiting: 0, dead: 0 }, false]);
    const preview = { scope: 'item', text: '{{ order_item.oem }}', orderItemId: ids.item };
    expect((await stranger.post('/order-statuses/preview', preview)).status).toBe(422);
    const created = await stranger.post('/marketplace-connections', { marketplace: 'gettzap', regionId: ids.regions });
    expect([created.status, created.body.errors[0].path]).toEqual([422, 'regionId']);
  });

  it('changes nothing that all regions share, though an administrator', async () => {
    const calls: Array<[string, string]> = [
      ['GET', '/users'],
      ['POST', '/users'],
      ['POST', '/api-keys'],
      ['GET', '/audit'],
      ['GET', '/webhooks'],
      ['GET', '/system'],
      ['POST', '/email/resume'],
      ['POST', '/regions'],
      ['PATCH', `/order-statuses/${shop.statuses['Выдано']}`],
      ['DELETE', `/order-statuses/${shop.statuses['Выдано']}`],
      ['POST', '/personal-data/search'],
      ['POST', '/personal-data/delete'],
    ];
    for (const [method, path] of calls) {
      const { status } = await stranger.call(method, path, method === 'GET' ? undefined : {});
      expect([method, path, status]).toEqual([method, path, 403]);
    }
  });

  it('left everything as it was', async () => {
    const order = await shop.order(ids.orders!);
    expect(order.status.name).toBe('В работе');
    const rows = await sql(shop, 'SELECT name FROM regions WHERE id = ?', [ids.regions]);
    expect(rows[0].name).toBe('Основной');
  });
});
