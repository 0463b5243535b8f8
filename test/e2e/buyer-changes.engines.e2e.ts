import type { ApiClient } from '../support/api-client.js';
import { addPerson } from '../support/people.js';
import { orderOf, positionOf, Shop } from '../support/shop.js';

interface Change {
  path: string;
  before: string;
  after: string;
  version: number;
  applied: boolean;
  at: string;
}

describe('what the buyer changed', () => {
  let shop: Shop;
  let anna: ApiClient;
  beforeAll(async () => {
    shop = await Shop.open();
    anna = (await addPerson(shop, 'anna', ['external_orders'])).client;
  });
  afterAll(() => shop.close());

  const update = (id: string, change: object) =>
    shop.postToLink({ event: 'order.updated', order: orderOf(id, 1, change) });
  const lines = (changes: Change[]) => changes.map(({ path, before, after }) => [path, before, after]);
  const moved = { delivery: { type: 'courier', address: 'Мира, 7' } };

  it('before the decision is shown with the content that brought it, newest first', async () => {
    const { id } = await shop.receive('U-1', 1, { customer: { name: 'Иванов', phone: '1' }, comment: '' });
    await update('U-1', { customer: { name: 'Петров', phone: '1' }, comment: '' });
    await update('U-1', {
      customer: { name: 'Петров', phone: '1' },
      comment: 'Позвоните',
      positions: [positionOf(1, { quantity: 5, price: '1.50' }), positionOf(2)],
    });
    const { changes, version } = await shop.externalOrder(id);
    expect([version, changes.map((each: Change) => [each.version, each.applied])]).toEqual([
      3,
      [
        [3, true],
        [3, true],
        [3, true],
        [3, true],
        [2, true],
      ],
    ]);
    expect(lines(changes)).toEqual([
      ['comment', '', 'Позвоните'],
      ['positions[1].quantity', '2', '5'],
      ['positions[1].price', '3450.00', '1.50'],
      ['positions[2]', '', 'BOSCH P2 × 2'],
      ['customer.name', 'Иванов', 'Петров'],
    ]);
    expect(Date.parse(changes[0].at)).toBe(shop.clock.now().getTime());
  });

  it('is nothing where the first content came after a cancellation, or after one that was not understood', async () => {
    await shop.cancel('U-2', ['9']);
    await shop.receive('U-3', 1, { positions: [] });
    for (const id of ['U-2', 'U-3']) expect((await shop.receive(id)).changes).toEqual([]);
  });

  it('after the decision is shown on the external order and on the order, which stay as they were', async () => {
    const order = await shop.accepted('A-1');
    await update('A-1', moved);
    await update('A-1', { ...moved, comment: 'Побыстрее' });
    const external = await shop.externalOrder(order.externalOrderId);
    const after = await shop.order(order.id);
    expect(external).toMatchObject({ version: 1, delivery: { type: 'pickup' }, flags: { changedAfterDecision: true } });
    expect(after.flags).toMatchObject({ changedAfterDecision: true });
    expect(after.changes).toEqual(external.changes);
    expect(external.changes.map(({ version, applied }: Change) => [version, applied])).toEqual([
      [3, false],
      [3, false],
      [3, false],
      [2, false],
      [2, false],
    ]);
    expect(lines(external.changes.slice(0, 3))).toEqual([
      ['delivery.type', 'pickup', 'courier'],
      ['delivery.address', '', 'Мира, 7'],
      ['comment', external.comment, 'Побыстрее'],
    ]);
  });

  it('is on an order, too, that is made when it was changed already', async () => {
    const { id, positions } = await shop.receive('A-2', 2);
    await shop.admin.post(`/external-orders/${id}/refuse`, { positions: [{ id: positions[0].id }] });
    await update('A-2', moved);
    const { orderId } = (await shop.admin.post(`/external-orders/${id}/accept`)).body;
    expect((await shop.order(orderId)).flags).toMatchObject({ changedAfterDecision: true });
  });

  it('is told and flagged, too, where the accepted external order was deleted from the inbox', async () => {
    const order = await shop.accepted('A-8');
    await shop.admin.delete(`/external-orders/${order.externalOrderId}`, { reason: 'разобран' });
    expect((await update('A-8', moved)).body).toMatchObject({ state: 'deleted', duplicate: false });
    const { flags, changes } = await shop.order(order.id);
    expect(flags).toMatchObject({ changedAfterDecision: true });
    expect(lines(changes)).toContainEqual(['delivery.address', '', 'Мира, 7']);
    const { data } = (await shop.admin.get('/manager-notifications?perPage=200')).body;
    const told = data.filter((each: { orderId: string }) => each.orderId === order.id);
    expect(told.map(({ kind }: { kind: string }) => kind)).toEqual(['conflict']);
    await shop.admin.post(`/external-orders/${order.externalOrderId}/seen`);
    expect((await shop.order(order.id)).flags).toMatchObject({ changedAfterDecision: false });
  });

  it('is out of date once the order was reopened and a newer content took its place', async () => {
    const { id } = await shop.receive('A-3');
    await shop.admin.post(`/external-orders/${id}/refuse`);
    await update('A-3', moved);
    await shop.admin.post(`/external-orders/${id}/reopen`);
    expect((await shop.externalOrder(id)).flags.changedAfterDecision).toBe(true);
    await update('A-3', { ...moved, comment: 'ещё' });
    const { flags, delivery, changes } = await shop.externalOrder(id);
    expect([flags.changedAfterDecision, delivery.address]).toEqual([false, 'Мира, 7']);
    expect(changes[0]).toMatchObject({ applied: true, version: 3 });
  });

  it.each([
    ['alone', 'A-4', []],
    ['together with others', 'A-5', ['A-6', 'A-7']],
  ])('is taken over by a reopened order when it comes again: %s', async (_, id, others) => {
    const { id: externalOrderId } = await shop.receive(id);
    await shop.admin.post(`/external-orders/${externalOrderId}/refuse`);
    await update(id, moved);
    expect((await update(id, moved)).body).toMatchObject({ state: 'refused', duplicate: true });
    await shop.admin.post(`/external-orders/${externalOrderId}/reopen`);
    const [{ body: again }] = await Promise.all([id, ...others].map((each) => update(each, moved)));
    expect(again).toEqual({ result: 'ok', externalOrderId, state: 'new', duplicate: false });
    const { flags, delivery, changes } = await shop.externalOrder(externalOrderId);
    expect([flags.changedAfterDecision, delivery.address]).toEqual([false, 'Мира, 7']);
    expect(changes[0]).toMatchObject({ applied: true, version: 3 });
    expect((await update(id, moved)).body).toMatchObject({ state: 'new', duplicate: true });
  });

  it('is found by its flag in both lists', async () => {
    const order = await shop.accepted('L-1');
    await shop.accepted('L-2');
    await update('L-1', moved);
    for (const [list, id] of [
      ['external-orders', order.externalOrderId],
      ['orders', order.id],
    ]) {
      const { data } = (await shop.admin.get(`/${list}?flag=changedAfterDecision&q=L-`)).body;
      expect(data.map((each: { id: string }) => each.id)).toEqual([id]);
    }
  });

  describe('in the list of orders', () => {
    const list = async (query: string, client = shop.admin) => (await client.get(`/orders?${query}`)).body;

    it('is there where it is asked for: of each order what is not in it, whether it was seen or not', async () => {
      const [asked, seen, untouched] = [
        await shop.accepted('P-1'),
        await shop.accepted('P-2'),
        await shop.accepted('P-3'),
      ];
      const { id: early } = await shop.receive('P-4');
      await update('P-4', moved);
      const { orderId: applied } = (await shop.admin.post(`/external-orders/${early}/accept`)).body;
      await update('P-1', { ...moved, comment: 'Побыстрее' });
      await update('P-1', moved);
      await update('P-2', moved);
      await anna.post(`/external-orders/${seen.externalOrderId}/seen`);
      const ids = [asked.id, seen.id, untouched.id, applied];
      const { data } = await list(`ids=${ids.join(',')}&sort=createdAt&changes=pending`, anna);
      const details = await Promise.all([asked, seen].map(({ id }) => shop.order(id)));
      const newest = details.map(({ changes }) =>
        changes.filter((each: Change) => each.version === changes[0].version),
      );
      const byId = new Map(data.map(({ id, changes }: { id: string; changes: Change[] }) => [id, changes]));
      expect(newest.every((changes) => changes.length > 0)).toBe(true);
      expect(ids.map((id) => byId.get(id))).toEqual([...newest, [], []]);
      for (const order of (await list(`ids=${ids.join(',')}`)).data) expect(order).not.toHaveProperty('changes');
    });

    it('is of the regions alone that the actor sees, and no filter to be saved or exported by', async () => {
      const order = await shop.accepted('P-5');
      await update('P-5', moved);
      const { body } = await shop.admin.post('/regions', { name: 'Орёл' });
      const elsewhere = await addPerson(shop, 'orel', ['manager'], [body.id]);
      expect((await list(`ids=${order.id}&changes=pending`, elsewhere.client)).data).toEqual([]);
      const answers = [
        await shop.admin.get('/orders?changes=all'),
        await shop.admin.get('/orders/counts?changes=pending'),
        await shop.admin.get('/orders/export?changes=pending&format=csv'),
        await shop.admin.post('/saved-filters', { list: 'orders', name: 'Изменённые', query: 'changes=pending' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    });
  });

  describe('that somebody has seen it', () => {
    const see = (id: string, body: object = {}, client = anna) => client.post(`/external-orders/${id}/seen`, body);

    it('ends the flag on both, and is in both histories with who and when', async () => {
      const order = await shop.accepted('S-1');
      await update('S-1', moved);
      const { status, body } = await see(order.externalOrderId);
      const after = await shop.order(order.id);
      expect([status, body.flags.changedAfterDecision, after.flags.changedAfterDecision]).toEqual([200, false, false]);
      const seen = { kind: 'change_seen', actor: 'anna', at: shop.clock.now().toISOString() };
      expect(body.history.at(-1)).toMatchObject(seen);
      expect(after.history.at(-1)).toMatchObject(seen);
      expect(lines(after.changes)).toHaveLength(2);
      const { data } = (await shop.admin.get(`/audit?subject=external_order&subjectId=${order.externalOrderId}`)).body;
      expect(data[0]).toMatchObject({ action: 'see_change', actor: 'anna' });
    });

    it('is said once: again it changes nothing', async () => {
      const order = await shop.accepted('S-2');
      await update('S-2', moved);
      const first = await see(order.externalOrderId);
      expect((await see(order.externalOrderId)).body.history).toEqual(first.body.history);
    });

    it('ends with the next change', async () => {
      const order = await shop.accepted('S-3');
      await update('S-3', moved);
      await see(order.externalOrderId);
      await update('S-3', { comment: 'ещё' });
      expect((await shop.order(order.id)).flags).toMatchObject({ changedAfterDecision: true });
    });

    it('is refused when the buyer went on changing after what was seen', async () => {
      const order = await shop.accepted('S-4');
      await update('S-4', moved);
      const [{ version }] = (await shop.order(order.id)).changes;
      await update('S-4', { comment: 'ещё' });
      const { status, body } = await see(order.externalOrderId, { version });
      expect([status, body.code]).toEqual([409, 'changed_meanwhile']);
      expect((await see(order.externalOrderId, { version: version + 1 })).status).toBe(200);
    });

    it('is not for an observer, nor for who does not see the region', async () => {
      const order = await shop.accepted('S-5');
      await update('S-5', moved);
      const { body } = await shop.admin.post('/regions', { name: 'Тула' });
      const [observer, elsewhere] = [
        await addPerson(shop, 'observer', ['observer']),
        await addPerson(shop, 'elsewhere', ['manager'], [body.id]),
      ];
      const answers = [
        await see(order.externalOrderId, {}, observer.client),
        await see(order.externalOrderId, {}, elsewhere.client),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 404]);
    });
  });
});
