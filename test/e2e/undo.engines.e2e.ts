import { later, SECOND, spoil } from '../support/delivering.js';
import { eventually } from '../support/eventually.js';
import { addPerson } from '../support/people.js';
import { Shop } from '../support/shop.js';

const HOLD_S = 8;

describe('undoing', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.tellStatuses({ 'В работе': 'in_work', 'Готово к выдаче': 'ready' });
  });
  afterAll(() => shop.close());

  const undo = (token: string) => shop.admin.post(`/undo/${token}`);
  const holdIsOver = () => later(shop, HOLD_S * SECOND);
  const hold = { hold: HOLD_S };
  const setStatus = (items: Array<{ id: string }>, status: string) =>
    shop.admin.post('/order-items/status', {
      itemIds: items.map(({ id }) => id),
      statusId: shop.statuses[status],
      ...hold,
    });
  const kinds = (history: Array<{ kind: string }>) => history.map(({ kind }) => kind);

  describe('a decision', () => {
    it('is told only when its hold is over', async () => {
      const { id } = await shop.receive('D-1');
      const { body } = await shop.accept(id, hold);
      expect(body.undo).toEqual({ token: expect.any(String), until: expect.any(String) });
      expect(Date.parse(body.undo.until)).toBe(shop.clock.now().getTime() + HOLD_S * SECOND);
      await later(shop, (HOLD_S - 1) * SECOND);
      // What another order tells shows that the worker has looked.
      const other = await shop.accepted('D-0');
      await shop.toldEventually('D-0', [`order | accepted | accepted ${other.id}`]);
      expect(shop.told('D-1')).toEqual([]);
      await later(shop, SECOND);
      await shop.toldEventually('D-1', [`order | accepted | accepted ${body.orderId}`]);
    });

    it('without a hold is told at once, and cannot be undone', async () => {
      const { id } = await shop.receive('D-2');
      const { body } = await shop.accept(id);
      expect(body.undo).toBeNull();
      await shop.toldEventually('D-2', [`order | accepted | accepted ${body.orderId}`]);
    });

    it('accepted by a slip is as it was, and nobody was told', async () => {
      const before = await shop.receive('D-3', 2);
      const { body } = await shop.accept(before.id, hold);
      expect(await undo(body.undo.token)).toMatchObject({ status: 200, body: { undone: 1, kept: 0 } });
      const after = await shop.externalOrder(before.id);
      expect(kinds(after.history)).toEqual(['received', 'accepted', 'decision_undone']);
      const { history: _h, notifications, ...rest } = after;
      const { history: _b, notifications: _n, ...untouched } = before;
      expect(rest).toEqual(untouched);
      expect(notifications).toMatchObject([{ state: 'cancelled', reason: 'undone' }]);
      expect((await shop.admin.get(`/orders/${body.orderId}`)).status).toBe(404);
      await holdIsOver();
      expect(shop.told('D-3')).toEqual([]);
    });

    it('of which GettZap would not be told leaves no word of a change that never was, either', async () => {
      const unclear = await shop.postToLink({ event: 'order.created', order: { number: 'without an id' } });
      const id = unclear.body.externalOrderId;
      const refused = await shop.refuse(id, hold);
      expect(await shop.recorded(id)).toEqual(['order_refused | order | skipped | no_external_id']);
      await undo(refused.body.undo.token);
      expect(await shop.recorded(id)).toEqual(['order_refused | order | cancelled | undone']);

      const order = await shop.accepted('D-skipped');
      const moved = await setStatus(order.items, 'Пришло на склад');
      const untold = async () => (await shop.order(order.id)).notifications.slice(1);
      const skipped = { state: 'skipped', reason: 'no_status_configured' };
      expect(await untold()).toMatchObject([skipped, skipped]);
      await undo(moved.body.undo.token);
      const undone = { state: 'cancelled', reason: 'undone' };
      expect(await untold()).toMatchObject([undone, undone]);
    });

    it('that was undone can be made the other way, and that alone is told', async () => {
      const { id } = await shop.receive('D-4');
      const { body } = await shop.accept(id, hold);
      await undo(body.undo.token);
      await shop.refuse(id, { reason: 'нет на складе' });
      await shop.toldEventually('D-4', ['order | refused | refused: нет на складе']);
    });

    it('of some positions leaves those that were decided before', async () => {
      const { id, positions } = await shop.receive('D-5', 3);
      const [one, two] = positions;
      const first = await shop.accept(id, { positions: [{ id: one.id }], ...hold });
      const second = await shop.accept(id, { positions: [{ id: two.id, quantity: 1 }], ...hold });
      await undo(second.body.undo.token);
      const after = await shop.externalOrder(id);
      expect(after).toMatchObject({ state: 'partially_decided', orderId: first.body.orderId });
      expect(after.positions.map(({ state }: { state: string }) => state)).toEqual(['accepted', 'open', 'open']);
      const order = await shop.order(first.body.orderId);
      expect(order.items).toHaveLength(1);
      expect(kinds(order.history)).toEqual(['created', 'extended', 'extension_undone']);
    });

    it('undone in the sequence in which they were made leaves nothing, either', async () => {
      const { id, positions } = await shop.receive('D-6', 2);
      const [one, two] = positions;
      const first = await shop.accept(id, { positions: [{ id: one.id }], ...hold });
      const second = await shop.accept(id, { positions: [{ id: two.id }], ...hold });
      await undo(first.body.undo.token);
      await undo(second.body.undo.token);
      expect(await shop.externalOrder(id)).toMatchObject({ state: 'new', orderId: null });
    });

    it('about an order that was not understood can be undone', async () => {
      const unclear = await shop.postToLink({ event: 'order.created', order: { id: 'D-7' } });
      const id = unclear.body.externalOrderId;
      const { body } = await shop.refuse(id, hold);
      expect(body.state).toBe('refused');
      await undo(body.undo.token);
      expect((await shop.externalOrder(id)).state).toBe('needs_attention');
    });

    it('that the client has overtaken by cancelling stays: 409', async () => {
      const { id } = await shop.receive('D-8');
      const { body } = await shop.accept(id, hold);
      await shop.cancel('D-8');
      const answer = await undo(body.undo.token);
      expect(answer).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
      expect((await shop.externalOrder(id)).state).toBe('cancelled');
    });

    it('that the buyer has overtaken by another content stays: 409', async () => {
      const { id } = await shop.receive('D-15');
      const { body } = await shop.accept(id, hold);
      await shop.receive('D-15', 1, { comment: 'привезите к вечеру' });
      expect(await undo(body.undo.token)).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
    });

    it('of the rest can be undone although the buyer had changed the order before it', async () => {
      const { id, positions } = await shop.receive('D-16', 2);
      await shop.accept(id, { positions: [{ id: positions[0].id }] });
      await shop.receive('D-16', 2, { comment: 'привезите к вечеру' });
      const { body } = await shop.accept(id, hold);
      expect((await undo(body.undo.token)).body).toEqual({ undone: 1, kept: 0 });
      const after = await shop.externalOrder(id);
      expect(after).toMatchObject({ state: 'partially_decided', flags: { changedAfterDecision: true } });
    });

    it('whose order somebody went on with stays: 409', async () => {
      const { id } = await shop.receive('D-9');
      const { body } = await shop.accept(id, hold);
      const { items } = await shop.order(body.orderId);
      await shop.setStatus(items, 'В работе');
      expect(await undo(body.undo.token)).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
      expect((await shop.order(body.orderId)).items).toHaveLength(1);
    });

    it('cannot be undone once its hold is over: 409', async () => {
      const { id } = await shop.receive('D-10');
      const { body } = await shop.accept(id, hold);
      shop.clock.advance(HOLD_S * SECOND);
      expect(await undo(body.undo.token)).toMatchObject({ status: 409, body: { code: 'too_late' } });
      expect((await shop.externalOrder(id)).state).toBe('accepted');
    });

    it('cannot be undone once a person had it told at once: 409', async () => {
      const { id } = await shop.receive('D-11');
      const { body } = await shop.accept(id, hold);
      const [{ id: notification }] = await shop.notifications(id);
      await shop.admin.post(`/gettzap-notifications/${notification}/retry`);
      await shop.toldEventually('D-11', [`order | accepted | accepted ${body.orderId}`]);
      expect(await undo(body.undo.token)).toMatchObject({ status: 409, body: { code: 'too_late' } });
    });

    it('cannot be undone twice: 409', async () => {
      const { id } = await shop.receive('D-12');
      const { body } = await shop.accept(id, hold);
      expect((await undo(body.undo.token)).status).toBe(200);
      expect(await undo(body.undo.token)).toMatchObject({ status: 409, body: { code: 'too_late' } });
    });

    it.each([
      ['an administrator', ['admin'], [], 200],
      ['a manager of the region', ['manager'], ['own'], 200],
      ['a manager of another region', ['manager'], ['other'], 404],
      ['who decides on external orders alone', ['external_orders'], [], 404],
    ] as const)('is undone by somebody else: %s', async (who, roles, regions, status) => {
      const { id, regionId } = await shop.receive(`D-12 ${who}`);
      const { body } = await shop.accept(id, hold);
      const { body: region } = await shop.admin.post('/regions', { name: who });
      const regionIds = regions.map((which) => (which === 'own' ? regionId : region.id));
      const other = await addPerson(shop, `undoes-${roles[0]}-${regions[0] ?? 'all'}`, [...roles], regionIds);
      expect((await other.client.post(`/undo/${body.undo.token}`)).status).toBe(status);
      expect((await shop.externalOrder(id)).state).toBe(status === 200 ? 'new' : 'accepted');
    });

    it('of many is undone at once; what the client has cancelled meanwhile stays', async () => {
      const received = await Promise.all(['M-1', 'M-2', 'M-3'].map((id) => shop.receive(id)));
      const ids = received.map(({ id }) => id);
      const { body } = await shop.admin.post('/external-orders/refuse', { ids, reason: 'нет', ...hold });
      await shop.cancel('M-2');
      expect((await undo(body.undo.token)).body).toEqual({ undone: 2, kept: 1 });
      const states = await Promise.all(ids.map(async (id) => (await shop.externalOrder(id)).state));
      expect(states).toEqual(['new', 'cancelled', 'new']);
      await holdIsOver();
      expect([...shop.told('M-1'), ...shop.told('M-3')]).toEqual([]);
    });

    it('of many leaves others their turn in between', async () => {
      const received = await Promise.all(Array.from({ length: 30 }, (_, index) => shop.receive(`M-turn-${index}`)));
      const ids = received.map(({ id }) => id);
      const { body } = await shop.admin.post('/external-orders/accept', { ids, ...hold });
      const ended: string[] = [];
      const undone = undo(body.undo.token).then(({ body: result }) => ended.push(`undone ${result.undone}`));
      // Its request is under way.
      await shop.admin.get('/auth/me');
      const looked = fetch(`${shop.url}/livez`).then(() => ended.push('looked'));
      await Promise.all([undone, looked]);
      expect(ended).toEqual(['looked', 'undone 30']);
    });

    it('a hold that is none is named', async () => {
      const { id } = await shop.receive('D-13');
      for (const wrong of [-1, 3_601, 1.5, '8', null]) {
        const { status, body } = await shop.accept(id, { hold: wrong });
        expect([status, body.errors?.[0].path]).toEqual([422, 'hold']);
      }
    });

    it('is told by no retry in bulk before its hold is over', async () => {
      const { id } = await shop.receive('D-17');
      const { body } = await shop.accept(id, hold);
      const filter = { externalOrderId: id };
      const nothing = { matched: 0, retried: 0 };
      for (const dryRun of [true, false]) {
        const retried = await shop.admin.post('/gettzap-notifications/retry', { filter, dryRun });
        expect(retried.body).toMatchObject(nothing);
      }
      expect((await undo(body.undo.token)).body).toEqual({ undone: 1, kept: 0 });
      const again = await shop.accept(id, hold);
      shop.clock.advance(HOLD_S * SECOND);
      await shop.toldEventually('D-17', [`order | accepted | accepted ${again.body.orderId}`]);
    });

    it('that the receiver put off is retried in bulk', async () => {
      spoil(shop, '503', { orderId: 'D-18', retryAfter: '600' });
      const { id } = await shop.receive('D-18');
      const { body } = await shop.accept(id, hold);
      await holdIsOver();
      await eventually(async () => expect(await shop.notifications(id)).toMatchObject([{ attemptCount: 1 }]));
      spoil(shop, 'none');
      const retried = await shop.admin.post('/gettzap-notifications/retry', { filter: { externalOrderId: id } });
      expect(retried.body).toMatchObject({ matched: 1, retried: 1 });
      await shop.toldEventually('D-18', [`order | accepted | accepted ${body.orderId}`]);
    });

    it('what was undone is not told by a retry, one by one or in bulk', async () => {
      const { id } = await shop.receive('D-14');
      const { body } = await shop.accept(id, hold);
      await undo(body.undo.token);
      const [{ id: notification }] = await shop.notifications(id);
      const one = await shop.admin.post(`/gettzap-notifications/${notification}/retry`);
      expect(one).toMatchObject({ status: 409, body: { code: 'undone' } });
      await holdIsOver();
      const filter = { externalOrderId: id, state: 'cancelled' };
      const many = await shop.admin.post('/gettzap-notifications/retry', { filter });
      expect(many.body).toMatchObject({ matched: 0, retried: 0 });
    });

    it('nor is one that a person had cancelled before', async () => {
      const { id } = await shop.receive('D-19');
      const { body } = await shop.accept(id, hold);
      const [{ id: notification }] = await shop.notifications(id);
      await shop.admin.post(`/gettzap-notifications/${notification}/cancel`);
      await undo(body.undo.token);
      await holdIsOver();
      const filter = { externalOrderId: id };
      const many = await shop.admin.post('/gettzap-notifications/retry', { filter, force: true });
      expect(many.body).toMatchObject({ matched: 0, retried: 0 });
      const one = await shop.admin.post(`/gettzap-notifications/${notification}/retry`, { force: true });
      expect(one).toMatchObject({ status: 409, body: { code: 'undone' } });
    });
  });

  describe('a status', () => {
    it('is told only when its hold is over', async () => {
      const order = await shop.accepted('S-1');
      const { body } = await setStatus(order.items, 'В работе');
      expect(body).toMatchObject({ changed: 1, undo: { token: expect.any(String) } });
      await holdIsOver();
      await shop.toldEventually('S-1', [
        `order | accepted | accepted ${order.id}`,
        '1 | in_work | ',
        'order | in_work | ',
      ]);
    });

    it('is as it was, item by item, and nobody was told', async () => {
      const order = await shop.accepted('S-2', 2);
      await shop.setStatus([order.items[0]], 'В работе');
      const { body } = await setStatus(order.items, 'Готово к выдаче');
      expect((await shop.order(order.id)).status.name).toBe('Готово к выдаче');
      expect((await undo(body.undo.token)).body).toEqual({ undone: 1, kept: 0 });
      const after = await shop.order(order.id);
      const names = after.items.map(({ status }: { status: { name: string } }) => status.name);
      expect([after.status, ...names]).toEqual([null, 'В работе', order.items[1].status.name]);
      expect(kinds(after.history).slice(-2)).toEqual(['item_status_undone', 'item_status_undone']);
      await holdIsOver();
      await shop.toldEventually('S-2', [`order | accepted | accepted ${order.id}`, '1 | in_work | ']);
    });

    it('of several orders is undone where nobody went on', async () => {
      const [one, two] = [await shop.accepted('S-3'), await shop.accepted('S-4')];
      const { body } = await setStatus([...one.items, ...two.items], 'В работе');
      await shop.setStatus(two.items, 'Готово к выдаче');
      expect((await undo(body.undo.token)).body).toEqual({ undone: 1, kept: 1 });
      expect((await shop.order(two.id)).status.name).toBe('Готово к выдаче');
    });

    it('that moved nothing has nothing to undo', async () => {
      const order = await shop.accepted('S-5');
      await shop.setStatus(order.items, 'В работе');
      expect((await setStatus(order.items, 'В работе')).body).toMatchObject({ changed: 0, undo: null });
    });

    it('the client has overtaken by cancelling stays: 409', async () => {
      const order = await shop.accepted('S-6');
      const { body } = await setStatus(order.items, 'В работе');
      await shop.cancel('S-6');
      expect(await undo(body.undo.token)).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
    });

    it('after which the client could not cancel any more stays: 409', async () => {
      const order = await shop.accepted('S-7');
      const { body } = await setStatus(order.items, 'Выдано');
      await shop.cancel('S-7');
      expect(await undo(body.undo.token)).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
      const { status, flags } = await shop.order(order.id);
      expect([status.name, flags.cancelConflict]).toEqual(['Выдано', true]);
    });
  });
});
