import { CircuitBreakerClosed, CircuitBreakerOpened } from '../../src/outbox/outbox.events.js';
import { Endpoint } from '../../src/outbox/outbox-message.entity.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import { cutOff, ordersOf } from '../support/breaker.js';
import {
  HOUR,
  later,
  MINUTE,
  noticeEventually,
  noticesOf,
  SECOND,
  sending,
  spoil,
  untilQuiet,
} from '../support/delivering.js';
import { sql } from '../support/stored.js';
import { eventsOf } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { Shop } from '../support/shop.js';

/** Long enough for a request to come as far as the row that is held. */
const HELD_MS = 500;

describe('delivering: the circuit breaker', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open();
  });
  afterEach(() => shop.close());

  const stateIs = (expected: object) => eventually(async () => expect(await sending(shop)).toMatchObject(expected));
  const received = () => shop.sandbox.ledger.requests().length;

  /** So many probes were made since the breaker opened, and recorded. */
  const probed = (probes: number) =>
    eventually(async () => {
      const [{ count }] = await sql(shop, 'SELECT COUNT(*) AS count FROM outbox_attempts WHERE is_spent = ?', [0]);
      expect(Number(count)).toBe(probes);
    });

  const secondsToProbe = async () =>
    Math.round((Date.parse((await sending(shop)).nextProbeAt) - shop.clock.now().getTime()) / SECOND);

  it.each(['503', 'reset'] as const)(
    'five tries in a row that end in %s, of different orders, cut the connection off: nothing more is sent',
    async (kind) => {
      await cutOff(shop, kind);
      expect(received()).toBe(5);
      await shop.accepted('N-1');
      await later(shop, 25 * SECOND);
      await later(shop, SECOND);
      expect(received()).toBe(5);
      await noticeEventually(shop, 'N-1', { state: 'pending', attempts: [], nextAttemptAt: expect.any(String) });
    },
  );

  it('it probes after 30 s, doubling to 5 min, each time with a different order, and no probe spends a try', async () => {
    const ids = await cutOff(shop);
    const pauses = [];
    for (let probes = 1; probes <= 6; probes++) {
      pauses.push(await secondsToProbe());
      await later(shop, pauses.at(-1)! * SECOND + SECOND);
      await probed(probes);
    }
    pauses.push(await secondsToProbe());
    expect(pauses).toEqual([30, 60, 120, 240, 300, 300, 300]);
    const asked = shop.sandbox.ledger
      .requests()
      .slice(5)
      .map(({ orderId }) => orderId);
    expect(asked.slice(0, 5).sort()).toEqual(ids.sort());
    expect(asked[5]).toBe(asked[0]);
    const notices = await Promise.all(ids.map(async (id) => (await noticesOf(shop, id))[0]));
    expect(notices.map(({ attemptCount }) => attemptCount)).toEqual(Array(5).fill(1));
    const spent = notices.flatMap(({ attempts }) => attempts.map((attempt: { spent: boolean }) => attempt.spent));
    expect(spent.filter((each) => !each)).toHaveLength(6);
  });

  it('five orders that fail for ever hold nobody back, however long they are alone, and are given up', async () => {
    const poison = ordersOf(5);
    await cutOff(shop, '500');
    for (let hours = 0; hours < 3; hours++) await later(shop, HOUR);
    spoil(shop, '500', { orderId: poison });
    const dead = () => sql(shop, `SELECT id FROM outbox_messages WHERE state = 'dead' AND reason = 'tries_exhausted'`);
    const isDelivered = async (id: string) => (await noticesOf(shop, id))[0].state === 'delivered';
    // Time passes only while nothing is on its way, so that no lease runs out however slow the machine is.
    for (let day = 1; (await dead()).length < poison.length; day++) {
      expect(day).toBeLessThan(20);
      const good = `G-${day}`;
      await shop.accepted(good);
      if ((await sending(shop)).state === 'ok') await noticeEventually(shop, good, { state: 'delivered' });
      for (let seconds = 0; !(await isDelivered(good)); seconds += 30) {
        expect(seconds).toBeLessThan(600);
        await later(shop, 30 * SECOND);
        await untilQuiet(shop);
      }
      await later(shop, 30 * HOUR);
      await untilQuiet(shop);
    }
  });

  it('an order that was tried in an outage goes out after it, though the order that is asked before it fails for ever', async () => {
    const ids = ordersOf(5);
    await cutOff(shop);
    spoil(shop, '500', { orderId: ids.slice(0, 4) });
    for (let probes = 1; probes <= 5; probes++) {
      await later(shop, 31 * SECOND);
      await eventually(async () => {
        const { state, nextProbeAt } = await sending(shop);
        expect(state === 'ok' || Date.parse(nextProbeAt) - shop.clock.now().getTime() === 30 * SECOND).toBe(true);
      });
    }
    await noticeEventually(shop, ids[4]!, { state: 'delivered' });
  });

  it('a probe that arrives closes it, and everything that waited is due at once', async () => {
    const [first, ...others] = await cutOff(shop);
    await later(shop, 31 * SECOND);
    await probed(1);
    await shop.accepted('N-1');
    shop.sandbox.clearTrouble();
    await later(shop, 61 * SECOND);
    for (const id of [first!, ...others, 'N-1']) await noticeEventually(shop, id, { state: 'delivered' });
    await stateIs({ state: 'ok', since: null, nextProbeAt: null, waiting: 0 });
  });

  it('what had been put off for hours is due at once when it closes', async () => {
    spoil(shop, '408', { orderId: 'F-1' });
    await shop.accepted('F-1');
    for (let tries = 1; tries <= 6; tries++) {
      const { nextAttemptAt } = await noticeEventually(shop, 'F-1', { attemptCount: tries });
      if (tries < 6) await later(shop, Date.parse(nextAttemptAt) - shop.clock.now().getTime());
    }
    await cutOff(shop);
    shop.sandbox.clearTrouble();
    await later(shop, 31 * SECOND);
    await noticeEventually(shop, 'F-1', { state: 'delivered', attemptCount: 7 });
  });

  it('what GettZap itself asked to wait for still waits when it closes', async () => {
    spoil(shop, '429', { orderId: 'W-1', count: 1, retryAfter: '3600' });
    await shop.accepted('W-1');
    await noticeEventually(shop, 'W-1', { attempts: { length: 1 } });
    const ids = await cutOff(shop);
    shop.sandbox.clearTrouble();
    await later(shop, 31 * SECOND);
    for (const id of ids) await noticeEventually(shop, id, { state: 'delivered' });
    await later(shop, 10 * MINUTE);
    await noticeEventually(shop, 'W-1', { state: 'retrying', attempts: { length: 1 } });
    await later(shop, HOUR);
    await noticeEventually(shop, 'W-1', { state: 'delivered' });
  });

  it('its opening and its closing are announced once each', async () => {
    const [opened, closed] = [eventsOf(shop, CircuitBreakerOpened), eventsOf(shop, CircuitBreakerClosed)];
    await cutOff(shop);
    for (const [index, pause] of [31, 61, 121].entries()) {
      await later(shop, pause * SECOND);
      await probed(index + 1);
    }
    expect([opened.length, closed.length]).toEqual([1, 0]);
    shop.sandbox.clearTrouble();
    await later(shop, 241 * SECOND);
    await noticeEventually(shop, 'B-5', { state: 'delivered' });
    expect([opened.length, closed.length]).toEqual([1, 1]);
  });

  it('it is kept in the database: a restart neither closes it nor forgets how long to wait', async () => {
    await cutOff(shop);
    await later(shop, 31 * SECOND);
    await probed(1);
    const before = await sending(shop);
    shop = await shop.restart();
    expect(await sending(shop)).toEqual(before);
    await shop.accepted('N-1');
    await later(shop, 50 * SECOND);
    await later(shop, SECOND);
    expect(received()).toBe(6);
    shop.sandbox.clearTrouble();
    await later(shop, 10 * SECOND);
    await noticeEventually(shop, 'N-1', { state: 'delivered' });
  });

  it('that opens while a person ends a pause is probed all the same', async () => {
    const key = shop.connectionId;
    let resumed: Promise<unknown> | undefined;
    await shop.app.get(Transactions).run(async (tx) => {
      const { id } = (await tx.lockOne(Endpoint, { channel: 'gettzap', key }))!;
      const now = shop.clock.now();
      await tx.manager.update(Endpoint, { id }, { openedAt: now, probeAt: new Date(now.getTime() + 30 * SECOND) });
      resumed = shop.admin.post(`/marketplace-connections/${key}/resume`);
      await new Promise((resolve) => setTimeout(resolve, HELD_MS));
    });
    await resumed;
    expect(await sending(shop)).toMatchObject({ state: 'cut_off', nextProbeAt: shop.clock.now().toISOString() });
  });
});
