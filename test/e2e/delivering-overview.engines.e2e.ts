import {
  later,
  HOUR,
  MINUTE,
  noticeEventually,
  noticesEventually,
  settings,
  spoil,
  runOutboxJobs,
} from '../support/delivering.js';
import { onMysql } from '../support/engine.js';
import { eventually } from '../support/eventually.js';
import { addPerson, Person } from '../support/people.js';
import { Receiver } from '../support/receiver.js';
import { GETTZAP, connect, Shop } from '../support/shop.js';
import { JOB_NAMES } from '../../web/src/system/job-names.js';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

interface Bucket {
  at: string;
  delivered: number;
  dead: number;
  cancelled: number;
  waiting: number;
}

describe('delivering: the last hours, hour by hour', () => {
  let shop: Shop;
  let firstRegion: string;
  let otherRegion: string;
  let elsewhere: Person;

  /** Two hours: one delivered and one dead in the first; one cancelled, two waiting and one skipped in the second. */
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.configureStatus('В работе', { item: { status: 'in_work', text: 'in work' } });
    firstRegion = (await shop.admin.get('/regions?sort=createdAt')).body.data[0].id;
    otherRegion = (await shop.admin.post('/regions', { name: 'Другой' })).body.id;
    elsewhere = await addPerson(shop, 'elsewhere', ['observer'], [otherRegion]);
    shop.clock.advance(HOUR - (shop.clock.now().getTime() % HOUR) + MINUTE);
    await shop.accepted('DELIVERED');
    await noticeEventually(shop, 'DELIVERED', { state: 'delivered' });
    spoil(shop, '400', { count: 1 });
    await shop.accepted('DEAD');
    await noticeEventually(shop, 'DEAD', { state: 'dead' });

    shop.clock.advance(HOUR);
    spoil(shop, '503', { count: 1 });
    await shop.accepted('CANCELLED');
    const { id } = await noticeEventually(shop, 'CANCELLED', { state: 'retrying' });
    await shop.admin.post(`/gettzap-notifications/${id}/cancel`);
    spoil(shop, '503', { orderId: 'WAITING' });
    const waiting = await shop.accepted('WAITING');
    await shop.setStatus(waiting.items, 'В работе');
    await noticesEventually(shop, 'WAITING', [{ state: 'retrying' }, { state: 'pending' }]);
    await settings(shop, { isActive: false });
  });
  afterAll(() => shop.close());

  const summary = async (query = '', client = shop.admin) => {
    const { status, body } = await client.get(`/gettzap-notifications/summary${query}`);
    expect(status).toBe(200);
    return body;
  };

  it('shows every hour, also where nothing was, and what is open', async () => {
    const { from, to, buckets, states, open } = await summary();
    expect(buckets).toHaveLength(24);
    buckets.forEach(({ at }: Bucket, index: number) => {
      expect(Date.parse(at)).toBe(Date.parse(from) + index * HOUR);
    });
    expect(Date.parse(to)).toBe(Date.parse(buckets[23].at) + HOUR);
    expect(Date.parse(to)).toBeGreaterThan(shop.clock.now().getTime());
    expect(Date.parse(buckets[23].at)).toBeLessThanOrEqual(shop.clock.now().getTime());
    const counts = buckets.map(({ at: _at, ...rest }: Bucket) => rest);
    const nothing = { delivered: 0, dead: 0, cancelled: 0, waiting: 0 };
    expect(counts.slice(0, 22)).toEqual(Array(22).fill(nothing));
    expect(counts.slice(22)).toEqual([
      { ...nothing, delivered: 1, dead: 1 },
      { ...nothing, cancelled: 1, waiting: 2 },
    ]);
    expect(states).toEqual({
      pending: 1,
      sending: 0,
      retrying: 1,
      delivered: 1,
      dead: 1,
      cancelled: 1,
      skipped: 1,
    });
    expect(open).toEqual({ waiting: 2, dead: 1 });
  });

  it('counts what is open whenever it came to be', async () => {
    const { buckets, states, open } = await summary('?hours=1');
    expect(buckets).toMatchObject([{ dead: 0, cancelled: 1, waiting: 2 }]);
    expect([states.dead, open]).toEqual([0, { waiting: 2, dead: 1 }]);
  });

  it('of one connection or region, and of the regions that one may see', async () => {
    const none = { waiting: 0, dead: 0 };
    expect((await summary(`?connectionId=${shop.connectionId}`)).open).toEqual({ waiting: 2, dead: 1 });
    expect((await summary('?connectionId=999')).open).toEqual(none);
    expect((await summary(`?regionId=${firstRegion}`)).states.delivered).toBe(1);
    expect((await summary(`?regionId=${otherRegion}`)).states.delivered).toBe(0);
    const far = await summary('', elsewhere.client);
    expect([far.open, far.states.delivered, far.buckets.length]).toEqual([none, 0, 24]);
    expect((await summary(`?regionId=${firstRegion}`, elsewhere.client)).open).toEqual(none);
  });

  it.each(['hours=0', 'hours=169', 'hours=many', 'connectionId=one', 'regionId=one'])(
    'by %s is refused, naming the field',
    async (query) => {
      const { status, body } = await shop.admin.get(`/gettzap-notifications/summary?${query}`);
      expect([status, body.errors[0].path]).toEqual([422, query.split('=')[0]]);
    },
  );
});

