import { ApiClient } from '../support/api-client.js';
import { addPerson, type Person } from '../support/people.js';
import { OutboxMessage } from '../../src/outbox/outbox-message.entity.js';
import { ExternalOrder } from '../../src/orders/external-orders/external-order.entity.js';
import { anotherConnection, created } from '../support/receiving.js';
import { eventually } from '../support/eventually.js';
import { GETTZAP, Shop } from '../support/shop.js';
import { change, stored } from '../support/stored.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Moscow has no summer time. */
const MOSCOW_MS = 3 * HOUR_MS;

const dashboardOf = async (shop: Shop, query = '', client = shop.admin) => {
  const { status, body } = await client.get(`/dashboard?${query}`);
  expect(status).toBe(200);
  return body;
};

describe('the dashboard', () => {
  let shop: Shop;
  let other: Awaited<ReturnType<typeof anotherConnection>>;
  /** When today began in Moscow. */
  let today: number;

  const set = (id: string, columns: Partial<ExternalOrder>) =>
    change(shop, (manager) => manager.update(ExternalOrder, { id: Number(id) }, columns));
  const at = (offset: number) => new Date(today + offset);
  const moscowDay = (offset: number) => new Date(today + MOSCOW_MS + offset * DAY_MS).toISOString().slice(0, 10);
  const dayOf = (days: Array<{ day: string }>, offset: number) => days.find(({ day }) => day === moscowDay(offset));

  /** It is noon in Moscow; the figures of each order are in the tests. */
  beforeAll(async () => {
    shop = await Shop.open();
    const now = shop.clock.now().getTime();
    const begin = Math.floor((now + MOSCOW_MS) / DAY_MS) * DAY_MS - MOSCOW_MS;
    today = begin + DAY_MS;
    shop.clock.advance(today + 12 * HOUR_MS - now);
    other = await anotherConnection(shop, 'Владивосток');
    await shop.admin.patch(`/regions/${other.regionId}`, { timeZone: 'Asia/Vladivostok' });

    await shop.receive('D-new');
    const late = await shop.receive('D-late');
    await set(late.id, { createdAt: at(11 * HOUR_MS) });
    const begun = await shop.receive('D-begun', 2);
    await shop.refuse(begun.id, { positions: [{ id: begun.positions[0].id }] });
    await set(begun.id, { createdAt: at(10 * HOUR_MS), decidedAt: at(10 * HOUR_MS + 1_000) });
    const accepted = await shop.accepted('D-accepted');
    await set(accepted.externalOrderId, { createdAt: at(-1), decidedAt: at(99_999) });
    const refused = await shop.receive('D-refused');
    await shop.refuse(refused.id);
    await set(refused.id, { createdAt: at(0), decidedAt: at(300_000) });

    const cancelled = await shop.receive('D-cancelled');
    await shop.cancel('D-cancelled');
    await set(cancelled.id, { createdAt: at(-2 * DAY_MS) });
    const conflict = await shop.accepted('D-conflict');
    await shop.setStatus(conflict.items, 'Выдано');
    await shop.cancel('D-conflict');
    await set(conflict.externalOrderId, { createdAt: at(-60 * DAY_MS) });
    const partly = await shop.receive('D-partly', 2);
    await shop.cancel('D-partly', ['1']);
    await set(partly.id, { createdAt: at(-20 * DAY_MS) });
    const puzzling = await shop.receive('D-puzzling', 0);
    await set(puzzling.id, { createdAt: at(-13 * DAY_MS) });
    const deleted = await shop.receive('D-deleted');
    await shop.admin.delete(`/external-orders/${deleted.id}`, { reason: 'test' });
    await shop.postToLink(created('F-new'), 'application/json', other.orderLink);
    await toldEverything();
  });
  afterAll(() => shop.close());

  const deliveries = () => stored(shop).find(OutboxMessage, { order: { id: 'ASC' } });
  const toldEverything = () =>
    eventually(async () => {
      const states = new Set((await deliveries()).map(({ state }) => state));
      expect(['waiting', 'pending', 'sending'].filter((state) => states.has(state as never))).toEqual([]);
    });

  it('counts what is to be done now', async () => {
    const { counters, waitingLongMinutes } = await dashboardOf(shop);
    expect(waitingLongMinutes).toBe(30);
    expect(counters).toEqual({
      new: 4, // D-new, D-late, D-partly, F-new
      waitingLong: 3, // D-late, D-begun, D-partly
      needsAttention: 1,
      cancelledByClient: 2, // D-cancelled, and D-conflict once
      overdue: null,
      undelivered: 0,
    });
  });

  it('what the client cancelled is listed as it is counted', async () => {
    const listed = async (more = '') => {
      const query = `cancelledLately=true${more}`;
      const { body } = await shop.admin.get(`/external-orders?${query}`);
      const counts = await shop.admin.get(`/external-orders/counts?${query}`);
      const positions = await shop.admin.get(`/external-orders/positions?${query}`);
      const numbers = body.data.map(({ externalId }: { externalId: string }) => externalId).sort();
      return [numbers, body.meta.total, counts.body.total, positions.body.meta.total];
    };
    expect(await listed()).toEqual([['D-cancelled', 'D-conflict'], 2, 2, 2]);
    expect((await shop.admin.get('/external-orders?cancelledLately=true&sort=-total')).body.meta.total).toBe(2);
    expect(await listed(`&regionId=${other.regionId}`)).toEqual([[], 0, 0, 0]);
    expect((await shop.admin.get('/external-orders?cancelledLately=maybe')).status).toBe(422);
  });

  it('what waits for long does so from the 31st minute', async () => {
    const [{ id }] = (await shop.admin.get('/external-orders?q=D-late')).body.data;
    const createdAt = (minutes: number) => new Date(shop.clock.now().getTime() - minutes * MINUTE_MS);
    for (const [minutes, waiting] of [
      [29, 2],
      [31, 3],
    ] as const) {
      await set(id, { createdAt: createdAt(minutes) });
      expect((await dashboardOf(shop)).counters.waitingLong).toBe(waiting);
    }
    await set(id, { createdAt: at(11 * HOUR_MS) });
  });

  it('shows 14 days in the zone of the first region, with what came in and what became of it', async () => {
    const { ordersByDay, timeZone } = await dashboardOf(shop);
    expect(timeZone).toBe('Europe/Moscow');
    expect(ordersByDay.map(({ day }: { day: string }) => day)).toEqual(
      Array.from({ length: 14 }, (_, index) => moscowDay(index - 13)),
    );
    const nothing = { received: 0, accepted: 0, refused: 0, cancelled: 0 };
    const days = {
      0: { received: 5, refused: 1 },
      [-1]: { received: 1, accepted: 1 },
      [-3]: {},
      [-13]: { received: 1 },
    };
    for (const [offset, figures] of Object.entries(days)) {
      const day = moscowDay(Number(offset));
      expect(dayOf(ordersByDay, Number(offset))).toEqual({ day, ...nothing, ...figures });
    }
    expect(dayOf(ordersByDay, -2)).toMatchObject({ received: 1, cancelled: 1 });
  });

  it('shows as many days as are asked for', async () => {
    expect((await dashboardOf(shop, 'days=1')).ordersByDay).toHaveLength(1);
    const { ordersByDay } = await dashboardOf(shop, 'days=31');
    expect(dayOf(ordersByDay, -20)).toMatchObject({ received: 1, cancelled: 0 });
    for (const days of ['0', '32', 'x']) {
      const { status, body } = await shop.admin.get(`/dashboard?days=${days}`);
      expect([days, status, body.errors[0].path]).toEqual([days, 422, 'days']);
    }
  });

  it('shows the median time to the first decision of what came in on these days', async () => {
    // 1, 100 and 300 seconds; D-conflict came before
    expect((await dashboardOf(shop)).decisionMedianSeconds).toBe(100);
    expect((await dashboardOf(shop, 'days=1')).decisionMedianSeconds).toBe(Math.round((1 + 300) / 2));
    expect((await dashboardOf(shop, `regionId=${other.regionId}`)).decisionMedianSeconds).toBeNull();
  });

  it('of one region alone: its orders, its days', async () => {
    const { counters, ordersByDay, timeZone } = await dashboardOf(shop, `regionId=${other.regionId}&days=2`);
    expect(timeZone).toBe('Asia/Vladivostok');
    expect(counters).toMatchObject({ new: 1, waitingLong: 0, cancelledByClient: 0 });
    const vladivostok = new Date(shop.clock.now().getTime() + 10 * HOUR_MS).toISOString().slice(0, 10);
    expect(ordersByDay.at(-1)).toMatchObject({ day: vladivostok, received: 1 });
    const [{ id }] = (await shop.admin.get('/external-orders?q=F-new')).body.data;
    await set(id, { createdAt: at(-7 * HOUR_MS - 1) });
    const moved = await dashboardOf(shop, `regionId=${other.regionId}&days=2`);
    expect(moved.ordersByDay.map(({ received }: { received: number }) => received)).toEqual([1, 0]);
  });

  it('for a user of one region: nothing of the others', async () => {
    const far = await addPerson(shop, 'far', ['observer'], [other.regionId]);
    const { counters, timeZone, setup } = await dashboardOf(shop, '', far.client);
    expect([counters.new, timeZone, setup.connectionId]).toEqual([1, 'Asia/Vladivostok', other.id]);
    const { data } = (await shop.admin.get('/regions?sort=createdAt')).body;
    expect((await far.client.get(`/dashboard?regionId=${data[0].id}`)).status).toBe(404);
    expect((await shop.admin.get('/dashboard?regionId=999999')).status).toBe(404);
  });

  it('counts GettZap notifications that did not arrive, and shows them on the day they were made', async () => {
    const before = dayOf((await dashboardOf(shop)).deliveriesByDay, 0) as unknown as Record<string, number>;
    const sent = (await deliveries()).filter(({ state }) => state === 'delivered');
    expect(before).toMatchObject({ delivered: sent.length, dead: 0, waiting: 0 });
    const update = ({ id }: OutboxMessage, columns: Partial<OutboxMessage>) =>
      change(shop, (manager) => manager.update(OutboxMessage, { id }, columns));
    const [dead, retrying, old] = sent;
    await update(dead!, { state: 'dead' });
    const dueAt = new Date(shop.clock.now().getTime() + DAY_MS);
    await update(retrying!, { state: 'pending', attempts: 2, dueAt });
    await update(old!, { createdAt: at(-1) });
    const { counters, deliveriesByDay } = await dashboardOf(shop);
    expect(counters.undelivered).toBe(2);
    expect(dayOf(deliveriesByDay, 0)).toMatchObject({ delivered: sent.length - 3, dead: 1, waiting: 1 });
    expect(dayOf(deliveriesByDay, -1)).toEqual({ day: moscowDay(-1), delivered: 1, dead: 0, waiting: 0 });
    expect(deliveriesByDay).toHaveLength(14);
    const elsewhere = await dashboardOf(shop, `regionId=${other.regionId}`);
    expect(elsewhere.counters.undelivered).toBe(0);
    await update(retrying!, { attempts: 0 });
    expect((await dashboardOf(shop)).counters.undelivered).toBe(1);
  });

  it('what was cancelled a day ago is counted no more, a conflict is', async () => {
    shop.clock.advance(25 * HOUR_MS);
    expect((await dashboardOf(shop)).counters.cancelledByClient).toBe(1);
    const { data } = (await shop.admin.get('/external-orders?cancelledLately=true')).body;
    expect(data).toMatchObject([{ externalId: 'D-conflict' }]);
  });
});

