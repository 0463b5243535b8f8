import { ExternalOrderChanged } from '../../src/orders/external-orders/external-orders.events.js';
import { eventsOf } from '../support/events.js';
import { anotherConnection, created, expectDuplicate, journalSize, received } from '../support/receiving.js';
import { orderOf, positionOf, Shop } from '../support/shop.js';
import { errorDetail } from '../../src/platform/error-texts.js';

describe('receiving: repeats and changes', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const update = (id: string, change: object) => shop.postToLink(created(id, change, 'order.updated'));
  const kinds = ({ history }: { history: Array<{ kind: string }> }) => history.map(({ kind }) => kind);

  describe('the same content again is a duplicate and changes nothing', () => {
    it('at once, and it is journalled all the same', async () => {
      const order = await received(shop, created('D-1'));
      const size = await journalSize(shop);
      expectDuplicate(await shop.postToLink(created('D-1')), order);
      expect(await shop.externalOrder(order.id)).toEqual(order);
      expect(await journalSize(shop)).toBe(size + 1);
    });

    it('sent as order.updated, with other spaces or with unknown fields', async () => {
      const order = await received(shop, created('D-2'));
      const { event, order: content } = JSON.parse(created('D-2'));
      expectDuplicate(await update('D-2', {}), order);
      expectDuplicate(await shop.postToLink(JSON.stringify({ order: content, event }, null, 4)), order);
      expectDuplicate(await shop.postToLink({ event, order: { ...content, is_gift: true }, sent: 7 }), order);
      expect(await shop.externalOrder(order.id)).toEqual(order);
    });

    it('of an earlier version: a late repeat never turns the order back', async () => {
      const { id } = await received(shop, created('D-3'));
      await update('D-3', { comment: 'second' });
      await update('D-3', { comment: 'third' });
      const { history: _before, ...order } = await shop.externalOrder(id);
      expect(order).toMatchObject({ version: 3, comment: 'third' });
      expectDuplicate(await shop.postToLink(created('D-3')), order);
      expectDuplicate(await update('D-3', { comment: 'second' }), order);
      expectDuplicate(await update('D-3', { comment: 'third' }), order);
      const { history: _after, ...after } = await shop.externalOrder(id);
      expect(after).toEqual(order);
    });

    it('after the decision', async () => {
      const { id } = await received(shop, created('D-4'));
      await update('D-4', { comment: 'second' });
      await shop.admin.post(`/external-orders/${id}/refuse`);
      const { notifications: _, history: _before, ...order } = await shop.externalOrder(id);
      expect(order.state).toBe('refused');
      expectDuplicate(await update('D-4', { comment: 'second' }), order);
      expectDuplicate(await shop.postToLink(created('D-4')), order);
      expect(await shop.externalOrder(id)).toMatchObject(order);
    });

    it('after it was deleted', async () => {
      const { id } = await received(shop, created('D-5'));
      await shop.admin.delete(`/external-orders/${id}`, { reason: 'test' });
      const order = await shop.externalOrder(id);
      expectDuplicate(await shop.postToLink(created('D-5')), { id, state: 'deleted' });
      expect(await shop.externalOrder(id)).toEqual(order);
    });

    it('of a change that came after the decision', async () => {
      const { id } = await received(shop, created('D-6'));
      await shop.admin.post(`/external-orders/${id}/accept`);
      await update('D-6', { comment: 'late' });
      const { notifications: _, ...order } = await shop.externalOrder(id);
      expectDuplicate(await update('D-6', { comment: 'late' }), order);
      expect(await shop.externalOrder(id)).toMatchObject(order);
    });

    it('for ever: also a year later', async () => {
      const order = await received(shop, created('D-7'));
      shop.clock.advance(365 * 86_400_000);
      expectDuplicate(await shop.postToLink(created('D-7')), order);
    });
  });

  describe('a buyer may have changed back: a line in the history tells of what is not the present content', () => {
    const seenOf = async (id: string) => kinds(await shop.externalOrder(id));

    it('once for each turn, however often GettZap repeats it, and an open panel is told', async () => {
      const { id } = await received(shop, created('B-1'));
      await update('B-1', { comment: 'second' });
      const changes = eventsOf(shop, ExternalOrderChanged);
      for (let repeat = 1; repeat <= 3; repeat++) await shop.postToLink(created('B-1'));
      expect(await seenOf(id)).toEqual(['received', 'updated', 'earlier_content_again']);
      for (let repeat = 1; repeat <= 3; repeat++) await update('B-1', { comment: 'second' });
      expect(await seenOf(id)).toEqual(['received', 'updated', 'earlier_content_again', 'current_content_again']);
      expect(changes.map(({ externalOrderId }) => String(externalOrderId))).toEqual([id, id]);
    });

    it('also when many come together', async () => {
      const { id } = await received(shop, created('B-2'));
      await update('B-2', { comment: 'second' });
      const answers = await Promise.all([
        ...['B-2-other', 'B-2-another'].map((other) => shop.postToLink(created(other))),
        shop.postToLink(created('B-2')),
      ]);
      expect(answers.map(({ body }) => body.duplicate)).toEqual([false, false, true]);
      const back = await Promise.all(Array.from({ length: 5 }, () => update('B-2', { comment: 'second' })));
      expect(back.map(({ body }) => body.duplicate)).toEqual([true, true, true, true, true]);
      expect(await seenOf(id)).toEqual(['received', 'updated', 'earlier_content_again', 'current_content_again']);
    });

    it('after the decision, where the content that was decided is no longer what the buyer said last', async () => {
      const { id } = await received(shop, created('B-3'));
      await shop.accept(id);
      await update('B-3', { comment: 'late' });
      expectDuplicate(await shop.postToLink(created('B-3')), { id, state: 'accepted' });
      expectDuplicate(await shop.postToLink(created('B-3')), { id, state: 'accepted' });
      expectDuplicate(await update('B-3', { comment: 'late' }), { id, state: 'accepted' });
      expect(await seenOf(id)).toEqual([
        'received',
        'accepted',
        'changed_after_decision',
        'current_content_again',
        'earlier_content_again',
      ]);
    });

    it('and none when a person processes the stored message again', async () => {
      const { id } = await received(shop, created('B-4'));
      await update('B-4', { comment: 'second' });
      const { data } = (await shop.admin.get(`/gettzap-messages?externalOrderId=${id}&sort=createdAt`)).body;
      expect((await shop.admin.post(`/gettzap-messages/${data[0].id}/reprocess`)).body.outcome).toBe('created');
      expect(await seenOf(id)).toEqual(['received', 'updated']);
    });
  });

  describe('new content while undecided updates the external order', () => {
    it('as a new version with its fields, its total and its positions replaced', async () => {
      const { id } = await received(shop, { event: 'order.created', order: orderOf('V-1', 2) });
      const positions = [positionOf(3, { price: '0.10' }), positionOf(2, { quantity: 5, price: '0.20' })];
      const customer = { name: 'Петрова Анна', phone: '+7 900 000-00-01', email: '' };
      const answer = await update('V-1', { positions, customer, comment: '', delivery: { type: 'courier' } });
      expect(answer.body).toEqual({ result: 'ok', externalOrderId: id, state: 'new', duplicate: false });
      expect(await shop.externalOrder(id)).toMatchObject({
        state: 'new',
        version: 2,
        total: '1.20',
        comment: '',
        customer,
        delivery: { type: 'courier', address: '' },
        positions: [
          { externalId: '3', number: 'P3', quantity: 2, price: '0.10', state: 'open' },
          { externalId: '2', number: 'P2', quantity: 5, price: '0.20', state: 'open' },
        ],
      });
    });

    it('also when it says order.created: the content decides, not the event', async () => {
      const { id } = await received(shop, created('V-2'));
      expect((await shop.postToLink(created('V-2', { comment: 'new' }))).body).toMatchObject({ duplicate: false });
      expect(await shop.externalOrder(id)).toMatchObject({ version: 2, comment: 'new' });
    });

    it('order.updated of an order that never came makes it', async () => {
      const order = await received(shop, created('V-3', {}, 'order.updated'));
      expect(order).toMatchObject({ externalId: 'V-3', state: 'new', version: 1 });
    });

    it('every version is seen in its history', async () => {
      const { id } = await received(shop, created('V-4'));
      await update('V-4', { comment: 'second' });
      await update('V-4', { comment: 'third' });
      const { history } = await shop.externalOrder(id);
      expect(history).toMatchObject([
        { kind: 'received', version: 1, actor: '' },
        { kind: 'updated', version: 2, actor: '' },
        { kind: 'updated', version: 3, actor: '' },
      ]);
    });
  });

  describe('new content after the decision is flagged for a person and changes nothing else', () => {
    it.each(['accept', 'refuse'])('after %s', async (decision) => {
      const { id } = await received(shop, created(`F-${decision}`));
      await shop.admin.post(`/external-orders/${id}/${decision}`);
      const before = await shop.externalOrder(id);
      const answer = await update(`F-${decision}`, { comment: 'late', positions: [positionOf(7)] });
      expect(answer.body).toEqual({ result: 'ok', externalOrderId: id, state: before.state, duplicate: false });
      const { history, notifications: _, changes: _changes, ...after } = await shop.externalOrder(id);
      const { history: historyBefore, notifications: _before, changes: _none, ...rest } = before;
      expect(after).toEqual({ ...rest, flags: { ...before.flags, changedAfterDecision: true } });
      expect(history).toEqual([...historyBefore, expect.objectContaining({ kind: 'changed_after_decision' })]);
    });

    it('also when only a part was decided: the open positions stay as they were', async () => {
      const { id, positions } = await received(shop, { event: 'order.created', order: orderOf('F-part', 2) });
      await shop.admin.post(`/external-orders/${id}/accept`, { positions: [{ id: positions[0].id }] });
      await update('F-part', { positions: [positionOf(2, { quantity: 9 })] });
      expect(await shop.externalOrder(id)).toMatchObject({
        state: 'partially_decided',
        flags: { changedAfterDecision: true },
        version: 1,
        positions: [
          { externalId: '1', state: 'accepted' },
          { externalId: '2', state: 'open', quantity: 2 },
        ],
      });
    });

    it('and the order that was made of it stays as it was, but for the flag', async () => {
      const order = await shop.accepted('F-order');
      await update('F-order', { positions: [positionOf(1, { quantity: 9, price: '1.00' })] });
      const { notifications: _, changes: _changes, history, ...after } = await shop.order(order.id);
      const { notifications: _before, changes: _none, history: historyBefore, ...before } = order;
      expect(after).toEqual({ ...before, flags: { ...before.flags, changedAfterDecision: true } });
      expect(history).toEqual([...historyBefore, expect.objectContaining({ kind: 'changed_by_buyer', actor: '' })]);
    });

    it('also when it cannot be understood: what is wrong is in the history', async () => {
      const order = await shop.accepted('F-bad');
      const { body } = await update('F-bad', { positions: [] });
      expect(body).toMatchObject({ state: 'accepted', duplicate: false });
      const after = await shop.externalOrder(body.externalOrderId);
      expect(after).toMatchObject({ orderId: order.id, problems: [], flags: { changedAfterDecision: true } });
      expect(after.history.at(-1).details.problems).toEqual([{ path: 'order.positions', ...errorDetail('empty') }]);
    });
  });

  describe('a deleted external order stays deleted', () => {
    it.each<[string, (id: string) => Promise<{ body: { state: string } }>]>([
      ['new content', (id) => update(id, { comment: 'new' })],
      ['content that cannot be understood', (id) => update(id, { positions: [] })],
      ['a cancellation', (id) => shop.cancel(id)],
    ])('when %s comes', async (what, send) => {
      const externalId = `X-${what}`;
      const { id } = await received(shop, created(externalId));
      await shop.admin.delete(`/external-orders/${id}`, { reason: 'test' });
      expect((await send(externalId)).body).toMatchObject({ externalOrderId: id, state: 'deleted', duplicate: false });
      const after = await shop.externalOrder(id);
      expect(after).toMatchObject({ state: 'deleted', version: 1, comment: 'Позвоните перед отправкой' });
      expect(kinds(after)).toHaveLength(3);
      const { body: list } = await shop.admin.get(`/external-orders?q=${encodeURIComponent(externalId)}`);
      expect(list.data).toEqual([]);
    });
  });

  it('two connections with the same external id are two orders, each of the region of its connection', async () => {
    const first = await received(shop, created('TWO-1'));
    const other = await anotherConnection(shop, 'Второй филиал');
    const answer = await shop.postToLink(created('TWO-1'), 'application/json', other.orderLink);
    expect(answer.body).toMatchObject({ state: 'new', duplicate: false });
    const second = await shop.externalOrder(answer.body.externalOrderId);
    expect(second).toMatchObject({ externalId: 'TWO-1', connectionId: other.id, regionId: other.regionId });
    expect(second.id).not.toBe(first.id);
    expect(second.regionId).not.toBe(first.regionId);
  });
});