describe('delivering: how the connections and the service are', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const statuses = async () => (await shop.admin.get('/marketplace-connections/status')).body;
  const system = async () => {
    const { status, body } = await shop.admin.get('/system');
    expect(status).toBe(200);
    return body;
  };

  it('a connection says when it heard and was heard last, and what is wrong with it', async () => {
    const [fresh] = await statuses();
    expect(fresh).toEqual({
      id: shop.connectionId,
      regionId: expect.stringMatching(/^\d+$/),
      decisionMinutes: null,
      decisionWarnMinutes: null,
      marketplace: 'gettzap',
      isActive: true,
      state: 'ok',
      waitsFor: null,
      since: null,
      reason: '',
      nextProbeAt: null,
      waiting: 0,
      failuresInRow: 0,
      lastDeliveredAt: null,
      lastReceivedAt: null,
    });
    await shop.accepted('C-1');
    const { deliveredAt } = await noticeEventually(shop, 'C-1', { state: 'delivered' });
    const [{ receivedAt }] = (await shop.admin.get('/gettzap-messages')).body.data;
    expect(await statuses()).toMatchObject([{ lastDeliveredAt: deliveredAt, lastReceivedAt: receivedAt }]);

    shop.clock.advance(MINUTE);
    spoil(shop, '401', { count: 1 });
    await shop.accepted('C-2');
    await eventually(async () => expect(await statuses()).toMatchObject([{ state: 'paused' }]));
    const [paused] = await statuses();
    expect(paused).toMatchObject({ reason: 'unauthorized_401', since: expect.stringMatching(ISO), waiting: 1 });
    expect(paused.lastDeliveredAt).toBe(deliveredAt);
    expect(Date.parse(paused.lastReceivedAt) - Date.parse(receivedAt)).toBeGreaterThanOrEqual(MINUTE);
    await settings(shop, { password: GETTZAP.password });
    await noticeEventually(shop, 'C-2', { state: 'delivered' });
    const [again] = await statuses();
    expect(Date.parse(again.lastDeliveredAt)).toBeGreaterThan(Date.parse(deliveredAt));

    const { connectionId } = await connect(shop.admin, shop.sandbox, shop.url);
    await shop.admin.patch(`/marketplace-connections/${connectionId}`, { isActive: false });
    expect(await statuses()).toMatchObject([
      { id: shop.connectionId, state: 'ok' },
      { id: connectionId, isActive: false, state: 'off', lastDeliveredAt: null, lastReceivedAt: null },
    ]);
    await shop.admin.delete(`/marketplace-connections/${connectionId}`);
    expect(await statuses()).toMatchObject([{ id: shop.connectionId }]);
  });

  it('a connection that answers with errors says since when, until something arrives', async () => {
    spoil(shop, '503', { count: 1 });
    await shop.accepted('C-3');
    const { lastAttempt } = await noticeEventually(shop, 'C-3', { state: 'retrying' });
    const [failing] = await statuses();
    expect(failing).toMatchObject({ state: 'ok', failuresInRow: 1, since: expect.stringMatching(ISO) });
    expect(Date.parse(failing.since)).toBeGreaterThanOrEqual(Date.parse(lastAttempt.at));
    shop.clock.advance(MINUTE);
    await noticeEventually(shop, 'C-3', { state: 'delivered' });
    expect(await statuses()).toMatchObject([{ failuresInRow: 0, since: null }]);
  });

  it('the service tells its version, database, queue and inbox', async () => {
    await runOutboxJobs(shop);
    const before = await system();
    const isServer = shop.database.env.DATABASE_URL !== undefined;
    expect(before).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      startedAt: expect.stringMatching(ISO),
      now: expect.stringMatching(ISO),
      database: {
        kind: isServer ? (onMysql ? 'mysql' : 'mariadb') : 'embedded',
        version: expect.stringMatching(
          isServer ? (onMysql ? /^\d+\.\d+\.\d+/ : /^\d+\.\d+\.\d+.*MariaDB/) : /^3\.\d+\.\d+$/,
        ),
        ok: true,
        latencyMs: expect.any(Number),
        pendingMigrations: 0,
      },
      scheduler: { lastRunAt: expect.stringMatching(ISO), isAlive: true },
      jobs: expect.any(Array),
      deliveries: { due: 0, oldestDueSeconds: null, waiting: 0, dead: 0, byChannel: [] },
      inbox: { new: 0, oldestNewSeconds: null },
      connections: await statuses(),
      receivers: [],
      email: {
        isConfigured: false,
        state: 'off',
        since: null,
        reason: '',
        nextProbeAt: null,
        waiting: 0,
        failuresInRow: 0,
        lastDeliveredAt: null,
        lastSentAt: null,
      },
      retentionDays: expect.any(Number),
      trial: { isOn: false, sandboxUrl: null },
      publicUrl: expect.stringMatching(/^http/),
      publicReach: 'private',
    });
    expect(before.jobs).toContainEqual({
      name: 'outbox',
      everySeconds: 1,
      outcome: 'ok',
      lastRunAt: expect.stringMatching(ISO),
      durationMs: expect.any(Number),
      error: '',
    });
    expect(before.jobs).toContainEqual(expect.objectContaining({ name: 'retention', outcome: null, lastRunAt: null }));
    expect(Date.parse(before.startedAt)).toBeLessThan(Date.parse(before.now));
    expect(Math.abs(Date.parse(before.now) - shop.clock.now().getTime())).toBeLessThan(5_000);
    expect(Date.parse(before.now) - Date.parse(before.scheduler.lastRunAt)).toBeLessThan(10_000);
  });

  it('the service tells how web-hooks are: which one fails, since when, and how much waits', async () => {
    const receiver = await Receiver.start();
    try {
      const webhook = { url: receiver.url, events: ['external_order.received'] };
      const { id } = (await shop.admin.post('/webhooks', webhook)).body;
      const fresh = { channel: 'webhook', id, name: receiver.url, state: 'ok', since: null, reason: '' };
      const idle = { nextProbeAt: null, waiting: 0, failuresInRow: 0, lastDeliveredAt: null };
      expect((await system()).receivers).toEqual([{ ...fresh, ...idle }]);
      receiver.status = 500;
      const received = await shop.receive('W-1');
      const failing = { state: 'ok', failuresInRow: 1, since: expect.stringMatching(ISO), waiting: 1 };
      await eventually(async () => expect((await system()).receivers).toMatchObject([failing]));
      await shop.admin.delete(`/webhooks/${id}`);
      expect((await system()).receivers).toEqual([]);
      await shop.refuse(received.id);
    } finally {
      await receiver.close();
    }
  });

  it('each job has a name for people in both languages', async () => {
    const { jobs } = (await shop.admin.get('/system')).body;
    const names = jobs.map(({ name }: { name: string }) => name).sort();
    expect(Object.keys(JOB_NAMES.ru).sort()).toEqual(names);
    expect(Object.keys(JOB_NAMES.en).sort()).toEqual(names);
  });

  it('the service tells what waits and for how long', async () => {
    await shop.receive('S-NEW');
    spoil(shop, '400', { orderId: 'S-DEAD', count: 1 });
    await shop.accepted('S-DEAD');
    await noticeEventually(shop, 'S-DEAD', { state: 'dead' });
    spoil(shop, '503', { orderId: 'S-WAIT' });
    await shop.accepted('S-WAIT');
    await noticeEventually(shop, 'S-WAIT', { state: 'retrying' });
    const byChannel = [{ channel: 'gettzap', waiting: 1, dead: 1 }];
    expect((await system()).deliveries).toEqual({ due: 0, oldestDueSeconds: null, waiting: 1, dead: 1, byChannel });
    // What waits for a connection that is off is not due.
    await settings(shop, { isActive: false });
    await later(shop, 2 * HOUR);
    const { deliveries, inbox } = await system();
    expect(deliveries).toEqual({ due: 0, oldestDueSeconds: null, waiting: 1, dead: 1, byChannel });
    expect(inbox.new).toBe(1);
    expect(inbox.oldestNewSeconds).toBeGreaterThanOrEqual((2 * HOUR) / 1_000);
    expect(inbox.oldestNewSeconds).toBeLessThan((2 * HOUR) / 1_000 + 60);
  });
});
