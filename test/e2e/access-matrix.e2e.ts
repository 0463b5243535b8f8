import { DataSource } from 'typeorm';
import { ApiClient } from '../support/api-client.js';
import { Shop } from '../support/shop.js';

type Role = 'manager' | 'external_orders' | 'observer';
const EVERYBODY: Role[] = ['manager', 'external_orders', 'observer'];
const ADMIN_ONLY: Role[] = [];

/** Who may call what besides the administrator; `public` needs no identity. A new call has to be entered here. */
const MAY_CALL: Record<string, Role[] | 'public'> = {
  'POST /gettzap/orders/{secret}': 'public',
  'POST /api/auth/login': 'public',
  'POST /api/auth/logout': EVERYBODY,
  'GET /api/auth/me': EVERYBODY,
  'POST /api/auth/me/password': EVERYBODY,
  'GET /api/users': ADMIN_ONLY,
  'POST /api/users': ADMIN_ONLY,
  'PATCH /api/users/{id}': ADMIN_ONLY,
  'GET /api/api-keys': ADMIN_ONLY,
  'POST /api/api-keys': ADMIN_ONLY,
  'DELETE /api/api-keys/{id}': ADMIN_ONLY,
  'GET /api/audit': ADMIN_ONLY,
  'GET /api/regions': EVERYBODY,
  'POST /api/regions': ADMIN_ONLY,
  'PATCH /api/regions/{id}': ADMIN_ONLY,
  'DELETE /api/regions/{id}': ADMIN_ONLY,
  'GET /api/order-statuses': EVERYBODY,
  'POST /api/order-statuses': ADMIN_ONLY,
  'POST /api/order-statuses/reorder': ADMIN_ONLY,
  'GET /api/order-statuses/variables': EVERYBODY,
  'POST /api/order-statuses/preview': EVERYBODY,
  'GET /api/order-statuses/{id}': EVERYBODY,
  'PATCH /api/order-statuses/{id}': ADMIN_ONLY,
  'DELETE /api/order-statuses/{id}': ADMIN_ONLY,
  'GET /api/marketplaces': EVERYBODY,
  'GET /api/marketplace-connections': EVERYBODY,
  'POST /api/marketplace-connections': ADMIN_ONLY,
  'GET /api/marketplace-connections/{id}': EVERYBODY,
  'PATCH /api/marketplace-connections/{id}': ADMIN_ONLY,
  'DELETE /api/marketplace-connections/{id}': ADMIN_ONLY,
  'POST /api/marketplace-connections/{id}/order-link': ADMIN_ONLY,
  'POST /api/marketplace-connections/{id}/check': ADMIN_ONLY,
  'POST /api/marketplace-connections/{id}/resume': ADMIN_ONLY,
  'GET /api/marketplace-connections/{id}/delivery': EVERYBODY,
  'GET /api/marketplace-connections/status': EVERYBODY,
  'GET /api/orders': EVERYBODY,
  'GET /api/orders/counts': EVERYBODY,
  'GET /api/orders/export': EVERYBODY,
  'GET /api/orders/{id}': EVERYBODY,
  'POST /api/order-items/status': ['manager'],
  'POST /api/order-items/status/preview': ['manager'],
  'GET /api/external-orders': EVERYBODY,
  'GET /api/external-orders/counts': EVERYBODY,
  'GET /api/external-orders/positions': EVERYBODY,
  'POST /api/external-orders/accept': ['manager', 'external_orders'],
  'POST /api/external-orders/refuse': ['manager', 'external_orders'],
  'GET /api/external-orders/export': EVERYBODY,
  'GET /api/external-orders/positions/export': EVERYBODY,
  'GET /api/external-orders/{id}': EVERYBODY,
  'POST /api/external-orders/{id}/accept': ['manager', 'external_orders'],
  'POST /api/external-orders/{id}/refuse': ['manager', 'external_orders'],
  'POST /api/external-orders/{id}/preview': ['manager', 'external_orders'],
  'DELETE /api/external-orders/{id}': ['manager', 'external_orders'],
  'GET /api/dashboard': EVERYBODY,
  'GET /api/webhooks': ADMIN_ONLY,
  'POST /api/webhooks': ADMIN_ONLY,
  'GET /api/webhooks/{id}': ADMIN_ONLY,
  'PATCH /api/webhooks/{id}': ADMIN_ONLY,
  'DELETE /api/webhooks/{id}': ADMIN_ONLY,
  'POST /api/webhooks/{id}/test': ADMIN_ONLY,
  'POST /api/webhooks/{id}/secret': ADMIN_ONLY,
  'POST /api/email/resume': ADMIN_ONLY,
  'GET /api/system': ADMIN_ONLY,
  'POST /api/personal-data/delete': ADMIN_ONLY,
  'POST /api/marketplace-connections/{id}/adapter/try': ADMIN_ONLY,
  'POST /api/gettzap-messages/reprocess': ['manager'],
  'GET /api/manager-notifications': EVERYBODY,
  'POST /api/manager-notifications/{id}/read': EVERYBODY,
  'POST /api/manager-notifications/read-all': EVERYBODY,
  'GET /api/auth/me/notifications': EVERYBODY,
  'PATCH /api/auth/me/notifications': EVERYBODY,
  'GET /api/events': EVERYBODY,
  'GET /api/gettzap-messages': ['manager'],
  'GET /api/gettzap-messages/{id}': ['manager'],
  'POST /api/gettzap-messages/{id}/reprocess': ['manager'],
  'GET /api/gettzap-notifications': EVERYBODY,
  'GET /api/gettzap-notifications/summary': EVERYBODY,
  'POST /api/gettzap-notifications/retry': ['manager'],
  'GET /api/gettzap-notifications/export': EVERYBODY,
  'GET /api/gettzap-notifications/{id}': EVERYBODY,
  'POST /api/gettzap-notifications/{id}/retry': ['manager'],
  'POST /api/gettzap-notifications/{id}/cancel': ['manager'],
};

