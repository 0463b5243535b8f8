import { SchedulerRegistry } from '@nestjs/schedule';
import type { AbcpOrder } from '../../sandbox/sandbox.js';
import { Transactions } from '../../src/platform/transactions/transactions.service.js';
import { DueTimes } from '../../src/outbox/due-times.service.js';
import { Endpoints } from '../../src/outbox/endpoints.service.js';
import { ExchangeStatuses } from '../../src/shop-systems/exchanges/exchange-statuses.service.js';
import { JobRunner } from '../../src/platform/jobs/job-runner.service.js';
import { AbcpShop, ABCP_SIGN_IN, ABCP_STATUSES } from '../support/abcp-shop.js';
import { HOUR, later, MINUTE, SECOND, type Notice, untilQuiet } from '../support/delivering.js';
import { putClockBack } from '../support/jobs.js';
import { sql } from '../support/stored.js';
import { eventually } from '../support/eventually.js';
import { positionOf, Shop } from '../support/shop.js';

let shop: Shop;
let exchange: AbcpShop;
let count = 0;
beforeAll(async () => {
  shop = await Shop.open();
  exchange = await AbcpShop.connect(shop);
  // It is asked when a test says so.
  shop.app.get(SchedulerRegistry).deleteInterval('abcp-follow');
  // Its clock goes with the shop's.
  Object.assign(exchange.abcp.orders, { now: () => shop.clock.now() });
  await exchange.map({ [ABCP_STATUSES['На складе']]: 'Пришло на склад' });
});
beforeEach(() => exchange.abcp.reset());
afterAll(() => shop.close());

async function acceptedOf(quantities: number[], hold = 0) {
  const positions = quantities.map((quantity, index) => positionOf(index + 1, { quantity }));
  const received = await shop.receive(`AT-${(count += 1)}`, 1, { positions });
  const { body } = await shop.accept(received.id, { hold });
  return { externalOrderId: received.id as string, ...(await shop.order(body.orderId)) };
}

async function pushed(quantities: number[]) {
  const order = await acceptedOf(quantities);
  return { order, there: await exchange.confirmed(order.id) };
}

const refuse = (item: { id: string }, hold = 0) =>
  shop.admin.post('/order-items/status', { itemIds: [item.id], statusId: shop.statuses['Отказ'], hold });
/** Nothing is asked, nor due, meanwhile: it would be refused by the former one, and pause the exchange right after it was resumed. */
async function signInBy(password: string): Promise<void> {
  await later(shop, SECOND);
  await untilQuiet(shop);
  exchange.abcp.configure({ password });
  await exchange.configure({ settings: { password } });
}

const errorOf = async (orderId: string) => (await shop.order(orderId)).handOvers[0].error;
const eventuallyIn = (orderId: string, state: string, revision: number) =>
  eventually(async () => expect(await exchange.stateOf(orderId)).toEqual([state, revision]));
const asked = () => exchange.abcp.calls.filter(({ path }) => path === 'cp/orders');
const minutesAway = (minutes: number) =>
  new Date(shop.clock.now().getTime() + 3 * HOUR + minutes * MINUTE).toISOString().slice(0, 19).replace('T', ' ');

/** Nothing waits that no message or job will see to. */
async function expectNothingWaits(): Promise<void> {
  await eventually(async () => {
    await later(shop, HOUR);
    await exchange.runQueue();
    expect((await exchange.view()).handOvers).toMatchObject({ waiting: 0, sent: 0 });
  });
}