describe('money, refusals and decisions on the dashboard', () => {
  let shop: Shop;
  let other: Awaited<ReturnType<typeof anotherConnection>>;
  let maria: Person;
  beforeAll(async () => {
    shop = await Shop.open();
    other = await anotherConnection(shop, 'Владивосток');
    maria = await addPerson(shop, 'maria', ['manager']);
  });
  afterAll(() => shop.close());

  const figures = async (query = '', client = shop.admin) => {
    const { money, refusals, decisions } = await dashboardOf(shop, query, client);
    return { money, refusals, decisions };
  };
  const numbers = async (query: string) => {
    const { status, body } = await shop.admin.get(`/external-orders?${query}`);
    expect(status).toBe(200);
    return body.data.map(({ externalId }: { externalId: string }) => externalId).sort();
  };
  const late = (seconds: number) => shop.clock.advance(seconds * 1_000);
  const decide = (client: ApiClient, id: string, action: 'accept' | 'refuse', body: object = {}) =>
    client.post(`/external-orders/${id}/${action}`, body);

  it('are nothing while nothing is decided', async () => {
    await shop.receive('M-open');
    expect(await figures()).toEqual({
      money: { accepted: '0.00', refused: '0.00', acceptedPercent: null },
      refusals: [],
      decisions: [],
    });
  });

  it('follow what was decided, by whom and why', async () => {
    const [whole, partly, refused] = [
      await shop.receive('M-whole'),
      await shop.receive('M-partly', 2, { positions: [PART('1', 3, '0.10'), PART('2', 1, '100.00')] }),
      await shop.receive('M-refused'),
    ];
    late(60);
    await decide(maria.client, whole.id, 'accept');
    await decide(maria.client, partly.id, 'accept', { positions: [{ id: partly.positions[0].id, quantity: 2 }] });
    late(60);
    await decide(shop.admin, partly.id, 'refuse', { reason: ' Нет  в наличии' });
    await decide(shop.admin, refused.id, 'refuse');
    expect(await figures()).toEqual({
      money: { accepted: '6900.20', refused: '7000.10', acceptedPercent: 49.6 },
      refusals: [
        { kind: 'none', reason: '', orders: 1, amount: '6900.00' },
        { kind: 'reason', reason: 'Нет в наличии', orders: 1, amount: '100.00' },
        { kind: 'smaller', reason: '', orders: 1, amount: '0.10' },
      ],
      decisions: [
        {
          by: 'person',
          userId: String(maria.id),
          name: 'maria',
          decided: 2,
          accepted: 2,
          refused: 0,
          medianSeconds: 60,
        },
        {
          by: 'person',
          userId: '1',
          name: expect.any(String),
          decided: 1,
          accepted: 0,
          refused: 1,
          medianSeconds: 120,
        },
      ],
    });
  });

  it('lead to the orders that they count', async () => {
    const { from, to } = await dashboardOf(shop);
    const period = `from=${from}&to=${to}`;
    expect(await numbers(`decidedBy=${maria.id}&${period}`)).toEqual(['M-partly', 'M-whole']);
    expect(await numbers(`decidedBy=none&${period}`)).toEqual([]);
    expect(await numbers(`refusalReason=${encodeURIComponent('Нет в наличии')}&${period}`)).toEqual(['M-partly']);
    expect(await numbers(`refusalReason=${encodeURIComponent('нет в наличии')}&${period}`)).toEqual([]);
    expect(await numbers(`refusalReason=-&${period}`)).toEqual(['M-refused']);
    expect((await shop.admin.get('/external-orders?decidedBy=x')).status).toBe(422);
  });

  it('are as before when a decision is undone, and without it when a refusal is reopened', async () => {
    const before = await figures();
    const { id } = await shop.receive('M-undone');
    const { body } = await decide(maria.client, id, 'refuse', { reason: 'Дорого', hold: 60 });
    expect((await figures()).refusals).toContainEqual({
      kind: 'reason',
      reason: 'Дорого',
      orders: 1,
      amount: '6900.00',
    });
    await maria.client.post(`/undo/${body.undo.token}`);
    expect(await figures()).toEqual(before);
    await decide(maria.client, id, 'refuse', { reason: 'Дорого' });
    await shop.admin.post(`/external-orders/${id}/reopen`, {});
    expect(await figures()).toEqual(before);
  });

  it('leave the second decider where the first decision is taken back', async () => {
    const { id, positions } = await shop.receive('M-second', 2);
    await decide(maria.client, id, 'refuse', { positions: [{ id: positions[0].id }] });
    late(1);
    await decide(shop.admin, id, 'accept', { positions: [{ id: positions[1].id }] });
    expect(await numbers(`decidedBy=${maria.id}`)).toContain('M-second');
    await shop.admin.post(`/external-orders/${id}/reopen`, {});
    expect(await numbers('decidedBy=1')).toContain('M-second');
    await shop.admin.delete(`/external-orders/${id}`, { reason: 'test' });
  });

  it('leave out what the client cancelled, but not who decided it', async () => {
    const before = await figures();
    const { id } = await shop.receive('M-cancelled');
    await decide(maria.client, id, 'accept');
    await shop.cancel('M-cancelled');
    const { money, decisions } = await figures();
    expect(money).toEqual(before.money);
    expect(decisions[0]).toMatchObject({ decided: 3, accepted: 2 });
  });

  it('of programs stand under no name', async () => {
    const { body } = await shop.admin.post('/api-keys', { name: '1C', roles: ['manager'], regionIds: [] });
    const { id } = await shop.receive('M-program');
    const program = new ApiClient(`${shop.url}/api`, { Authorization: `Bearer ${body.key}` });
    await decide(program, id, 'accept');
    const { decisions } = await figures();
    expect(decisions).toContainEqual({
      by: 'programs',
      userId: null,
      name: '',
      decided: 1,
      accepted: 1,
      refused: 0,
      medianSeconds: 0,
    });
    expect(await numbers('decidedBy=none')).toEqual(['M-program']);
  });

  it('are of the regions that one sees', async () => {
    const message = created('M-far');
    const { externalOrderId } = (await shop.postToLink(message, 'application/json', other.orderLink)).body;
    await decide(maria.client, externalOrderId, 'accept');
    const far = await addPerson(shop, 'far-money', ['observer'], [other.regionId]);
    const seen = await figures('', far.client);
    expect(seen.money).toEqual({ accepted: '6900.00', refused: '0.00', acceptedPercent: 100 });
    expect(seen.decisions).toMatchObject([{ name: 'maria', decided: 1 }]);
    expect(await figures(`regionId=${other.regionId}`)).toEqual(seen);
  });
});