const PASSWORD = 'a-long-password';

describe('who may call what, over every call of the OpenAPI document', () => {
  let shop: Shop;
  let calls: Array<{ name: string; method: string; path: string }>;
  const as: Record<string, ApiClient> = {};

  beforeAll(async () => {
    shop = await Shop.open();
    const { paths } = (await new ApiClient(shop.url).get('/api/openapi.json')).body;
    calls = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
      })),
    );
    for (const role of EVERYBODY) {
      const email = `${role}@example.com`;
      const { status } = await shop.admin.post('/users', { email, name: role, password: PASSWORD, roles: [role] });
      expect(status).toBe(201);
      as[role] = ApiClient.basic(shop.url, email, PASSWORD);
    }
  });
  afterAll(() => shop.close());

  /** Ids that do not exist and bodies that are wrong: what matters is only whether the guard lets the call through. */
  const call = (client: ApiClient, { method, path }: { method: string; path: string }) =>
    client.call(method, path.replace('{id}', '999999').replace('{secret}', 'x'), method === 'GET' ? undefined : {});

  it('names every call', () => {
    expect(calls.map(({ name }) => name).sort()).toEqual(Object.keys(MAY_CALL).sort());
  });

  it('lets nobody without an identity in', async () => {
    for (const each of calls) {
      const { status } = await call(new ApiClient(shop.url), each);
      if (MAY_CALL[each.name] === 'public') expect([each.name, status]).not.toEqual([each.name, 401]);
      else expect([each.name, status]).toEqual([each.name, 401]);
    }
  });

  it.each(EVERYBODY)('lets %s do exactly what the role allows', async (role) => {
    for (const each of calls.filter(
      ({ name }) => MAY_CALL[name] !== 'public' && !name.endsWith('/logout') && !name.endsWith('/events'),
    )) {
      const { status } = await call(as[role]!, each);
      const isAllowed = MAY_CALL[each.name]?.includes(role) ?? false;
      expect([each.name, status === 403]).toEqual([each.name, !isAllowed]);
    }
  });
});

/** A body that passes the checks of fields, so that the thing itself is looked for. */
function validBody(method: string, path: string): object | undefined {
  if (method === 'get') return undefined;
  if (path.endsWith('/preview')) return { decision: 'accept' };
  if (path.endsWith('/adapter/try')) return { direction: 'inbound', sample: {} };
  if (method !== 'delete') return {};
  return path.includes('/external-orders/') ? { reason: 'x' } : undefined;
}

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
    const { paths } = (await new ApiClient(shop.url).get('/api/openapi.json')).body;
    const calls = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) => {
      const [, kind = ''] = /^\/api\/([\w-]+)\/\{id\}/.exec(path) ?? [];
      const id = ids[kind];
      return id === undefined ? [] : Object.keys(methods).map((method) => ({ method, path: path.replace('{id}', id) }));
    });
    expect(calls.length).toBeGreaterThan(17);
    const client = new ApiClient(shop.url, stranger.identity);
    for (const { method, path } of calls) {
      const { status } = await client.call(method.toUpperCase(), path, validBody(method, path));
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
    expect(retried.body).toEqual({ matched: 0, processed: 0, retried: 0, needConfirmation: 0, next: null });
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
    const rows = await shop.app.get(DataSource).query('SELECT name FROM regions WHERE id = ?', [ids.regions]);
    expect(rows[0].name).toBe('Основной');
  });
});
