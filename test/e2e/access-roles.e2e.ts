import { DataSource } from 'typeorm';
import { Role, ROLES } from '../../src/access/actor.js';
import { hashPassword } from '../../src/access/passwords.js';
import { User } from '../../src/access/user.entity.js';
import { ApiClient } from '../support/api-client.js';
import { Shop } from '../support/shop.js';

const PASSWORD = 'correct horse battery';
/** Nothing has this id, so that an allowed change changes nothing. */
const UNKNOWN = '999999';

const EVERYBODY: Role[] = ['admin', 'manager', 'external_orders', 'observer'];
const INBOX: Role[] = ['admin', 'manager', 'external_orders'];
const MANAGERS: Role[] = ['admin', 'manager'];
const ADMIN: Role[] = ['admin'];

/** Every call of the API and who may make it. */
const TABLE: Array<[call: string, who: Role[], body?: object]> = [
  ['GET /auth/me', EVERYBODY],
  ['POST /auth/logout', EVERYBODY, {}],

  ['GET /external-orders', EVERYBODY],
  ['GET /external-orders/{id}', EVERYBODY],
  ['POST /external-orders/{id}/accept', INBOX, {}],
  ['POST /external-orders/{id}/refuse', INBOX, {}],
  ['POST /external-orders/accept', INBOX, { ids: [UNKNOWN] }],
  ['POST /external-orders/refuse', INBOX, { ids: [UNKNOWN] }],
  ['DELETE /external-orders/{id}', INBOX, { reason: 'x' }],

  ['GET /orders', EVERYBODY],
  ['GET /orders/{id}', EVERYBODY],
  ['POST /order-items/status', MANAGERS, { itemIds: [UNKNOWN], statusId: UNKNOWN }],

  ['GET /gettzap-notifications', EVERYBODY],
  ['GET /gettzap-notifications/{id}', EVERYBODY],
  ['POST /gettzap-notifications/retry', MANAGERS, { filter: { q: 'nothing has this' } }],
  ['POST /gettzap-notifications/{id}/retry', MANAGERS, {}],
  ['POST /gettzap-notifications/{id}/cancel', MANAGERS, {}],

  ['GET /gettzap-messages', MANAGERS],
  ['GET /gettzap-messages/{id}', MANAGERS],
  ['POST /gettzap-messages/{id}/reprocess', MANAGERS, {}],

  ['GET /regions', EVERYBODY],
  ['POST /regions', ADMIN, {}],
  ['PATCH /regions/{id}', ADMIN, {}],
  ['DELETE /regions/{id}', ADMIN],

  ['GET /order-statuses', EVERYBODY],
  ['GET /order-statuses/{id}', EVERYBODY],
  ['GET /order-statuses/variables', EVERYBODY],
  ['POST /order-statuses/preview', EVERYBODY, { scope: 'order', text: 'x' }],
  ['POST /order-statuses', ADMIN, {}],
  ['PATCH /order-statuses/{id}', ADMIN, {}],
  ['DELETE /order-statuses/{id}', ADMIN],

  ['GET /marketplaces', EVERYBODY],
  ['GET /marketplace-connections', EVERYBODY],
  ['GET /marketplace-connections/{id}', EVERYBODY],
  ['GET /marketplace-connections/{id}/delivery', EVERYBODY],
  ['POST /marketplace-connections', ADMIN, {}],
  ['PATCH /marketplace-connections/{id}', ADMIN, {}],
  ['DELETE /marketplace-connections/{id}', ADMIN],
  ['POST /marketplace-connections/{id}/order-link', ADMIN, {}],
  ['POST /marketplace-connections/{id}/check', ADMIN, {}],
  ['POST /marketplace-connections/{id}/resume', ADMIN, {}],
];

const CALLS = TABLE.map(([call, who, body]) => ({ call, who, body }));

/** Calls that need no identity. */
const PUBLIC = ['POST /auth/login'];

