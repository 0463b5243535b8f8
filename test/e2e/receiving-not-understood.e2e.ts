import { createHash } from 'node:crypto';
import { created, expectDuplicate, lastMessage, received, setActive } from '../support/receiving.js';
import { orderOf, positionOf, Shop } from '../support/shop.js';
import type { FieldError } from '../../src/platform/field-error.dto.js';

const syntheticIdOf = (body: string) => `sha256:${createHash('sha256').update(body).digest('hex').slice(0, 32)}`;
const position = (change: object) => ({ positions: [positionOf(1, change)] });

describe('receiving: what cannot be understood', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  it.each<[string, object, string[]]>([
    ['no positions', { positions: [] }, ['order.positions']],
    ['positions missing', { positions: null }, ['order.positions']],
    ['a price missing', position({ price: undefined }), ['order.positions[0].price']],
    ['a price that is no number', position({ price: 'договорная' }), ['order.positions[0].price']],
    ['a price of three places', position({ price: '1.005' }), ['order.positions[0].price']],
    ['a quantity missing', position({ quantity: undefined }), ['order.positions[0].quantity']],
    ['a quantity of zero', position({ quantity: 0 }), ['order.positions[0].quantity']],
    ['a quantity in parts', position({ quantity: 0.5 }), ['order.positions[0].quantity']],
    ['a number missing', position({ number: '' }), ['order.positions[0].number']],
    ['a position without an id', position({ id: undefined }), ['order.positions[0].id']],
    ['two positions with one id', { positions: [positionOf(1), positionOf(1)] }, ['order.positions[1].id']],
    ['a customer of an unknown shape', { customer: 'Иванов' }, ['order.customer']],
    ['a NUL in a text', { comment: 'a\u0000b' }, ['order.comment']],
    ['a lone surrogate in a text', { comment: 'a\ud83d' }, ['order.comment']],
    ['a time that is none', { created_at: 'вчера' }, ['order.created_at']],
    ['a time beyond what can be stored', { created_at: '9999-12-31T23:59:59-12:00' }, ['order.created_at']],
    ['a time before what can be stored', { created_at: '0000-01-01T00:00:00+03:00' }, ['order.created_at']],
    [
      'two things at once',
      { comment: true, ...position({ price: null }) },
      ['order.comment', 'order.positions[0].price'],
    ],
  ])('%s: it is needs_attention, answered 200, with the place of each problem', async (what, change, paths) => {
    const id = `N-${what}`;
    const { status, body } = await shop.postToLink(created(id, change));
    expect([status, body.result, body.state, body.duplicate]).toEqual([200, 'ok', 'needs_attention', false]);
    const order = await shop.externalOrder(body.externalOrderId);
    expect(order).toMatchObject({ externalId: id, state: 'needs_attention', positions: [], total: '0.00' });
    expect(order.problems.map(({ path }: { path: string }) => path)).toEqual(paths);
    expect(order.problems.every(({ code, message }: FieldError) => code !== '' && message !== '')).toBe(true);
    expect(await lastMessage(shop)).toMatchObject({ outcome: 'needs_attention', externalOrderId: order.id });
  });

  it.each<[string, string, string[]]>([
    ['an unknown event', created('E-1', {}, 'order.paid'), ['event']],
    ['an event missing', JSON.stringify({ order: orderOf('E-2') }), ['event']],
    [
      'a cancellation that names no position',
      '{"event":"order.cancelled","order":{"id":"E-3","positions":[]}}',
      ['order.positions'],
    ],
  ])('%s: it is needs_attention under its own id', async (_, text, paths) => {
    const order = await received(shop, text);
    expect(order).toMatchObject({ externalId: JSON.parse(text).order.id, state: 'needs_attention' });
    expect(order.problems.map(({ path }: { path: string }) => path)).toEqual(paths);
  });

  it.each<[string, string, string]>([
    ['an empty object', '{}', 'order'],
    ['an array', '[]', ''],
    ['a number', '17', ''],
    ['a text', '"заказ"', ''],
    ['null', 'null', ''],
    ['an unknown shape', '{"orderNumber": 5, "lines": []}', 'order'],
    ['an id missing', created('', { id: undefined }), 'order.id'],
    ['an empty id', created(''), 'order.id'],
    ['an id too long', created('x'.repeat(256)), 'order.id'],
    ['an id with NUL', created('a\u0000'), 'order.id'],
    ['a cancellation without an id', '{"event":"order.cancelled","order":{}}', 'order.id'],
    ['a field only in __proto__', '{"event":"order.created","order":{"__proto__":{"id":"P-1"}}}', 'order.id'],
  ])('%s: its id is made of the hash of its body', async (_, text, path) => {
    const order = await received(shop, text);
    expect(order).toMatchObject({ externalId: syntheticIdOf(text), state: 'needs_attention' });
    expect(order.problems.map((problem: { path: string }) => problem.path)).toContain(path);
  });

  it('the same body again is a duplicate, with an id and without one', async () => {
    for (const text of [created('S-1', { positions: [] }), '{"without": "id"}']) {
      const order = await received(shop, text);
      expectDuplicate(await shop.postToLink(text), order);
      expect(await shop.externalOrder(order.id)).toEqual(order);
    }
  });

  describe('of needs_attention', () => {
    const notUnderstood = (id: string) => received(shop, created(id, { positions: [] }));

    it('accepting is refused with 409, alone and among others, and nothing is told', async () => {
      const { id } = await notUnderstood('A-1');
      const { status, body } = await shop.admin.post(`/external-orders/${id}/accept`);
      expect([status, body.code]).toEqual([409, 'needs_attention']);
      const bulk = await shop.admin.post('/external-orders/accept', { ids: [id] });
      expect(bulk.body.results).toMatchObject([{ id, outcome: 'needs_attention' }]);
      expect(await shop.externalOrder(id)).toMatchObject({ state: 'needs_attention', notifications: [] });
    });

    it('refusing is allowed', async () => {
      const { id } = await notUnderstood('A-2');
      const { status, body } = await shop.admin.post(`/external-orders/${id}/refuse`, { reason: 'не понять' });
      expect([status, body.state]).toEqual([200, 'refused']);
      await shop.toldEventually('A-2', ['order | refused | refused: не понять']);
    });

    it('refusing is told, and can be reopened, where all positions that are known were cancelled', async () => {
      const { id } = await received(shop, created('A-6'));
      await shop.cancel('A-6', ['1']);
      await shop.postToLink(created('A-6', { positions: [] }, 'order.updated'));
      const { status, body } = await shop.refuse(id, { reason: 'не понять' });
      expect([status, body.state]).toEqual([200, 'refused']);
      await shop.toldEventually('A-6', ['order | refused | refused: не понять']);
      expect((await shop.admin.post(`/external-orders/${id}/reopen`, {})).body.state).toBe('needs_attention');
      const { body: slip } = await shop.refuse(id, { hold: 60 });
      expect((await shop.admin.post(`/undo/${slip.undo.token}`)).status).toBe(200);
      expect((await shop.externalOrder(id)).state).toBe('needs_attention');
    });

    it('deleting is allowed', async () => {
      const { id } = await notUnderstood('A-3');
      expect((await shop.admin.delete(`/external-orders/${id}`, { reason: 'мусор' })).status).toBe(204);
      expect(await shop.externalOrder(id)).toMatchObject({ state: 'deleted', notifications: [] });
    });

    it('a good update makes it new: with its content, without problems, ready to be accepted', async () => {
      const { id } = await notUnderstood('A-4');
      const order = await received(shop, created('A-4', {}, 'order.updated'));
      expect(order).toMatchObject({ id, state: 'new', version: 2, problems: [], total: '6900.00' });
      expect(order.positions).toHaveLength(1);
      expect((await shop.admin.post(`/external-orders/${id}/accept`)).body.state).toBe('accepted');
    });

    it('a late repeat of what was not understood does not turn the good one back; the history tells of it', async () => {
      await notUnderstood('A-5');
      const { history, ...order } = await received(shop, created('A-5'));
      expectDuplicate(await shop.postToLink(created('A-5', { positions: [] })), order as { id: string; state: string });
      expect(await shop.externalOrder(order.id)).toEqual({
        ...order,
        history: [...history, expect.objectContaining({ kind: 'earlier_content_again' })],
      });
    });

    describe('a readable content always counts, also one that was there before', () => {
      const bad = (id: string) => created(id, { positions: [] }, 'order.updated');
      const kindsOf = async (id: string) =>
        (await shop.externalOrder(id)).history.map(({ kind }: { kind: string }) => kind);

      it('good, not understood, the same good again: it can be decided, as often as the buyer does so', async () => {
        const { id } = await received(shop, created('B-1'));
        await shop.postToLink(bad('B-1'));
        for (const version of [3, 5]) {
          const answer = await shop.postToLink(created('B-1'));
          expect(answer.body).toEqual({ result: 'ok', externalOrderId: id, state: 'new', duplicate: false });
          expect(await lastMessage(shop)).toMatchObject({ outcome: 'updated', externalOrderId: id });
          expect(await shop.externalOrder(id)).toMatchObject({ state: 'new', version, problems: [], total: '6900.00' });
          expectDuplicate(await shop.postToLink(created('B-1')), { id, state: 'new' });
          // Another spelling of what cannot be understood, else it is a late repeat.
          await shop.postToLink(bad('B-1') + ' '.repeat(version));
          expect(await shop.externalOrder(id)).toMatchObject({ state: 'needs_attention' });
        }
        await shop.postToLink(created('B-1'));
        expect((await shop.accept(id)).body.state).toBe('accepted');
      });

      it('when it comes together with others', async () => {
        const { id } = await received(shop, created('B-2'));
        await shop.postToLink(bad('B-2'));
        const answers = await Promise.all(
          ['B-2-other', 'B-2', 'B-2-another'].map((each) => shop.postToLink(created(each))),
        );
        expect(answers.map(({ body }) => [body.state, body.duplicate])).toEqual(Array(3).fill(['new', false]));
        expect(await shop.externalOrder(id)).toMatchObject({ state: 'new', version: 3 });
      });

      it('from the journal: of a message that was taken for a repeat', async () => {
        const { id } = await received(shop, created('B-3'));
        await shop.postToLink(bad('B-3'));
        await setActive(shop, false);
        expect((await shop.postToLink(created('B-3'))).status).toBe(403);
        await setActive(shop, true);
        const missed = await lastMessage(shop);
        const { body } = await shop.admin.post(`/gettzap-messages/${missed.id}/reprocess`);
        expect(body).toMatchObject({ outcome: 'updated', externalOrderId: id });
        expect(await shop.externalOrder(id)).toMatchObject({ state: 'new', version: 3 });
      });

      it('from the journal an earlier one than what was not understood: when a person chooses it, not among many', async () => {
        const { id } = await received(shop, created('B-4'));
        const first = await lastMessage(shop);
        await shop.postToLink({ event: 'order.viewed', order: { id: 'B-4' } });
        expect((await shop.accept(id)).body.code).toBe('needs_attention');
        await shop.admin.post('/gettzap-messages/reprocess', { filter: { externalOrderId: id } });
        expect(await shop.externalOrder(id)).toMatchObject({ state: 'needs_attention', version: 2 });
        const { body } = await shop.admin.post(`/gettzap-messages/${first.id}/reprocess`);
        expect(body).toMatchObject({ outcome: 'updated', externalOrderId: id });
        expect(await shop.externalOrder(id)).toMatchObject({ state: 'new', version: 3, problems: [] });
        expect((await shop.accept(id)).body.state).toBe('accepted');
      });

      it('from the journal one before a later one that was understood stays out of date', async () => {
        const { id } = await received(shop, created('B-6'));
        const first = await lastMessage(shop);
        await shop.postToLink(created('B-6', { comment: 'привезите к вечеру' }));
        const second = await lastMessage(shop);
        await shop.postToLink(bad('B-6'));
        await shop.admin.post(`/gettzap-messages/${first.id}/reprocess`);
        expect(await shop.externalOrder(id)).toMatchObject({ state: 'needs_attention', version: 3 });
        await shop.admin.post(`/gettzap-messages/${second.id}/reprocess`);
        expect(await shop.externalOrder(id)).toMatchObject({ state: 'new', comment: 'привезите к вечеру' });
      });

      it('after it was refused: for a person to see, once', async () => {
        const { id } = await received(shop, created('B-5'));
        await shop.postToLink(bad('B-5'));
        await shop.refuse(id);
        const answer = await shop.postToLink(created('B-5'));
        expect(answer.body).toMatchObject({ state: 'refused', duplicate: false });
        expectDuplicate(await shop.postToLink(created('B-5')), { id, state: 'refused' });
        expect(await shop.externalOrder(id)).toMatchObject({ state: 'refused', flags: { changedAfterDecision: true } });
        expect(await kindsOf(id)).toEqual(['received', 'not_understood', 'refused', 'changed_after_decision']);
      });
    });
  });

  it('an order that was understood before needs attention when its update is not, and keeps what was known', async () => {
    await received(shop, created('K-1'));
    const order = await received(shop, created('K-1', { positions: [] }, 'order.updated'));
    expect(order).toMatchObject({ state: 'needs_attention', version: 2, total: '6900.00' });
    expect(order.positions).toMatchObject([{ externalId: '1', state: 'open' }]);
    expect(order.history.at(-1)).toMatchObject({
      kind: 'not_understood',
      version: 2,
      details: { problems: [{ path: 'order.positions', code: 'empty' }] },
    });
    expect((await shop.admin.post(`/external-orders/${order.id}/accept`)).body.code).toBe('needs_attention');
  });
});
