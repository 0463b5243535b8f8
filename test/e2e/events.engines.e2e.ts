import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { EventStreams } from '../../src/people/live-events/event-streams.service.js';
import { LiveEvent } from '../../src/people/live-events/live-event.entity.js';
import { RetentionJob } from '../../src/care/retention/retention.job.js';
import { EventListener } from '../support/event-listener.js';
import { eventually } from '../support/eventually.js';
import { addPerson, Person } from '../support/people.js';
import { openReplica } from '../support/replica.js';
import { ownTimeOf } from '../support/own-time.js';
import { Shop } from '../support/shop.js';
import { change, stored } from '../support/stored.js';

const KNOWN_AFTER_MS = 2_100;
const POLLED_MS = 700;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A connection that asks for two streams at once; the first is open after it. */
async function askTwice(shop: Shop, { headers }: Person): Promise<Socket> {
  const ask = `GET /api/events HTTP/1.1\r\nHost: x\r\nAuthorization: ${headers.Authorization}\r\n\r\n`;
  const socket = connect(Number(new URL(shop.url).port), '127.0.0.1');
  socket.write(ask.repeat(2));
  await once(socket, 'data');
  return socket;
}

describe('events for browsers', () => {
  let shop: Shop;
  let manager: Person;
  let elsewhere: Person;
  const listeners: EventListener[] = [];

  beforeAll(async () => {
    shop = await Shop.open();
    const { body } = await shop.admin.post('/regions', { name: 'Север', timeZone: 'Europe/Moscow' });
    manager = await addPerson(shop, 'manager', ['manager']);
    elsewhere = await addPerson(shop, 'elsewhere', ['observer'], [body.id]);
    await pause(KNOWN_AFTER_MS);
  });
  afterEach(() => Promise.all(listeners.splice(0).map((listener) => listener.close())));
  afterAll(() => shop.close());

  const listen = async (person: Person, lastEventId = '', { url = shop.url, query = '' } = {}) => {
    const headers = { ...person.headers, ...(lastEventId && { 'Last-Event-ID': lastEventId }) };
    const listener = await EventListener.open(url, headers, query);
    listeners.push(listener);
    return listener;
  };

  it('answers as a stream that no proxy should hold back, and asks who it is', async () => {
    const { response } = await listen(manager);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${shop.url}/api/events`)).status).toBe(401);
  });

  it('tells of an order’s whole way', async () => {
    const listener = await listen(manager);
    const received = await shop.receive('EV-1', 2);
    await listener.hears('external-order.received', received.id);
    const { body } = await shop.admin.post(`/external-orders/${received.id}/accept`);
    await listener.hears('external-order.changed', received.id);
    await listener.hears('order.changed', body.orderId);
    const [notification] = await shop.notifications(received.id);
    await listener.hears('delivery.changed', notification.id);
    await listener.hears('manager-notification', String(manager.id));
    expect(new Set(listener.heard.map(({ id }) => id)).size).toBe(listener.heard.length);
  });

  it('tells that a buyer’s data were erased, so that open pages show them no longer', async () => {
    const { id: orderId, externalOrderId: id } = await shop.accepted('EV-ERASED');
    const undecided = await shop.receive('EV-ERASED-2');
    const [listener, there] = [await listen(manager), await listen(elsewhere)];
    const { status } = await shop.admin.post('/personal-data/delete', { externalOrderIds: [id, undecided.id] });
    expect(status).toBe(200);
    await listener.hears('external-order.changed', id);
    await listener.hears('order.changed', orderId);
    await listener.hears('external-order.changed', undecided.id);
    expect(there.heard).toEqual([]);
  });

  it('keeps to the user’s regions and own messages', async () => {
    const [here, there] = [await listen(manager), await listen(elsewhere)];
    const received = await shop.receive('EV-2');
    await here.hears('external-order.received', received.id);
    await shop.accepted('EV-3');
    await pause(POLLED_MS);
    expect(there.heard).toEqual([]);
    const own = here.heard.filter(({ name }) => name === 'manager-notification').map(({ subjectId }) => subjectId);
    expect(own).toEqual([String(manager.id), String(manager.id)]);
  });

  it('tells nothing of a change that was undone', async () => {
    const listener = await listen(manager);
    const count = () => stored(shop).count(LiveEvent);
    const before = await count();
    const answer = await shop.admin.post('/order-items/status', { itemIds: ['999999'], statusId: '1' });
    expect(answer.status).toBe(422);
    await pause(POLLED_MS);
    expect([listener.heard, await count()]).toEqual([[], before]);
  });

  it('tells a reader that has heard more than there is, since a backup was restored, to read everything anew', async () => {
    await shop.receive('GZ-restored-1');
    const reader = await listen(manager);
    await eventually(() => expect(reader.lastEventId).not.toBe(''));
    const beyond = await listen(manager, String(Number.parseInt(reader.lastEventId, 10) + 5));
    await eventually(() => expect(beyond.names()).toEqual(['reload ']));
    await shop.receive('GZ-restored-2');
    await eventually(() => expect(beyond.names()).toContainEqual(expect.stringMatching(/^external-order.received/)));
  });

  it('goes on from Last-Event-ID, without loss and without repeats', async () => {
    const first = await listen(manager);
    await first.hears('external-order.received', (await shop.receive('EV-4')).id);
    await pause(POLLED_MS);
    await first.close();
    const missed = [await shop.receive('EV-5'), await shop.receive('EV-6')];
    const second = await listen(manager, first.lastEventId);
    for (const { id } of missed) await second.hears('external-order.received', id);
    const later = await shop.receive('EV-7');
    await second.hears('external-order.received', later.id);
    await pause(POLLED_MS);
    const received = second.names().filter((name) => name.startsWith('external-order.received'));
    expect(received).toEqual([...missed, later].map(({ id }) => `external-order.received ${id}`));
  });

  it('goes on from the address’s `lastEventId`, too, unless the header, which is newer, says more', async () => {
    const first = await listen(manager);
    await first.hears('external-order.received', (await shop.receive('EV-ADDRESS-1')).id);
    await first.close();
    const missed = await shop.receive('EV-ADDRESS-2');
    const at = (lastEventId: string) => ({ query: `?${new URLSearchParams({ lastEventId })}` });
    const second = await listen(manager, '', at(first.lastEventId));
    await second.hears('external-order.received', missed.id);
    await pause(POLLED_MS);
    const third = await listen(manager, second.lastEventId, at(first.lastEventId));
    const later = await shop.receive('EV-ADDRESS-3');
    await third.hears('external-order.received', later.id);
    expect(third.names()).not.toContain(`external-order.received ${missed.id}`);
    const answer = await manager.client.get(`/events?lastEventId=${'1'.repeat(1_001)}`);
    expect([answer.status, answer.body.errors]).toMatchObject([422, [{ path: 'lastEventId' }]]);
  });

  it('can be resumed by who heard nothing before', async () => {
    const first = await listen(manager);
    await eventually(() => expect(first.lastEventId).not.toBe(''));
    await first.close();
    const missed = await shop.receive('EV-8');
    const second = await listen(manager, first.lastEventId);
    await second.hears('external-order.received', missed.id);
  });

  it('reaches a browser at another replica within two seconds', async () => {
    const replica = await openReplica(shop);
    try {
      const listener = await listen(manager, '', replica);
      const received = await shop.receive('EV-9');
      expect(await ownTimeOf(() => listener.hears('external-order.received', received.id))).toBeLessThan(2_000);
      await listener.close();
      const missed = await shop.receive('EV-10');
      const resumed = await listen(manager, listener.lastEventId);
      await resumed.hears('external-order.received', missed.id);
    } finally {
      await replica.close();
    }
  });

  it('tells of an event whose id was given before, and committed after, another one', async () => {
    const listener = await listen(manager);
    await pause(POLLED_MS);
    const [last] = await stored(shop).find(LiveEvent, { order: { id: 'DESC' }, take: 1 });
    const insert = (row: LiveEvent) => change(shop, (manager) => manager.insert(LiveEvent, row));
    const event = { name: 'order.changed' as const, regionId: 1, userId: null, createdAt: shop.clock.now() };
    await insert({ ...event, id: last!.id + 2, subjectId: 502 });
    await listener.hears('order.changed', '502');
    await insert({ ...event, id: last!.id + 1, subjectId: 501 });
    await listener.hears('order.changed', '501');
    await pause(POLLED_MS);
    expect(listener.names()).toEqual(['order.changed 502', 'order.changed 501']);
  });

  /** A stream that goes by a session, and the end of that session. */
  async function listenInSession() {
    const login = await fetch(`${shop.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: manager.email, password: 'manager password' }),
    });
    const Cookie = login.headers.get('set-cookie')!.split(';')[0]!;
    const listener = await EventListener.open(shop.url, { Cookie });
    listeners.push(listener);
    const logout = () => fetch(`${shop.url}/api/auth/logout`, { method: 'POST', headers: { Cookie } });
    return { listener, logout };
  }

  it('ends with the session', async () => {
    const { listener, logout } = await listenInSession();
    await shop.app.get(EventStreams).check();
    expect(listener.isEnded).toBe(false);
    await logout();
    await eventually(() => expect(listener.isEnded).toBe(true));
  });

  it.each<[string, (who: Person) => Promise<{ headers: Record<string, string>; end: () => Promise<unknown> }>]>([
    [
      'a user is blocked',
      async ({ id, headers }) => ({ headers, end: () => shop.admin.patch(`/users/${id}`, { isActive: false }) }),
    ],
    [
      'a user’s password is changed',
      async ({ id, headers }) => ({
        headers,
        end: () => shop.admin.patch(`/users/${id}`, { password: 'a wholly other one' }),
      }),
    ],
    [
      'an API key is deleted',
      async () => {
        const { id, key } = (await shop.admin.post('/api-keys', { name: '1C', roles: ['manager'] })).body;
        return {
          headers: { Authorization: `Bearer ${key}` },
          end: () => shop.admin.delete(`/api-keys/${id}`),
        };
      },
    ],
  ])('ends within two seconds at another replica once %s', async (_, prepare) => {
    const replica = await openReplica(shop);
    try {
      const { headers, end } = await prepare(await addPerson(shop, `leaver-${Math.random()}`, ['manager']));
      const listener = await EventListener.open(replica.url, headers);
      listeners.push(listener);
      await eventually(() => expect(listener.lastEventId).not.toBe(''));
      await end();
      const hasEnded = () => eventually(() => expect(listener.isEnded).toBe(true));
      expect(await ownTimeOf(hasEnded)).toBeLessThan(2_000);
    } finally {
      await replica.close();
    }
  });

  it('is not kept for those who asked for several at once on one connection, and left', async () => {
    const person = await addPerson(shop, 'pipelining', ['manager']);
    for (let each = 0; each < 25; each++) (await askTwice(shop, person)).destroy();
    await eventually(async () => expect((await listen(person)).response.status).toBe(200));
  });

  it('leaves the time that a stream was open out of the times of answers, and a refusal in', async () => {
    const name = 'partsdesk_http_request_duration_seconds_count';
    const count = async (status: string) => (await shop.metrics()).value(name, { route: '/api/events', status }) ?? 0;
    const refused = await count('401');
    const { listener, logout } = await listenInSession();
    await logout();
    await eventually(() => expect(listener.isEnded).toBe(true));
    await fetch(`${shop.url}/api/events`);
    await eventually(async () => expect(await count('401')).toBe(refused + 1));
    expect(await count('200')).toBe(0);
  });

  it('bounds the streams of one user', async () => {
    for (let open = 0; open < 20; open++) await listen(elsewhere);
    const refused = await fetch(`${shop.url}/api/events`, { headers: elsewhere.headers });
    expect([refused.status, refused.headers.has('retry-after')]).toEqual([429, true]);
    await listeners[0]!.close();
    await eventually(async () => expect((await listen(elsewhere)).response.status).toBe(200));
  });

  it('keeps events for about an hour, and says when that was not enough', async () => {
    const first = await listen(manager);
    await eventually(() => expect(first.lastEventId).not.toBe(''));
    await first.close();
    await shop.receive('EV-11');
    await shop.receive('EV-12');
    shop.clock.advance(3_700_000);
    expect((await shop.app.get(RetentionJob).run())['live events']).toBeGreaterThan(2);
    expect(await stored(shop).count(LiveEvent)).toBe(1);
    const second = await listen(manager, first.lastEventId);
    await eventually(() => expect(second.names()).toEqual(['reload ']));
  });
});

describe('stopping the service', () => {
  it('does not wait for open streams', async () => {
    const shop = await Shop.open();
    const person = await addPerson(shop, 'listener', ['observer']);
    const listener = await EventListener.open(shop.url, person.headers);
    const left = await EventListener.open(shop.url, person.headers);
    await left.close();
    await askTwice(shop, person);
    (await askTwice(shop, person)).destroy();
    await pause(200); // time for a connection that is opened ahead of need
    expect(await ownTimeOf(() => shop.close())).toBeLessThan(5_000);
    await listener.ended;
  });
});
