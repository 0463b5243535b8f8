import { DecisionDeadlines } from '../../src/orders/deadlines/decision-deadlines.job.js';
import { DecidingService } from '../../src/orders/external-orders/deciding.service.js';
import { ClockSynchronization } from '../../src/platform/database/clock-synchronization.service.js';
import { HOUR, MINUTE } from '../support/delivering.js';
import { putClockBack, runJob, runOnlyByHand } from '../support/jobs.js';
import { sql } from '../support/stored.js';
import { Shop } from '../support/shop.js';

const LIMIT = { decisionMinutes: 60, decisionWarnMinutes: 15 };
const ALL_DAY = { from: '00:00', to: '24:00' };
const REFUSAL = { kind: 'refuse', reason: 'Не успели ответить' };

describe('deadlines', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    runOnlyByHand(shop, 'decision-deadlines', 'item-deadlines', 'changed-limits');
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    await connection({ decisionMinutes: null, decisionWarnMinutes: null, onOverdue: null });
    await region({ workingHours: null });
  });

  const connection = async (change: object) => {
    const answer = await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, change);
    expect(answer.status).toBe(200);
  };
  const region = async (change: object) => {
    const [{ id }] = (await shop.admin.get('/regions')).body.data;
    expect((await shop.admin.patch(`/regions/${id}`, change)).status).toBe(200);
  };
  const status = async (name: string, change: object) => {
    expect((await shop.admin.patch(`/order-statuses/${shop.statuses[name]}`, change)).status).toBe(200);
  };
  const run = (...jobs: string[]) =>
    jobs.reduce(async (former, job) => {
      await former;
      await runJob(shop, job);
    }, Promise.resolve());
  const told = async (externalOrderId: string): Promise<string[]> =>
    (await shop.admin.get('/manager-notifications?perPage=200&sort=createdAt')).body.data
      .filter(
        (each: { kind: string; externalOrderId: string }) =>
          each.kind === 'deadline' && each.externalOrderId === externalOrderId,
      )
      .map(({ title }: { title: string }) => title);
  const acted = async (action: string) => (await shop.metrics()).value('partsdesk_deadline_actions_total', { action })!;
  /** What is done soon after a step of the clock. */
  const mendAll = async () => {
    const { mends } = shop.app.get(ClockSynchronization) as unknown as { mends: Array<() => Promise<void>> };
    for (const mend of mends) await mend();
  };
  const after = (minutes: number) => new Date(shop.clock.now().getTime() + minutes * MINUTE).toISOString();

  describe('of decisions', () => {
    it('are told of once before they end and once when they have', async () => {
      await connection(LIMIT);
      const order = await shop.receive('DD-1');
      expect(order.decideBy).toBe(after(60));
      await run('decision-deadlines');
      expect(await told(order.id)).toEqual([]);
      shop.clock.advance(45 * MINUTE);
      await run('decision-deadlines', 'decision-deadlines');
      expect(await told(order.id)).toEqual(['Заказ DD-1: срок решения подходит']);
      shop.clock.advance(15 * MINUTE);
      await run('decision-deadlines', 'decision-deadlines');
      expect(await told(order.id)).toEqual(['Заказ DD-1: срок решения подходит', 'Заказ DD-1: срок решения вышел']);
      expect((await shop.externalOrder(order.id)).state).toBe('new');
      expect((await shop.metrics()).value('partsdesk_decisions_overdue')).toBeGreaterThanOrEqual(1);
    });

    it('pass by the working hours of the region', async () => {
      await connection(LIMIT);
      const nobody = Array.from({ length: 7 }, () => null);
      const weekday = (shop.clock.now().getUTCDay() + 6 + 3) % 7; // in three days, in whatever zone
      const days = nobody.map((_, index) => (index === weekday ? { from: '10:00', to: '18:00' } : null));
      await region({ timeZone: 'UTC', workingHours: { days } });
      const order = await shop.receive('DD-H');
      const opening = new Date(shop.clock.now().getTime() + 3 * 24 * 60 * MINUTE).toISOString().slice(0, 10);
      expect(order.decideBy).toBe(`${opening}T11:00:00.000Z`);
      await region({ timeZone: 'Europe/Moscow' });
    });

    it('end with the decision, which was in time or not, with a cancellation and with deleting', async () => {
      await connection(LIMIT);
      const ids = ['DD-A', 'DD-R', 'DD-C', 'DD-D', 'DD-P'];
      const [accepted, refused, cancelled, deleted, part] = await Promise.all(ids.map((id) => shop.receive(id, 2)));
      await shop.accept(accepted.id);
      await shop.cancel('DD-C');
      await shop.admin.delete(`/external-orders/${deleted.id}`, { reason: 'тест' });
      await shop.accept(part.id, { positions: [{ id: part.positions[0].id }] });
      shop.clock.advance(61 * MINUTE);
      await shop.refuse(refused.id);
      await run('decision-deadlines');
      for (const { id } of [accepted, refused, cancelled, deleted, part]) {
        expect(await told(id)).toEqual([]);
        expect((await shop.externalOrder(id)).decideBy).toBeNull();
      }
      const rows = await sql(
        shop,
        'SELECT external_id, decided_in_time FROM external_orders WHERE external_id LIKE ?',
        ['DD-_'],
      );
      const inTime = Object.fromEntries(
        rows.map((row: Record<string, unknown>) => [row.external_id, row.decided_in_time]),
      );
      expect(inTime).toMatchObject({ 'DD-A': 1, 'DD-R': 0, 'DD-C': null, 'DD-D': null, 'DD-P': 1 });
    });

    it('do not come back when the client cancels what was accepted: the rest is left to people', async () => {
      await connection({ ...LIMIT, onOverdue: REFUSAL });
      const order = await shop.receive('DD-PC', 2);
      await shop.accept(order.id, { positions: [{ id: order.positions[0].id }] });
      await shop.cancel('DD-PC', [order.positions[0].externalId]);
      expect((await shop.externalOrder(order.id)).decideBy).toBeNull();
      shop.clock.advance(61 * MINUTE);
      await run('decision-deadlines');
      const { positions } = await shop.externalOrder(order.id);
      expect(positions.map(({ state }: { state: string }) => state)).toEqual(['cancelled', 'open']);
      expect(await told(order.id)).toEqual([]);
    });

    it('begin anew with another content and with reopening, and go on when a decision is undone', async () => {
      await connection(LIMIT);
      const order = await shop.receive('DD-N');
      shop.clock.advance(10 * MINUTE);
      const changed = await shop.receive('DD-N', 1, { comment: 'другое' });
      expect(changed.decideBy).toBe(after(60));
      shop.clock.advance(5 * MINUTE);
      const { body } = await shop.admin.post(`/external-orders/${order.id}/refuse`, { hold: 60 });
      expect(body.decideBy).toBeNull();
      await shop.admin.post(`/undo/${body.undo.token}`);
      expect((await shop.externalOrder(order.id)).decideBy).toBe(changed.decideBy);
      await shop.refuse(order.id);
      shop.clock.advance(5 * MINUTE);
      await shop.admin.post(`/external-orders/${order.id}/reopen`, {});
      expect((await shop.externalOrder(order.id)).decideBy).toBe(after(60));
      await shop.accept(order.id);
    });

    it('that passed while a decision was held are told of and acted on once it is undone', async () => {
      await connection({ ...LIMIT, onOverdue: REFUSAL });
      const order = await shop.receive('DD-U');
      shop.clock.advance(50 * MINUTE);
      await run('decision-deadlines');
      const { body } = await shop.admin.post(`/external-orders/${order.id}/accept`, { hold: 1_800 });
      shop.clock.advance(20 * MINUTE);
      await shop.admin.post(`/undo/${body.undo.token}`);
      expect((await shop.externalOrder(order.id)).decideBy).toBe(order.decideBy);
      await run('decision-deadlines', 'decision-deadlines');
      expect((await shop.externalOrder(order.id)).state).toBe('refused');
      expect(await told(order.id)).toEqual([
        'Заказ DD-U: срок решения подходит',
        'Заказ DD-U отказан автоматически: срок вышел',
      ]);
    });

    it('that there were none of before a decision was undone are only shown where they are over', async () => {
      const order = await shop.receive('DD-UN');
      shop.clock.advance(10 * MINUTE);
      const { body } = await shop.admin.post(`/external-orders/${order.id}/accept`, { hold: 3_600 });
      await connection({ decisionMinutes: 20, onOverdue: REFUSAL });
      shop.clock.advance(30 * MINUTE);
      await shop.admin.post(`/undo/${body.undo.token}`);
      await run('decision-deadlines');
      expect(await shop.externalOrder(order.id)).toMatchObject({ state: 'new', decideBy: after(-20) });
      expect(await told(order.id)).toEqual([]);
    });

    it('have the service refuse, once, with whatever number of replicas', async () => {
      await connection({ ...LIMIT, onOverdue: REFUSAL });
      await run('decision-deadlines');
      const order = await shop.receive('DD-X', 2);
      const before = await acted('refused');
      shop.clock.advance(45 * MINUTE);
      await run('decision-deadlines');
      expect((await shop.externalOrder(order.id)).state).toBe('new');
      shop.clock.advance(15 * MINUTE);
      const job = shop.app.get(DecisionDeadlines);
      await Promise.all([job.run(), job.run(), job.run()]);
      const { state, history } = await shop.externalOrder(order.id);
      expect(state).toBe('refused');
      expect(history.filter(({ kind }: { kind: string }) => kind === 'refused')).toMatchObject([
        { actor: 'Срок вышел', comment: REFUSAL.reason },
      ]);
      expect(await shop.recorded(order.id)).toEqual(['order_refused | order | refused | refused: Не успели ответить']);
      expect(await told(order.id)).toEqual([
        'Заказ DD-X: срок решения подходит',
        'Заказ DD-X отказан автоматически: срок вышел',
      ]);
      expect((await acted('refused')) - before).toBe(1);
    });

    it('that pass while somebody decides: one decision, and one of them only', async () => {
      await connection({ ...LIMIT, onOverdue: REFUSAL });
      for (const round of [1, 2, 3, 4, 5]) {
        const order = await shop.receive(`DD-T${round}`);
        shop.clock.advance(61 * MINUTE);
        const answers = [() => run('decision-deadlines'), () => shop.accept(order.id)];
        await Promise.all((round % 2 ? answers : answers.reverse()).map((call) => call()));
        const { state, orderId } = await shop.externalOrder(order.id);
        expect(['accepted', 'refused']).toContain(state);
        expect(orderId === null).toBe(state === 'refused');
        expect(await shop.recorded(order.id)).toHaveLength(1);
      }
    });

    it('of an order that fails keep no other from theirs', async () => {
      await connection({ ...LIMIT, onOverdue: REFUSAL });
      const [poison, other] = [await shop.receive('DD-F1'), await shop.receive('DD-F2')];
      await sql(shop, 'UPDATE external_orders SET problems = ? WHERE id = ?', ['{', Number(poison.id)]);
      shop.clock.advance(61 * MINUTE);
      await run('decision-deadlines');
      expect((await shop.externalOrder(other.id)).state).toBe('refused');
      await sql(shop, 'UPDATE external_orders SET problems = ? WHERE id = ?', ['[]', Number(poison.id)]);
      expect((await shop.externalOrder(poison.id)).state).toBe('new');
      shop.clock.advance(6 * MINUTE);
      await run('decision-deadlines');
      expect((await shop.externalOrder(poison.id)).state).toBe('refused');
    });

    it('are reckoned anew by a job when the limit or the calendar changes; what is late by that is only shown', async () => {
      const order = await shop.receive('DD-L');
      const old = await shop.receive('DD-O');
      await sql(shop, 'UPDATE external_orders SET created_at = ? WHERE id = ?', [
        after(-90).replace('T', ' ').slice(0, -1),
        Number(old.id),
      ]);
      expect(order.decideBy).toBeNull();
      await connection({ ...LIMIT, onOverdue: REFUSAL });
      await run('changed-limits');
      expect((await shop.externalOrder(order.id)).decideBy).toBe(after(60));
      expect((await shop.externalOrder(old.id)).decideBy).toBe(after(-30));
      await run('decision-deadlines');
      expect([(await shop.externalOrder(old.id)).state, await told(old.id)]).toEqual(['new', []]);
      await connection({ decisionMinutes: 30 });
      await run('changed-limits');
      expect((await shop.externalOrder(order.id)).decideBy).toBe(after(30));
      await connection({ decisionMinutes: null });
      await run('changed-limits');
      expect((await shop.externalOrder(order.id)).decideBy).toBeNull();
    });

    it('are reckoned for what came while a limit was away, also when it is back as it was before the job looks', async () => {
      await connection(LIMIT);
      await run('changed-limits');
      shop.clock.advance(2 * MINUTE);
      await run('changed-limits');
      await connection({ decisionMinutes: null });
      const order = await shop.receive('DD-B');
      expect(order.decideBy).toBeNull();
      await connection(LIMIT);
      await run('changed-limits');
      expect((await shop.externalOrder(order.id)).decideBy).toBe(after(60));
    });

    it('are not acted on by a limit that was taken away or made longer a moment ago', async () => {
      await connection({ ...LIMIT, onOverdue: REFUSAL });
      const order = await shop.receive('DD-M');
      shop.clock.advance(61 * MINUTE);
      await connection({ decisionMinutes: 90 });
      await run('decision-deadlines');
      expect((await shop.externalOrder(order.id)).decideBy).toBe(after(29));
      await connection({ decisionMinutes: null });
      shop.clock.advance(30 * MINUTE);
      await run('decision-deadlines');
      expect([(await shop.externalOrder(order.id)).state, await told(order.id)]).toEqual(['new', []]);
    });

    it('of an order whose turn failed are not forgotten when they are reckoned anew before the next try', async () => {
      await connection({ ...LIMIT, onOverdue: REFUSAL });
      const order = await shop.receive('DD-Q');
      const failing = jest.spyOn(shop.app.get(DecidingService), 'decideIn').mockRejectedValueOnce(new Error('No.'));
      shop.clock.advance(61 * MINUTE);
      await run('decision-deadlines');
      failing.mockRestore();
      await region({ shopName: 'Магазин', workingHours: { days: Array.from({ length: 7 }, () => ALL_DAY) } });
      await run('changed-limits');
      shop.clock.advance(5 * MINUTE);
      await run('decision-deadlines');
      expect((await shop.externalOrder(order.id)).state).toBe('refused');
    });

    it('begin anew for what came, or failed, while the clock was ahead', async () => {
      await connection({ ...LIMIT, onOverdue: REFUSAL });
      const before = await shop.receive('DD-C1');
      shop.clock.advance(2 * HOUR);
      const ahead = await shop.receive('DD-C2');
      const failing = jest.spyOn(shop.app.get(DecidingService), 'decideIn').mockRejectedValueOnce(new Error('No.'));
      await run('decision-deadlines');
      failing.mockRestore();
      await putClockBack(shop, 2 * HOUR);
      await mendAll();
      expect((await shop.externalOrder(before.id)).decideBy).toBe(before.decideBy);
      expect((await shop.externalOrder(ahead.id)).decideBy).toBe(after(60));
      shop.clock.advance(45 * MINUTE);
      await run('decision-deadlines');
      expect(await told(ahead.id)).toEqual(['Заказ DD-C2: срок решения подходит']);
      shop.clock.advance(15 * MINUTE);
      await run('decision-deadlines');
      for (const { id } of [before, ahead]) expect((await shop.externalOrder(id)).state).toBe('refused');
    });

    it('sort the inbox by the time that is left, and filter what is late', async () => {
      await connection(LIMIT);
      const none = await shop.receive('DS-0');
      await shop.accept(none.id);
      const first = await shop.receive('DS-1');
      shop.clock.advance(50 * MINUTE);
      const second = await shop.receive('DS-2');
      shop.clock.advance(11 * MINUTE);
      const list = async (query: string) =>
        (await shop.admin.get(`/external-orders?q=DS-&perPage=50&${query}`)).body.data.map(
          ({ id }: { id: string }) => id,
        );
      expect(await list('sort=timeLeft')).toEqual([first.id, second.id, none.id]);
      expect(await list('overdue=true')).toEqual([first.id]);
      expect((await shop.admin.get('/external-orders/counts?q=DS-&overdue=true')).body.total).toBe(1);
      expect((await shop.admin.get('/external-orders?overdue=maybe')).status).toBe(422);
    });
  });

  describe('of statuses', () => {
    const items = (order: { items: Array<{ id: string }> }) => order.items.map(({ id }) => id);
    afterEach(() => status('В работе', { leaveMinutes: null, leaveWarnMinutes: null, onOverdue: null }));

    it('are told of once before they end and once when they have, and end by leaving', async () => {
      await status('В работе', { leaveMinutes: 120, leaveWarnMinutes: 20 });
      const order = await shop.accepted('DI-1', 2);
      expect(order.leaveBy).toBeNull();
      await shop.setStatus(order.items, 'В работе');
      expect(await shop.order(order.id)).toMatchObject({
        leaveBy: after(120),
        items: [{ leaveBy: after(120) }, { leaveBy: after(120) }],
      });
      shop.clock.advance(100 * MINUTE);
      await run('item-deadlines', 'item-deadlines');
      shop.clock.advance(20 * MINUTE);
      await run('item-deadlines', 'item-deadlines');
      expect(await told(order.externalOrderId)).toEqual([
        `Заказ № ${order.id}: срок в статусе «В работе» подходит`,
        `Заказ № ${order.id}: срок в статусе «В работе» вышел`,
      ]);
      expect((await shop.metrics()).value('partsdesk_items_overdue')).toBe(2);
      await shop.setStatus(order.items, 'Готово к выдаче');
      expect((await shop.order(order.id)).leaveBy).toBeNull();
    });

    it('have the service put them elsewhere, once, and whoever moved them before was first', async () => {
      const onOverdue = { kind: 'set_status', statusId: shop.statuses['Готово к выдаче'] };
      await status('В работе', { leaveMinutes: 30, onOverdue });
      const order = await shop.accepted('DI-2', 3);
      await shop.setStatus(order.items, 'В работе');
      shop.clock.advance(31 * MINUTE);
      await shop.setStatus([order.items[1]], 'Пришло на склад');
      await run('item-deadlines', 'item-deadlines');
      const { items, history } = await shop.order(order.id);
      expect(items.map((item: { status: { name: string } }) => item.status.name)).toEqual([
        'Готово к выдаче',
        'Пришло на склад',
        'Готово к выдаче',
      ]);
      expect(history.filter(({ actor }: { actor: string }) => actor === 'Срок вышел')).toHaveLength(2);
      expect(await acted('moved')).toBe(2);
    });

    it('of several statuses that end together are one change: the whole order comes into no status in between', async () => {
      const into = (name: string) => ({
        leaveMinutes: 30,
        onOverdue: { kind: 'set_status', statusId: shop.statuses[name] },
      });
      await status('В работе', into('Пришло на склад'));
      await status('Пришло на склад', into('Готово к выдаче'));
      const order = await shop.accepted('DI-T', 2);
      await shop.setStatus([order.items[0]], 'В работе');
      await shop.setStatus([order.items[1]], 'Пришло на склад');
      shop.clock.advance(31 * MINUTE);
      await run('item-deadlines');
      const { items: moved, history } = await shop.order(order.id);
      const names = moved.map((item: { status: { name: string } }) => item.status.name);
      expect(names).toEqual(['Пришло на склад', 'Готово к выдаче']);
      const late = history.filter(({ actor }: { actor: string }) => actor === 'Срок вышел');
      expect(late.map(({ kind }: { kind: string }) => kind)).toEqual(['item_status', 'item_status']);
      await status('Пришло на склад', { leaveMinutes: null, onOverdue: null });
    });

    it('go on from where they were once a change of status is undone', async () => {
      await status('В работе', { leaveMinutes: 120, leaveWarnMinutes: 20 });
      const order = await shop.accepted('DI-6');
      await shop.setStatus(order.items, 'В работе');
      const by = after(120);
      shop.clock.advance(95 * MINUTE);
      const statusId = shop.statuses['Готово к выдаче'];
      const { body } = await shop.admin.post('/order-items/status', { itemIds: items(order), statusId, hold: 3_600 });
      shop.clock.advance(10 * MINUTE);
      await shop.admin.post(`/undo/${body.undo.token}`);
      expect((await shop.order(order.id)).leaveBy).toBe(by);
      await run('item-deadlines', 'item-deadlines');
      expect(await told(order.externalOrderId)).toEqual([`Заказ № ${order.id}: срок в статусе «В работе» подходит`]);
    });

    it('that a limit was changed to before a change of status was undone are only shown where they are over', async () => {
      await status('В работе', { leaveMinutes: 600 });
      const order = await shop.accepted('DI-7');
      await shop.setStatus(order.items, 'В работе');
      shop.clock.advance(10 * MINUTE);
      const statusId = shop.statuses['Пришло на склад'];
      const { body } = await shop.admin.post('/order-items/status', { itemIds: items(order), statusId, hold: 3_600 });
      const onOverdue = { kind: 'set_status', statusId: shop.statuses['Готово к выдаче'] };
      await status('В работе', { leaveMinutes: 20, onOverdue });
      shop.clock.advance(30 * MINUTE);
      await shop.admin.post(`/undo/${body.undo.token}`);
      await run('item-deadlines');
      expect(await shop.order(order.id)).toMatchObject({ status: { name: 'В работе' }, leaveBy: after(-20) });
      expect(await told(order.externalOrderId)).toEqual([]);
    });

    it('are not acted on by a limit that was taken away or made longer a moment ago', async () => {
      const onOverdue = { kind: 'set_status', statusId: shop.statuses['Готово к выдаче'] };
      await status('В работе', { leaveMinutes: 30, onOverdue });
      const order = await shop.accepted('DI-5');
      await shop.setStatus(order.items, 'В работе');
      shop.clock.advance(31 * MINUTE);
      await status('В работе', { leaveMinutes: 40 });
      await run('item-deadlines');
      expect(await shop.order(order.id)).toMatchObject({ status: { name: 'В работе' }, leaveBy: after(9) });
      await status('В работе', { leaveMinutes: null });
      shop.clock.advance(10 * MINUTE);
      await run('item-deadlines');
      expect(await shop.order(order.id)).toMatchObject({ status: { name: 'В работе' }, leaveBy: null });
      expect(await told(order.externalOrderId)).toEqual([]);
    });

    it('begin anew for what came into a status while the clock was ahead, and no other', async () => {
      await status('В работе', { leaveMinutes: 30 });
      const order = await shop.accepted('DI-C', 2);
      await shop.setStatus([order.items[0]], 'В работе');
      const by = after(30);
      shop.clock.advance(HOUR);
      await shop.setStatus([order.items[1]], 'В работе');
      await putClockBack(shop, HOUR);
      shop.clock.advance(MINUTE);
      await mendAll();
      const { items: mended } = await shop.order(order.id);
      expect(mended.map(({ leaveBy }: { leaveBy: string }) => leaveBy)).toEqual([by, after(30)]);
    });

    it('are reckoned anew by a job when the limit changes', async () => {
      const order = await shop.accepted('DI-4');
      await shop.setStatus(order.items, 'В работе');
      await status('В работе', { leaveMinutes: 30 });
      await run('changed-limits');
      expect((await shop.order(order.id)).leaveBy).toBe(after(30));
      await status('В работе', { leaveMinutes: null });
      await run('changed-limits');
      expect((await shop.order(order.id)).leaveBy).toBeNull();
      expect(items(order)).toHaveLength(1);
    });

    it('are reckoned for what came while a limit was away, also when it is back as it was before the job looks', async () => {
      await status('В работе', { leaveMinutes: 30 });
      await run('changed-limits');
      shop.clock.advance(2 * MINUTE);
      await run('changed-limits');
      await status('В работе', { leaveMinutes: null });
      const order = await shop.accepted('DI-B');
      await shop.setStatus(order.items, 'В работе');
      await status('В работе', { leaveMinutes: 30 });
      await run('changed-limits');
      expect((await shop.order(order.id)).leaveBy).toBe(after(30));
      await status('В работе', { leaveMinutes: null });
    });
  });
});