const PART = (id: string, quantity: number, price: string) => ({
  ...{ id, brand: 'BOSCH', number: `N${id}`, name: 'Фильтр', quantity, price },
});

describe('the steps of the set-up on the dashboard', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const setup = async () => (await dashboardOf(shop)).setup;

  it('follow what is done, and there is no sandbox outside trial mode', async () => {
    expect((await dashboardOf(shop)).sandboxUrl).toBeNull();
    const connected = {
      hasConnection: true,
      isActive: true,
      hasAddress: true,
      hasTexts: true,
      connectionId: shop.connectionId,
    };
    expect(await setup()).toEqual({ ...connected, hasStatusTexts: false, hasFirstOrder: false });
    await shop.configureStatus('Выдано', { order: { status: 'issued', text: '' } });
    await shop.receive('S-1');
    expect(await setup()).toEqual({ ...connected, hasStatusTexts: true, hasFirstOrder: true });
    const connection = `/marketplace-connections/${shop.connectionId}`;
    await shop.admin.patch(connection, { ...GETTZAP, apiUrl: '' });
    expect(await setup()).toMatchObject({ isActive: true, hasAddress: false, connectionId: shop.connectionId });
    await shop.admin.patch(connection, { isActive: false, refusedStatus: '', refusedText: 'Отказ по заказу' });
    expect(await setup()).toMatchObject({ hasConnection: true, isActive: false, hasTexts: false });
    await shop.admin.delete(connection);
    expect(await setup()).toMatchObject({ hasConnection: false, isActive: false, connectionId: null });
  });
});