describe('pushing to ABCP', () => {
  it('a change that is undone leaves nothing waiting, nor holds back what others did', async () => {
    const { order } = await pushed([1, 1, 1]);
    const { body } = await refuse(order.items[0], 60);
    await refuse(order.items[1]);
    expect((await shop.admin.post(`/undo/${body.undo.token}`)).status).toBe(200);
    await expectNothingWaits();
    expect((await exchange.confirmed(order.id, 2)).positions.map(({ number }) => number)).toEqual(['P1', 'P3']);
  });

  it('nothing is sent of an order while something of it can be undone', async () => {
    await expectNothingWaits();
    exchange.abcp.misbehave({ kind: 'error', of: 'writes', times: 1 });
    const order = await acceptedOf([1, 1]);
    await eventually(async () => expect(await errorOf(order.id)).not.toBe(''));
    const { body } = await refuse(order.items[0], 300);
    await eventually(async () => {
      await later(shop, 10 * SECOND);
      const [row] = await sql(shop, `SELECT push_state FROM exchange_hand_overs WHERE order_id = ${order.id}`);
      expect(row.push_state).toBe('');
    });
    expect(exchange.abcp.orders.all()).toEqual([]);
    expect((await shop.admin.post(`/undo/${body.undo.token}`)).status).toBe(200);
    await expectNothingWaits();
    expect((await exchange.confirmed(order.id)).positions).toHaveLength(2);
  });

  it.each([
    ['first', 0],
    ['second', 1],
  ])('the hand-over that a manager cancels by the %s of two messages is not made by the other', async (_, which) => {
    exchange.abcp.misbehave({ kind: 'error', of: 'writes' });
    const order = await acceptedOf([1, 1]);
    await eventually(async () => expect(await errorOf(order.id)).not.toBe(''));
    await refuse(order.items[0]);
    const path = `/gettzap-notifications?channel=abcp&orderId=${order.id}&sort=createdAt`;
    const messages = async () => (await shop.admin.get(path)).body.data;
    expect((await messages()).map(({ state }: Notice) => state)).toEqual(['retrying', 'pending']);
    await shop.admin.post(`/gettzap-notifications/${(await messages())[which].id}/cancel`);
    exchange.abcp.behave();
    await expectNothingWaits();
    expect(exchange.abcp.orders.all()).toEqual([]);
    expect(await exchange.stateOf(order.id)).toEqual(['failed', 0]);
    const reasons = ['cancelled_by_user', 'hand_over_cancelled'];
    expect((await messages()).map(({ reason }: Notice) => reason)).toEqual(which ? reasons.toReversed() : reasons);
    await exchange.repeat(order.id);
    expect((await exchange.confirmed(order.id)).positions.map(({ number }) => number)).toEqual(['P2']);
  });

  it('an order that was accepted while the clock was a day ahead goes once it is right', async () => {
    shop.clock.advance(24 * HOUR);
    const { id } = await acceptedOf([1], 8);
    await putClockBack(shop, 24 * HOUR - MINUTE);
    await shop.app.get(DueTimes).mend();
    await later(shop, MINUTE);
    await exchange.confirmed(id);
  });

  it('orders of other regions, and older ones, are not pushed when it is switched on', async () => {
    exchange.abcp.misbehave({ kind: 'error', of: 'writes' });
    const order = await acceptedOf([1]);
    await eventually(async () => expect(await errorOf(order.id)).not.toBe(''));
    const { body: region } = await shop.admin.post('/regions', { name: 'Тверь', timeZone: 'Europe/Moscow' });
    const { since } = await exchange.view();
    await exchange.configure({ isActive: false });
    await exchange.configure({ isActive: true, regionIds: [region.id] });
    await exchange.runQueue();
    await eventually(async () => expect((await shop.order(order.id)).handOvers).toEqual([]));
    await exchange.configure({ regionIds: [] });
    await exchange.configure({ isActive: false });
    shop.clock.advance(SECOND);
    await exchange.configure({ isActive: true, since: shop.clock.now().toISOString() });
    exchange.abcp.behave();
    await expectNothingWaits();
    expect(exchange.abcp.orders.all()).toEqual([]);
    await shop.setStatus(order.items, 'Отказ');
    await exchange.configure({ since });
    await expectNothingWaits();
  });

  it('an order of another number under the same key is let be, and people are told', async () => {
    const [{ key_prefix: prefix }] = await sql(
      shop,
      `SELECT key_prefix FROM exchanges WHERE id = ${exchange.exchangeId}`,
    );
    await exchange.configure({ isActive: false });
    const order = await acceptedOf([1]);
    const other = exchange.abcp.orders.addOwn();
    Object.assign(other, { internalNumber: `${prefix}-${order.id}`, clientOrderNumber: 'GZ-OF-ANOTHER' });
    const before = structuredClone(other);
    await exchange.configure({ isActive: true });
    await exchange.runQueue();
    await eventuallyIn(order.id, 'failed', 0);
    expect(await errorOf(order.id)).toContain('GZ-OF-ANOTHER');
    expect(exchange.abcp.orders.all()).toEqual([before]);
  });

  it('an answer about another order confirms nothing', async () => {
    exchange.abcp.orders.addOwn();
    exchange.abcp.misbehave({ kind: 'another-order', of: 'reads' });
    const order = await acceptedOf([1]);
    await eventually(async () => expect(await errorOf(order.id)).not.toBe(''));
    expect(await exchange.stateOf(order.id)).toEqual(['waiting', 0]);
    exchange.abcp.behave();
    await exchange.retried(order.id);
  });

  it('one that ABCP never takes stops no other', async () => {
    const positions = [positionOf(1, { quantity: 1 })];
    const customer = { name: 'Без телефона', phone: '', email: '' };
    const received = await shop.receive(`AT-${(count += 1)}`, 1, { positions, customer });
    const { body } = await shop.accept(received.id);
    const { order } = await pushed([1]);
    await eventuallyIn(body.orderId, 'failed', 0);
    expect(await errorOf(body.orderId)).toMatch(/guestOrderMobile/);
    expect((await shop.order(order.id)).handOvers[0].state).toBe('confirmed');
    await expectNothingWaits();
  });

  it('one that was given up is not made there by what people note beside it, nor by a status alone', async () => {
    const customer = { name: 'Без телефона', phone: '', email: '' };
    const received = await shop.receive(`AT-${(count += 1)}`, 1, { customer });
    const { body } = await shop.accept(received.id);
    await eventuallyIn(body.orderId, 'failed', 0);
    await exchange.configure({ settings: { customerId: '2001' } });
    const path = `/external-orders/${received.id}`;
    expect((await shop.admin.post(`${path}/notes`, { text: 'Завёл в ABCP сам, № 123' })).status).toBe(201);
    const { id: userId } = (await shop.admin.get('/auth/me')).body;
    expect((await shop.admin.put(`${path}/assignee`, { userId })).status).toBe(200);
    const [item] = (await shop.order(body.orderId)).items;
    await shop.setStatus([item], 'В работе');
    await expectNothingWaits();
    expect(await exchange.stateOf(body.orderId)).toEqual(['failed', 0]);
    expect(exchange.abcp.orders.all()).toEqual([]);
    await shop.admin.post('/order-items/status', {
      items: [{ id: item.id, quantity: 1 }],
      statusId: shop.statuses['Отказ'],
    });
    expect((await exchange.confirmed(body.orderId)).positions).toMatchObject([{ quantity: '1' }]);
    await exchange.configure({ settings: { customerId: null } });
  });

  it('a password that is part of a number spoils no number', async () => {
    await signInBy('7500');
    const { order, there } = await pushed([1]);
    expect((await shop.order(order.id)).handOvers[0].number).toBe(there.number);
    await signInBy(ABCP_SIGN_IN.password);
  });

  it('switching it on once more sends no message of what is known over there', async () => {
    const { order } = await pushed([1]);
    const list = `/gettzap-notifications?channel=abcp&orderId=${order.id}`;
    const messages = async () => (await shop.admin.get(list)).body.meta.total;
    await exchange.configure({ isActive: false });
    const before = await messages();
    await exchange.configure({ isActive: true });
    await exchange.runQueue();
    expect([await messages(), await exchange.stateOf(order.id)]).toEqual([before, ['confirmed', 1]]);
  });

  it('a buyer is forgotten in attempts of an order that was never made there, too', async () => {
    exchange.abcp.misbehave({ kind: 'error', of: 'writes' });
    const order = await acceptedOf([1]);
    await eventually(async () => expect(await errorOf(order.id)).not.toBe(''));
    await shop.setStatus(order.items, 'Отказ');
    await eventually(async () => {
      await later(shop, MINUTE);
      expect((await shop.order(order.id)).handOvers).toEqual([]);
    });
    const { status, body } = await shop.admin.post('/personal-data/delete', {
      externalOrderIds: [order.externalOrderId],
    });
    expect([status, body.incomplete]).toEqual([200, []]);
    const attempts = await sql(
      shop,
      'SELECT request FROM outbox_attempts WHERE bodyRemovedAt IS NULL'.replace('bodyRemovedAt', 'body_removed_at'),
    );
    expect(decodeURIComponent(JSON.stringify(attempts).replaceAll('+', ' '))).not.toContain(`]=${order.externalId}`);
  });

  it('a pause that is over does not begin again by an answer from before', async () => {
    const endpoints = shop.app.get(Endpoints);
    const before = shop.clock.now();
    shop.clock.advance(SECOND);
    await shop.admin.post(`/exchanges/${exchange.exchangeId}/resume`);
    await shop.app
      .get(Transactions)
      .run((tx) => endpoints.pause(tx, 'abcp', exchange.exchangeId, 'unauthorized_403', before));
    expect((await exchange.view()).pausedAt).toBeNull();
  });
});

