import {
  HandMadeGettzap,
  HOUR,
  later,
  noticeEventually,
  Notice,
  noticesEventually,
  requestsFor,
  SECOND,
  sending,
  settings,
  spoil,
  untilQuiet,
} from '../support/delivering.js';
import { eventsOf } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { GETTZAP, Shop } from '../support/shop.js';
import type { OutboxMessage } from '../../src/outbox/outbox-message.entity.js';
import { GettzapChannel } from '../../src/marketplaces/gettzap-notifications/gettzap-channel.service.js';
import { ManagersNotified } from '../../src/people/manager-notifications/manager-notifier.service.js';
import { EndpointPaused } from '../../src/outbox/outbox.events.js';

describe('delivering: a refused sign-in', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterEach(async () => {
    shop.sandbox.clearTrouble();
    shop.sandbox.configure(GETTZAP);
    await settings(shop, { ...GETTZAP, apiUrl: shop.sandbox.url });
    await eventually(async () => expect(await sending(shop)).toMatchObject({ state: 'ok', waiting: 0 }));
  });
  afterAll(() => shop.close());

  const received = () => shop.sandbox.ledger.requests().length;

  it.each(['401', '403'] as const)(
    '%s pauses the connection, and no try is spent until it is resumed',
    async (kind) => {
      const [id, other] = [`P-${kind}`, `Q-${kind}`];
      spoil(shop, kind);
      const order = await shop.accepted(id);
      const notice = await noticeEventually(shop, id, { attempts: [{ number: 1, spent: false }] });
      expect(notice).toMatchObject({ attemptCount: 0, nextAttemptAt: null });
      await eventually(async () =>
        expect(await sending(shop)).toMatchObject({
          state: 'paused',
          reason: `unauthorized_${kind}`,
          since: expect.stringMatching(/Z$/),
          nextProbeAt: null,
          waiting: 1,
        }),
      );
      const second = await shop.accepted(other);
      const before = received();
      await later(shop, 48 * HOUR);
      await later(shop, HOUR);
      expect(received()).toBe(before);
      await noticeEventually(shop, other, { state: 'pending', attemptCount: 0, nextAttemptAt: null });
      shop.sandbox.clearTrouble();
      const resumed = await shop.admin.post(`/marketplace-connections/${shop.connectionId}/resume`);
      expect(resumed).toMatchObject({ status: 200, body: { state: 'ok', reason: '', since: null } });
      await shop.toldEventually(id, [`order | accepted | accepted ${order.id}`]);
      await shop.toldEventually(other, [`order | accepted | accepted ${second.id}`]);
      expect(await noticeEventually(shop, id, { state: 'delivered' })).toMatchObject({ attemptCount: 1 });
    },
  );

  it.each([
    ['password', { password: 'another password' }],
    ['key', { apiKey: 'another-key' }],
    ['login', { login: 'office-2' }],
  ])('a changed %s ends the pause, and what waited is told at once', async (what, change) => {
    shop.sandbox.configure(change);
    const order = await shop.accepted(`C-${what}`);
    await eventually(async () => expect((await sending(shop)).state).toBe('paused'));
    expect((await settings(shop, change)).status).toBe(200);
    await shop.toldEventually(`C-${what}`, [`order | accepted | accepted ${order.id}`]);
    expect((await sending(shop)).state).toBe('ok');
  });

  it('a changed address ends the pause', async () => {
    spoil(shop, '401', { count: 1 });
    const order = await shop.accepted('C-url');
    await eventually(async () => expect((await sending(shop)).state).toBe('paused'));
    await settings(shop, { ...GETTZAP, apiUrl: shop.sandbox.url.replace('127.0.0.1', 'localhost') });
    await shop.toldEventually('C-url', [`order | accepted | accepted ${order.id}`]);
  });

  it('a change of other settings leaves the pause as it is', async () => {
    spoil(shop, '401', { count: 1 });
    await shop.accepted('C-text');
    await eventually(async () => expect((await sending(shop)).state).toBe('paused'));
    const before = received();
    await settings(shop, { acceptedText: 'another text', login: GETTZAP.login, apiUrl: shop.sandbox.url });
    await later(shop, 10 * SECOND);
    expect((await sending(shop)).state).toBe('paused');
    expect(received()).toBe(before);
  });

  it('a refusal of the old sign-in that comes in after the change begins no new pause', async () => {
    const gettzap = await HandMadeGettzap.start();
    await settings(shop, { apiUrl: gettzap.url });
    await shop.accepted('C-late');
    const before = await gettzap.next();
    shop.clock.advance(SECOND);
    await settings(shop, { apiUrl: shop.sandbox.url });
    before.answer(401);
    try {
      await noticeEventually(shop, 'C-late', { state: 'delivered' });
    } finally {
      await gettzap.close();
    }
  });

  it('the pause is announced once, however many notifications meet it', async () => {
    const paused = eventsOf(shop, EndpointPaused);
    shop.sandbox.configure({ password: 'changed at GettZap' });
    const ids = Array.from({ length: 8 }, (_, index) => `M-${index}`);
    await Promise.all(ids.map((id) => shop.accepted(id)));
    await eventually(async () => expect(await sending(shop)).toMatchObject({ state: 'paused', waiting: 8 }));
    // A lease that ran out while its attempt is under way would cost that attempt.
    await untilQuiet(shop);
    await later(shop, HOUR);
    expect(paused).toEqual([
      expect.objectContaining({ channel: 'gettzap', endpointKey: shop.connectionId, reason: 'unauthorized_401' }),
    ]);
  });
});