describe('the time to a decision on the dashboard', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { decisionMinutes: 30 });
  });
  afterAll(() => shop.close());

  const figures = async () => {
    const { decisions, decisionMedianSeconds, decidedInTimePercent } = await dashboardOf(shop);
    const medians = decisions.map(({ medianSeconds }: { medianSeconds: number }) => medianSeconds);
    return { medians, decisionMedianSeconds, decidedInTimePercent };
  };
  const NONE = { medians: [], decisionMedianSeconds: null, decidedInTimePercent: null };

  it('leaves deleted orders out, as the decisions beside it do', async () => {
    const { id } = await shop.receive('T-deleted');
    shop.clock.advance(5 * MINUTE_MS);
    await shop.refuse(id);
    expect(await figures()).toEqual({ medians: [300], decisionMedianSeconds: 300, decidedInTimePercent: 100 });
    await shop.admin.delete(`/external-orders/${id}`, { reason: 'test' });
    expect(await figures()).toEqual(NONE);
  });

  it('of a reopened order begins with its reopening, as its deadline does', async () => {
    const { id, positions } = await shop.receive('T-reopened', 2);
    await shop.refuse(id);
    shop.clock.advance(3 * HOUR_MS);
    await shop.admin.post(`/external-orders/${id}/reopen`, {});
    shop.clock.advance(5 * MINUTE_MS);
    await shop.refuse(id, { positions: [{ id: positions[0].id }] });
    const inTime = { medians: [300], decisionMedianSeconds: 300, decidedInTimePercent: 100 };
    expect(await figures()).toEqual(inTime);
    await shop.accept(id);
    shop.clock.advance(HOUR_MS);
    // What was decided before stays the first decision, and then nobody knows of the wait but when the order came in.
    await shop.admin.post(`/external-orders/${id}/reopen`, {});
    expect((await figures()).decisionMedianSeconds).toBe((3 * HOUR_MS + 5 * MINUTE_MS) / 1_000);
  });
});