describe('following ABCP', () => {
  it('a status that was set before we knew that the order is there is carried out', async () => {
    await expectNothingWaits();
    exchange.abcp.misbehave({ kind: 'lost-answer', of: 'writes', times: 1 });
    const order = await acceptedOf([1]);
    await eventually(async () => expect(await errorOf(order.id)).not.toBe(''));
    const there = await exchange.orderOf(order.id);
    exchange.setStatus(there, 'На складе');
    there.dateUpdated = minutesAway(-30);
    exchange.abcp.orders.addOwn();
    await exchange.followNow();
    expect(await exchange.itemsOf(order.id)).toEqual(['1 Обрабатывается']);
    await exchange.retried(order.id);
    await exchange.follow();
    expect(await exchange.itemsOf(order.id)).toEqual(['1 Пришло на склад']);
  });

  it('what cannot be read of an order is not taken for refused', async () => {
    await exchange.configure({ refusedStatusId: shop.statuses['Отказ'], settings: { applyMissingLines: true } });
    const { order, there } = await pushed([2, 1]);
    const { positions } = there;
    Object.assign(there, { positions: undefined });
    await exchange.follow();
    there.positions = [positions[0]!, { ...positions[1]!, quantity: '' }];
    await exchange.follow();
    expect(await exchange.itemsOf(order.id)).toEqual(['2 Обрабатывается', '1 Обрабатывается']);
    const { steps } = await exchange.lastSession();
    expect(steps.at(-1)).toMatchObject({ isFailure: true, answer: expect.stringContaining(there.number) });
    await exchange.configure({ settings: { applyMissingLines: false } });
  });

  it('an order that cannot be read is told of once in a session, however often it comes', async () => {
    const { there } = await pushed([1]);
    Object.assign(there, { positions: undefined });
    for (let times = 0; times < 3; times += 1) await exchange.followNow();
    const { steps } = await exchange.lastSession();
    const about = steps.filter(({ answer }: Notice) => answer.includes(there.number));
    expect(about).toMatchObject([{ isFailure: true, errorCode: 'positions_unread' }]);
  });

  it('a copy of an order there says nothing of ours', async () => {
    const { order, there } = await pushed([2]);
    const copy = exchange.abcp.orders.addOwn();
    copy.internalNumber = there.internalNumber;
    await exchange.follow();
    expect(await exchange.proposals()).toEqual([]);
    expect((await shop.order(order.id)).handOvers[0].number).toBe(there.number);
  });

  it('a time that is still to come stops nothing', async () => {
    const { order, there } = await pushed([1]);
    // What was pushed is read once more, whatever was seen.
    await exchange.follow();
    exchange.abcp.orders.addOwn().dateUpdated = '2031-01-01 00:00:00';
    await exchange.follow();
    exchange.setStatus(there, 'На складе');
    await exchange.follow();
    expect(await exchange.itemsOf(order.id)).toEqual(['1 Пришло на склад']);
  });

  it('it goes on however many orders change at once', async () => {
    for (let n = 0; n < 1_500; n += 1) exchange.abcp.orders.addOwn().dateUpdated = minutesAway(-3);
    exchange.abcp.orders.addOwn().dateUpdated = minutesAway(0);
    const next = minutesAway(-5);
    await exchange.followNow();
    expect(asked()).toHaveLength(2);
    await exchange.followNow();
    expect(asked().at(-1)!.sent).toContain(`dateUpdatedStart=${next}`);
  });

  it('pages that are one and the same come to an end', async () => {
    for (let n = 0; n < 1_000; n += 1) exchange.abcp.orders.addOwn();
    exchange.abcp.misbehave({ kind: 'same-page', of: 'reads' });
    await exchange.follow();
    expect(asked()).toHaveLength(2);
  });

  it('a page that is too large is asked for in smaller ones', async () => {
    const { order, there } = await pushed([1]);
    exchange.setStatus(there, 'На складе');
    const orders: AbcpOrder[] = exchange.abcp.orders.all();
    for (let n = 0; n < 70; n += 1) exchange.abcp.orders.addOwn().comment = 'к'.repeat(95_000);
    orders.push(orders.shift()!);
    await exchange.follow();
    expect(await exchange.itemsOf(order.id)).toEqual(['1 Пришло на склад']);
    expect((await exchange.lastSession()).steps.at(-1).isFailure).toBe(false);
  });

  it('statuses over there may have any name, and one twice', async () => {
    const statuses = shop.app.get(ExchangeStatuses);
    const long = 'д'.repeat(300);
    await statuses.learn(Number(exchange.exchangeId), [
      { value: '9', name: long },
      { value: '9', name: 'ещё раз' },
      { value: long, name: '' },
    ]);
    expect((await exchange.statuses()).filter(({ value }: Notice) => value === '9')).toHaveLength(1);
  });

  it('whoever asks is let ask, but for what a wrong clock has put off', async () => {
    const at = (ms: number) => {
      const text = new Date(shop.clock.now().getTime() + ms).toISOString().replace('T', ' ').replace('Z', '');
      return `'${text}'`;
    };
    await sql(shop, `UPDATE exchange_follows SET lease_token = 'x', lease_until = ${at(80 * SECOND)}`);
    await exchange.follow();
    expect(asked()).toHaveLength(0);
    await sql(shop, `UPDATE exchange_follows SET next_at = ${at(48 * HOUR)}, lease_until = ${at(48 * HOUR)}`);
    await exchange.follow();
    expect(asked()).toHaveLength(1);
  });

  it('an exchange that cannot be asked stops neither the others nor the job', async () => {
    const { body } = await shop.admin.post('/exchanges', { kind: 'abcp', name: 'Другой' });
    const settings = { apiUrl: exchange.apiUrl, login: 'x', password: 'y' };
    await shop.admin.patch(`/exchanges/${body.id}`, { isActive: true, settings, since: '2040-01-01T00:00:00Z' });
    const sealed = "UPDATE exchanges SET password_sealed = 'unreadable', version = version + 1";
    await sql(shop, `${sealed} WHERE id = ${body.id}`);
    await sql(shop, 'UPDATE configuration_versions SET version = version + 1');
    shop.uncounted.clear();
    await exchange.follow();
    const ran = shop.app
      .get(JobRunner)
      .states()
      .find(({ name }) => name === 'abcp-follow');
    expect([ran!.outcome, asked().length]).toEqual(['ok', 1]);
    const sessions = (await shop.admin.get(`/exchanges/${body.id}/sessions`)).body.data;
    expect(sessions).toMatchObject([{ failures: 1 }]);
    await shop.admin.delete(`/exchanges/${body.id}`);
  });
});

