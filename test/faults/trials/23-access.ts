import assert from 'node:assert/strict';
import {
  type Call,
  callsNaming,
  callsOf,
  EVERYBODY,
  guardedCalls,
  MAY_CALL,
  tryCall,
  validBody,
} from '../../support/access-matrix.js';
import { ApiClient } from '../../support/api-client.js';
import { orderCreated } from '../world/poster.js';
import type { Replica } from '../world/replica.js';
import { accept, orderOf, setStatus, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import { eventually, inParallel } from '../world/waiting.js';
import type { World } from '../world/world.js';

const PASSWORD = 'a-long-password';
const GUESSES_ALLOWED = 10;
const SEEN_WITHIN_MS = 5_000;

/** What is done at one replica is looked at on the other; the embedded database has only one. */
const trial: Trial = {
  number: 23,
  name: 'access',
  does: 'Every call is made as every role and from another region; fields that nobody may set are sent; passwords are guessed over two replicas; other sites post.',
  holds:
    'Only what the role and the region allow; a sign-out, a blocked user, a switched-off connection and a replaced link are seen by the other replica within 5 s.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  inCi: true,
  async run({ open, count }) {
    const world = await open({ replicas: 2, env: { TRUST_PROXY: '127.0.0.1' } });
    const [one, other] = [world.replicas[0]!, world.replicas.at(-1)!];
    const calls = await callsOf(new ApiClient(one.url));
    const asRoles = await tryRoles(world, calls);
    const far = await tryFromAnotherRegion(world, calls);
    const fields = await setForbiddenFields(world, calls);
    const guesses = await guess(world, count(200, 60));
    const origins = await postFromOtherSites(world, one);
    const slowest = await seenElsewhere(world, one, other);
    return {
      replicas: world.replicas.length,
      'calls as roles': asRoles,
      'from another region': far,
      'forbidden fields': fields,
      'foreign posts': origins,
      guesses,
      'looked at': GUESSES_ALLOWED,
      'seen elsewhere after ms': slowest,
    };
  },
};
export default trial;

async function addUser({ api }: World, name: string, roles: string[], regionIds: string[] = []): Promise<string> {
  const user = { email: `${name}@example.com`, name, password: PASSWORD, roles, regionIds };
  const { status, body } = await api.post('/users', user);
  assert.equal(status, 201, JSON.stringify(body));
  return body.id as string;
}

function basic(at: Replica, name: string): ApiClient {
  return ApiClient.basic(at.url, `${name}@example.com`, PASSWORD);
}

function signIn(at: Replica, email: string, password: string, address: string) {
  const headers = { 'X-Forwarded-For': address };
  return new ApiClient(`${at.url}/api`).call('POST', '/auth/login', { email, password }, headers);
}

async function session(at: Replica, name: string): Promise<{ Cookie: string }> {
  const { status, headers } = await signIn(at, `${name}@example.com`, PASSWORD, '203.0.113.9');
  assert.equal(status, 200, 'signed in');
  return { Cookie: headers.get('set-cookie')!.split(';')[0]! };
}

/** Deny by default: the table names every call, and each role gets exactly what it names. */
async function tryRoles(world: World, calls: Call[]): Promise<number> {
  assert.deepEqual(calls.map(({ name }) => name).sort(), Object.keys(MAY_CALL).sort(), 'every call is in the table');
  let tried = 0;
  for (const each of calls.filter(({ name }) => MAY_CALL[name] !== 'public')) {
    const { status } = await tryCall(new ApiClient(world.random.pick(world.replicas).url), each);
    assert.equal(status, 401, `${each.name} as nobody`);
    tried += 1;
  }
  for (const role of EVERYBODY) {
    await addUser(world, role, [role]);
    for (const each of guardedCalls(calls)) {
      const { status } = await tryCall(basic(world.random.pick(world.replicas), role), each);
      const isAllowed = MAY_CALL[each.name]!.includes(role);
      assert.equal(status === 403, !isAllowed, `${each.name} as ${role}: ${status}`);
      tried += 1;
    }
  }
  return tried;
}

/** For somebody of another region, administrator or not, nothing of this one is there. */
async function tryFromAnotherRegion(world: World, calls: Call[]): Promise<number> {
  const { api } = world;
  const region = (await api.post('/regions', { name: 'Другой' })).body.id as string;
  await addUser(world, 'far', ['admin'], [region]);
  const externalOrderId = await world.poster.postUntilTaken(orderCreated('NEAR'));
  await accept(world, externalOrderId);
  const order = await orderOf(world, externalOrderId);
  await setStatus(world, order, 'В работе');
  await untilDrained(world);
  const firstOf = async (list: string) => (await api.read(`/${list}?perPage=1`)).data[0].id as string;
  const named = callsNaming(calls, {
    'external-orders': externalOrderId,
    orders: order.id,
    'gettzap-messages': await firstOf('gettzap-messages'),
    'gettzap-notifications': await firstOf('gettzap-notifications'),
    'marketplace-connections': world.connectionId,
  });
  for (const { name, method, path } of named) {
    const far = basic(world.random.pick(world.replicas), 'far');
    const { status } = await far.call(method, path, validBody(method, path));
    assert.equal(status, 404, `${name} from another region`);
  }
  const far = basic(world.replicas.at(-1)!, 'far');
  for (const list of ['external-orders', 'orders', 'gettzap-messages', 'gettzap-notifications']) {
    assert.deepEqual((await far.get(`/api/${list}`)).body.data, [], list);
  }
  const { results } = (await far.post('/api/external-orders/accept', { ids: [externalOrderId] })).body;
  assert.deepEqual(
    results.map(({ outcome }: { outcome: string }) => outcome),
    ['not_found'],
  );
  const items = { itemIds: [order.items[0].id], statusId: world.statuses['Выдано'] };
  assert.equal((await far.post('/api/order-items/status', items)).status, 422);
  return named.length;
}

/** What a body must not be able to say, in every call that takes one, as an administrator and of oneself. */
async function setForbiddenFields(world: World, calls: Call[]): Promise<number> {
  const sneaked = {
    id: '1',
    isAdmin: true,
    passwordHash: 'x',
    regionId: 1,
    createdAt: '2020-01-01',
    state: 'accepted',
  };
  const { email, roles, regionIds } = (await world.api.read('/auth/me')) as Record<string, unknown>;
  const withBody = calls.filter(({ takesBody, path }) => takesBody && path.startsWith('/api/'));
  const before = await world.database.rows('SELECT * FROM users ORDER BY id');
  for (const { name, method, path, takesFile } of withBody) {
    const address = path.replaceAll(/\{\w+\}/g, '1').replace(/^\/api/, '');
    const { status } = await world.api.call(method as 'POST', address, sneaked);
    // What a file belongs to is looked for first.
    const refusals = takesFile ? [404, 415] : [422];
    assert.ok(refusals.includes(status), `${name}: ${status} with fields that are none of its own`);
  }
  const user = { email: 'x@example.com', name: 'x', password: PASSWORD, roles: ['observer'] };
  const polluted = JSON.stringify(user).replace('{', '{"__proto__":{"roles":["admin"]},');
  assert.ok((await world.api.call('POST', '/users', polluted)).status >= 400, 'a prototype in a body');
  const own = { currentPassword: PASSWORD, newPassword: `${PASSWORD}-2`, roles: ['admin'] };
  assert.equal((await basic(world.replicas[0]!, 'observer').post('/api/auth/me/password', own)).status, 422);
  assert.ok(withBody.length > 20, `${withBody.length} calls take a body`);
  assert.deepEqual(await world.database.rows('SELECT * FROM users ORDER BY id'), before, 'no user was changed');
  const after = (await world.api.read('/auth/me')) as Record<string, unknown>;
  assert.deepEqual([after.email, after.roles, after.regionIds], [email, roles, regionIds]);
  return withBody.length;
}

/** Many at once at all replicas: together they look at as few passwords as one would, and the owner elsewhere gets in. */
async function guess(world: World, guesses: number): Promise<number> {
  await addUser(world, 'guessed', ['observer']);
  const email = 'guessed@example.com';
  const statuses: number[] = [];
  await inParallel([...Array(guesses).keys()], 20, async (n) => {
    const at = world.replicas[n % world.replicas.length]!;
    const { status, headers } = await signIn(at, email, `guess ${n}`, '203.0.113.1');
    if (status === 429) assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    statuses.push(status);
  });
  const lookedAt = statuses.filter((status) => status === 401).length;
  assert.ok(lookedAt <= GUESSES_ALLOWED, `${lookedAt} passwords were looked at`);
  assert.deepEqual([...new Set(statuses)].sort(), [401, 429]);
  for (const at of world.replicas) {
    assert.equal((await signIn(at, email, PASSWORD, '203.0.113.1')).status, 429, 'closed to this address everywhere');
    assert.equal((await signIn(at, email, PASSWORD, '203.0.113.2')).status, 200, 'the owner is not locked out');
  }
  return guesses;
}

async function postFromOtherSites(world: World, at: Replica): Promise<number> {
  await addUser(world, 'boss', ['admin']);
  const cookie = await session(at, 'boss');
  const foreign: Array<Record<string, string>> = [
    { Origin: 'https://evil.example' },
    { Origin: `http://127.0.0.1.evil.example:${at.port}` },
    { Origin: `http://127.0.0.1:${at.port + 1}` },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ];
  for (const identity of [cookie, basic(at, 'boss').identity]) {
    const boss = new ApiClient(`${at.url}/api`, identity);
    for (const headers of foreign) {
      const { status, body } = await boss.call('POST', '/regions', { name: 'x' }, headers);
      assert.deepEqual([status, body.code], [403, 'foreign_origin'], JSON.stringify(headers));
    }
    const form = { ...foreign[0], 'Content-Type': 'text/plain' };
    assert.ok((await boss.call('POST', '/regions', '{"name":"x"}', form)).status >= 400, 'a form’s trick');
  }
  const own = new ApiClient(`${at.url}/api`, cookie);
  assert.equal((await own.call('POST', '/regions', { name: 'Своя' }, { Origin: at.url })).status, 201);
  return foreign.length * 2;
}

/** @returns the longest that the other replica took to see something, milliseconds */
async function seenElsewhere(world: World, one: Replica, other: Replica): Promise<number> {
  const waits: number[] = [];
  const seen = async (what: string, check: () => Promise<unknown>, expected: unknown) => {
    const startedAt = performance.now();
    await eventually(async () => assert.deepEqual(await check(), expected, what), SEEN_WITHIN_MS, world.signal);
    waits.push(performance.now() - startedAt);
  };
  const admin = ApiClient.basic(`${one.url}/api`, 'admin@example.com', world.secrets.adminPassword);
  const id = await addUser(world, 'worker', ['manager']);
  const cookie = await session(one, 'worker');
  const there = new ApiClient(`${other.url}/api`, cookie);
  const statusOf = async (client: ApiClient, path: string) => (await client.get(path)).status;

  assert.equal(await statusOf(there, '/gettzap-messages'), 200);
  await admin.patch(`/users/${id}`, { roles: ['observer'] });
  await seen('a role taken away', () => statusOf(there, '/gettzap-messages'), 403);
  await new ApiClient(`${one.url}/api`, cookie).post('/auth/logout');
  await seen('a sign-out', () => statusOf(there, '/auth/me'), 401);

  const program = basic(other, 'worker');
  assert.equal(await statusOf(program, '/api/auth/me'), 200);
  const again = new ApiClient(`${other.url}/api`, await session(one, 'worker'));
  assert.equal(await statusOf(again, '/auth/me'), 200);
  await admin.patch(`/users/${id}`, { isActive: false });
  await seen('a blocked user', () => statusOf(again, '/auth/me'), 401);
  await seen('a blocked user’s password', () => statusOf(program, '/api/auth/me'), 401);

  const key = (await admin.post('/api-keys', { name: '1С', roles: ['observer'] })).body;
  const byKey = new ApiClient(`${other.url}/api`, { Authorization: `Bearer ${key.key}` });
  assert.equal(await statusOf(byKey, '/auth/me'), 200);
  await admin.delete(`/api-keys/${key.id}`);
  await seen('a deleted key', () => statusOf(byKey, '/auth/me'), 401);

  const path = `/marketplace-connections/${world.connectionId}`;
  const postTo = async () => (await world.poster.post(orderCreated('SEEN'), other)).status;
  assert.equal(await postTo(), 200);
  await admin.patch(path, { isActive: false });
  await seen('a connection switched off', postTo, 403);
  await admin.patch(path, { isActive: true });
  await seen('a connection switched on', postTo, 200);

  const { orderLink } = (await admin.post(`${path}/order-link`)).body;
  const newPath = new URL(orderLink as string).pathname;
  world.moreSecrets.push(newPath.split('/').at(-1)!);
  const postNew = async () => {
    const body = JSON.stringify(orderCreated('SEEN'));
    const headers = { 'Content-Type': 'application/json' };
    return (await fetch(other.url + newPath, { method: 'POST', headers, body })).status;
  };
  await seen('a new link', postNew, 200);
  assert.equal(await postTo(), 200, 'the old link works on');
  await world.database.rows(
    `UPDATE order_links SET valid_until = '2020-01-01 00:00:00.000' WHERE valid_until IS NOT NULL`,
  );
  await world.database.rows('UPDATE configuration_versions SET version = version + 1');
  await seen('the end of the old link', postTo, 404);
  return Math.round(Math.max(...waits));
}