describe('delivering: a connection without the address of GettZap', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterEach(async () => {
    shop.sandbox.clearTrouble();
    await settings(shop, { apiUrl: shop.sandbox.url });
    await eventually(async () => expect(await sending(shop)).toMatchObject({ state: 'ok', waiting: 0 }));
  });
  afterAll(() => shop.close());

  const waitsFor = async (path: string) => (await shop.admin.get(path)).body.waitsFor;
  const gauge = async (name: string) =>
    Number(
      new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, 'm').exec(await (await fetch(`${shop.url}/metrics`)).text())?.[1],
    );

  it('notifications wait and say for what; once it is entered they are told at once, in order', async () => {
    const told = eventsOf(shop, ManagersNotified);
    await settings(shop, { ...GETTZAP, apiUrl: '' });
    const order = await shop.accepted('A-1');
    await shop.configureStatus('В работе', { item: { status: 'in_work', text: '' } });
    await shop.configureStatus('Готово к выдаче', { item: { status: 'arrived', text: '' } });
    await shop.setStatus(order.items, 'В работе');
    await shop.setStatus(order.items, 'Готово к выдаче');
    const announced = told.length;
    await later(shop, 48 * HOUR);
    await later(shop, HOUR);
    const waiting = { state: 'pending', waitsFor: 'api_url', attemptCount: 0, nextAttemptAt: null, attempts: [] };
    await noticesEventually(shop, 'A-1', [waiting, waiting, waiting]);
    const { notifications } = await shop.order(order.id);
    expect(notifications.filter(({ state }: Notice) => state === 'pending')).toMatchObject([
      { waitsFor: 'api_url' },
      { waitsFor: 'api_url' },
      { waitsFor: 'api_url' },
    ]);
    expect(await waitsFor(`/marketplace-connections/${shop.connectionId}`)).toBe('api_url');
    const [status] = (await shop.admin.get('/marketplace-connections/status')).body;
    expect(status).toMatchObject({ isActive: true, state: 'off', waitsFor: 'api_url', waiting: 3 });
    // Nobody is alarmed of what only a person can end.
    expect(told).toHaveLength(announced);
    expect(await gauge('partsdesk_outbox_oldest_message_seconds')).toBe(0);
    expect((await settings(shop, { apiUrl: shop.sandbox.url })).body.waitsFor).toBeNull();
    const lines = [`order | accepted | accepted ${order.id}`, '1 | in_work | ', '1 | arrived | '];
    await shop.toldEventually('A-1', lines);
    await noticesEventually(shop, 'A-1', Array(3).fill({ state: 'delivered', waitsFor: null, attemptCount: 1 }));
  });

  it('an address that is taken away leaves what is under way to wait, also while the breaker is open', async () => {
    spoil(shop, '503');
    const [first, second] = [await shop.accepted('A-2'), await shop.accepted('A-3')];
    await noticeEventually(shop, 'A-2', { attemptCount: 1 });
    await noticeEventually(shop, 'A-3', { attemptCount: 1 });
    await settings(shop, { ...GETTZAP, apiUrl: '' });
    for (let hours = 0; hours < 3; hours++) await later(shop, HOUR);
    await noticeEventually(shop, 'A-2', {
      state: 'retrying',
      waitsFor: 'api_url',
      attemptCount: 1,
      nextAttemptAt: null,
    });
    shop.sandbox.clearTrouble();
    await settings(shop, { apiUrl: shop.sandbox.url });
    await shop.toldEventually('A-2', [`order | accepted | accepted ${first.id}`]);
    await shop.toldEventually('A-3', [`order | accepted | accepted ${second.id}`]);
  });

  it('what was claimed just before costs no try and goes back', async () => {
    const channel = shop.app.get(GettzapChannel);
    await settings(shop, { ...GETTZAP, apiUrl: '' });
    const send = (await channel.open(shop.connectionId))!;
    expect(await send({} as OutboxMessage)).toMatchObject({ class: 'throttled', isOutage: false, response: null });
  });
});