describe('an exchange with ABCP that is deleted', () => {
  it('lets nothing wait, and says of what it was sending that nobody knows', async () => {
    const sending = await pushed([1]);
    const waiting = await pushed([1, 1]);
    exchange.abcp.misbehave({ kind: 'error', of: 'writes' });
    await refuse(waiting.order.items[0]);
    await eventually(async () => expect(await errorOf(waiting.order.id)).not.toBe(''));
    const never = await acceptedOf([1]);
    await sql(shop, `UPDATE exchange_hand_overs SET push_state = 'sending' WHERE order_id = ${sending.order.id}`);
    const { externalOrderId } = waiting.order;
    await shop.admin.delete(`/exchanges/${exchange.exchangeId}`);
    expect(await exchange.stateOf(sending.order.id)).toEqual(['failed', 1]);
    expect((await shop.order(sending.order.id)).handOvers[0].errorCode).toBe('exchange_deleted');
    expect(await exchange.stateOf(waiting.order.id)).toEqual(['failed', 1]);
    expect((await exchange.stateOf(never.id))?.[0]).not.toBe('waiting');
    await later(shop, HOUR);
    await shop.admin.post('/personal-data/delete', { externalOrderIds: [externalOrderId] });
    expect(await exchange.stateOf(waiting.order.id)).toEqual(['failed', 1]);
  });
});