describe('the time in a message of a deadline', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, LIMIT);
  });
  afterAll(() => shop.close());

  const textOf = async (id: string) => {
    const order = await shop.receive(id);
    shop.clock.advance(LIMIT.decisionMinutes * MINUTE);
    await runJob(shop, 'decision-deadlines');
    const [message] = (await shop.admin.get('/manager-notifications?part=action&perPage=1')).body.data;
    expect(message.externalOrderId).toBe(order.id);
    const [, month, day, time] = /-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(
      new Date(Date.parse(order.decideBy) + 3 * 60 * MINUTE).toISOString(),
    )!;
    return { text: message.text, due: `${day}.${month} ${time}` };
  };

  it('is by the clock of the region, which is named where the shop has another one', async () => {
    const alone = await textOf('DT-1');
    expect(alone.text).toBe(`Решить нужно было до ${alone.due}.`);
    const { body } = await shop.admin.post('/regions', { name: 'Второй', timeZone: 'Europe/Moscow' });
    const alike = await textOf('DT-2');
    expect(alike.text).toBe(`Решить нужно было до ${alike.due}.`);
    await shop.admin.patch(`/regions/${body.id}`, { timeZone: 'Asia/Vladivostok' });
    const apart = await textOf('DT-3');
    expect(apart.text).toBe(`Решить нужно было до ${apart.due} (время региона «Основной»).`);
  });
});