describe('delivering: a connection that is switched off', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.configureStatus('В работе', { item: { status: 'in_work', text: '' } });
  });
  afterAll(() => shop.close());

  it('keeps its queued notifications until it is on again, and spends no try on them', async () => {
    const order = await shop.accepted('S-1');
    await shop.toldEventually('S-1', [`order | accepted | accepted ${order.id}`]);
    await settings(shop, { isActive: false });
    await shop.setStatus(order.items, 'В работе');
    await later(shop, 48 * HOUR);
    await noticesEventually(shop, 'S-1', [{}, { state: 'pending', attempts: [], nextAttemptAt: null }]);
    expect(requestsFor(shop, 'S-1')).toHaveLength(1);
    expect(await sending(shop)).toMatchObject({ state: 'off', waiting: 1 });
    await settings(shop, { isActive: true });
    await shop.toldEventually('S-1', [`order | accepted | accepted ${order.id}`, '1 | in_work | ']);
  });

  it('makes no further try of one that had failed before', async () => {
    spoil(shop, '503', { orderId: 'S-2' });
    await shop.accepted('S-2');
    await noticeEventually(shop, 'S-2', { state: 'retrying', attemptCount: 1 });
    await settings(shop, { isActive: false });
    shop.sandbox.clearTrouble();
    await later(shop, HOUR);
    await later(shop, HOUR);
    await noticeEventually(shop, 'S-2', { state: 'retrying', attemptCount: 1, nextAttemptAt: null });
    await settings(shop, { isActive: true });
    await noticeEventually(shop, 'S-2', { state: 'delivered', attemptCount: 2 });
  });

  it('once it is deleted: what happens to its orders is recorded, and not left pending for ever', async () => {
    const order = await shop.accepted('X-1');
    await shop.toldEventually('X-1', [`order | accepted | accepted ${order.id}`]);
    await shop.admin.delete(`/marketplace-connections/${shop.connectionId}`);
    await shop.setStatus(order.items, 'В работе');
    const told = (await shop.order(order.id)).notifications.filter(({ kind }: Notice) => kind === 'item_status');
    expect(told).toMatchObject([{ state: expect.stringMatching(/^(skipped|cancelled)$/) }]);
  });
});