describe('who may do what', () => {
  let shop: Shop;
  const clients = new Map<string, ApiClient>();
  beforeAll(async () => {
    shop = await Shop.open();
    const passwordHash = await hashPassword(PASSWORD);
    const users = shop.app.get(DataSource).getRepository(User);
    const add = async (name: string, roles: Role[]) => {
      const email = `${name}@roles.example`;
      await users.insert({ email, name, passwordHash, roles, regionIds: [], isActive: true, createdAt: new Date() });
      clients.set(name, ApiClient.basic(`${shop.url}/api`, email, PASSWORD));
    };
    for (const role of ROLES) await add(role, [role]);
    await add('nothing', []);
    await add('both', ['observer', 'external_orders']);
  });
  afterAll(() => shop.close());

  const tried = (who: ApiClient, call: string, body?: object) => {
    const [method, path] = call.split(' ') as [string, string];
    return who.call(method, path.replace('{id}', UNKNOWN), body);
  };

  it('the table of this test has every call of the API', async () => {
    const { body } = await shop.admin.get('/openapi.json');
    const documented = Object.entries<object>(body.paths)
      .filter(([path]) => path.startsWith('/api/'))
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.slice(4)}`));
    expect(documented.sort()).toEqual([...CALLS.map(({ call }) => call), ...PUBLIC].sort());
  });

  describe.each(ROLES)('%s', (role) => {
    it.each(CALLS)('$call', async ({ call, who, body }) => {
      const answer = await tried(clients.get(role)!, call, body);
      if (who.includes(role)) {
        // The thing is unknown or the body empty: it was let through to find that out.
        expect([200, 204, 404, 422]).toContain(answer.status);
        if (call.startsWith('GET') && !call.includes('{id}')) expect(answer.status).toBe(200);
      } else {
        expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
      }
    });
  });

  it('a user without a role may do nothing at all', async () => {
    for (const { call, body } of CALLS) {
      const { status } = await tried(clients.get('nothing')!, call, body);
      expect([call, status]).toEqual([call, 403]);
    }
  });

  it('nobody may do nothing at all', async () => {
    for (const { call, body } of CALLS) {
      const { status } = await tried(new ApiClient(`${shop.url}/api`), call, body);
      expect([call, status]).toEqual([call, 401]);
    }
  });

  it('a user with two roles may do what either of them may', async () => {
    const both = clients.get('both')!;
    expect((await tried(both, 'POST /external-orders/{id}/accept', {})).status).toBe(404);
    expect((await tried(both, 'POST /order-items/status', { itemIds: ['1'], statusId: '1' })).status).toBe(403);
  });

  it('what is refused is not done', async () => {
    const received = await shop.receive('GZ-roles');
    const path = `/external-orders/${received.id}`;
    expect((await clients.get('observer')!.post(`${path}/accept`)).status).toBe(403);
    expect(await shop.externalOrder(received.id)).toMatchObject({ state: 'new' });
    expect((await clients.get('external_orders')!.post(`${path}/accept`)).body).toMatchObject({ state: 'accepted' });
  });

  it('only administrators see order links', async () => {
    const path = `/marketplace-connections/${shop.connectionId}`;
    const secret = shop.orderLink.split('/').at(-1);
    const admin = clients.get('admin')!;
    expect((await admin.get(path)).body.orderLink).toContain(secret);
    await shop.receive('GZ-link');
    for (const role of ['manager', 'external_orders', 'observer']) {
      const client = clients.get(role)!;
      const { body: one } = await client.get(path);
      const { body: list } = await client.get('/marketplace-connections');
      expect([one.id, list.data.length]).toEqual([shop.connectionId, 1]);
      expect(JSON.stringify([one, list])).not.toMatch(/orderLink|gettzap\/orders/);
    }
    const { body: messages } = await clients.get('manager')!.get('/gettzap-messages');
    const { body: message } = await clients.get('manager')!.get(`/gettzap-messages/${messages.data[0].id}`);
    expect(JSON.stringify(message)).not.toContain(secret);
  });
});
