import { addPerson, dataSourceOf } from '../support/people.js';
import { OutboxMessage } from '../../src/outbox/outbox-message.entity.js';
import { ExternalOrder } from '../../src/orders/external-orders/external-order.entity.js';
import { anotherConnection, created } from '../support/receiving.js';
import { eventually } from '../support/eventually.js';
import { GETTZAP, Shop } from '../support/shop.js';

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

  const set = (id: string, change: Partial<ExternalOrder>) =>
    dataSourceOf(shop).manager.update(ExternalOrder, { id: Number(id) }, change);
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

  const deliveries = () => dataSourceOf(shop).manager.find(OutboxMessage, { order: { id: 'ASC' } });
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
      undelivered: 0,
    });
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
    const { manager } = dataSourceOf(shop);
    const [dead, retrying, old] = sent;
    await manager.update(OutboxMessage, { id: dead!.id }, { state: 'dead' });
    const dueAt = new Date(shop.clock.now().getTime() + DAY_MS);
    await manager.update(OutboxMessage, { id: retrying!.id }, { state: 'pending', attempts: 2, dueAt });
    await manager.update(OutboxMessage, { id: old!.id }, { createdAt: at(-1) });
    const { counters, deliveriesByDay } = await dashboardOf(shop);
    expect(counters.undelivered).toBe(2);
    expect(dayOf(deliveriesByDay, 0)).toMatchObject({ delivered: sent.length - 3, dead: 1, waiting: 1 });
    expect(dayOf(deliveriesByDay, -1)).toEqual({ day: moscowDay(-1), delivered: 1, dead: 0, waiting: 0 });
    expect(deliveriesByDay).toHaveLength(14);
    const elsewhere = await dashboardOf(shop, `regionId=${other.regionId}`);
    expect(elsewhere.counters.undelivered).toBe(0);
    await manager.update(OutboxMessage, { id: retrying!.id }, { attempts: 0 });
    expect((await dashboardOf(shop)).counters.undelivered).toBe(1);
  });

  it('what was cancelled a day ago is counted no more, a conflict is', async () => {
    shop.clock.advance(25 * HOUR_MS);
    expect((await dashboardOf(shop)).counters.cancelledByClient).toBe(1);
  });
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
