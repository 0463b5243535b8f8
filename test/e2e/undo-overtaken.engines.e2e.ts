import { later, SECOND } from '../support/delivering.js';
import { Shop } from '../support/shop.js';

const HOLD_S = 60;

/** Undoing is for what nobody went on from: neither with the same thing, nor with the order as a whole. */
describe('undoing what was overtaken', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.tellStatuses({ 'В работе': 'in_work', 'Готово к выдаче': 'ready', Выдано: 'issued' });
  });
  afterAll(() => shop.close());
  // Steps of people are never within the same millisecond.
  afterEach(() => shop.clock.advance(SECOND));

  const undo = (token: string) => shop.admin.post(`/undo/${token}`);
  async function set(items: Array<{ id: string }>, status: string, hold = HOLD_S) {
    const itemIds = items.map(({ id }) => id);
    const { body } = await shop.admin.post('/order-items/status', { itemIds, statusId: shop.statuses[status], hold });
    shop.clock.advance(1);
    return body.undo.token as string;
  }
  /** What GettZap is told after the acceptance. */
  async function toldLater(externalId: string, expected: string[]) {
    await later(shop, HOLD_S * SECOND);
    await shop.toldEventually(externalId, [expect.stringContaining('order | accepted') as string, ...expected]);
  }
  const statusesOf = async (id: string) => {
    const { status, items } = await shop.order(id);
    return [status?.name ?? null, ...items.map((item: { status: { name: string } }) => item.status.name)];
  };

  describe('a status', () => {
    it('of the whole order that a later change brought it into stays, with the change that it goes by', async () => {
      const { items, id } = await shop.accepted('O-1', 2);
      const first = await set([items[0]], 'Готово к выдаче');
      await set([items[1]], 'Готово к выдаче');
      expect(await undo(first)).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
      expect(await statusesOf(id)).toEqual(['Готово к выдаче', 'Готово к выдаче', 'Готово к выдаче']);
      await toldLater('O-1', ['1 | ready | ', '2 | ready | ', 'order | ready | ']);
    });

    it('of the whole order that nobody would be told of is not come into', async () => {
      const { items, id } = await shop.accepted('O-2', 2);
      await set([items[1]], 'Готово к выдаче');
      const slip = await set([items[1]], 'Выдано');
      await set([items[0]], 'Готово к выдаче');
      expect((await undo(slip)).status).toBe(409);
      expect(await statusesOf(id)).toEqual([null, 'Готово к выдаче', 'Выдано']);
    });

    it('that was left and come into once more is not that of before', async () => {
      const { items, id } = await shop.accepted('O-3', 2);
      const first = await set([items[0]], 'Готово к выдаче');
      await set([items[0]], 'В работе');
      await set([items[0]], 'Готово к выдаче');
      expect((await undo(first)).status).toBe(409);
      expect((await statusesOf(id))[1]).toBe('Готово к выдаче');
    });

    it('of the whole order that it left and came into once more is not that of before', async () => {
      const { items, id } = await shop.accepted('O-4', 2);
      await set([items[1]], 'Готово к выдаче');
      const first = await set([items[0]], 'Готово к выдаче');
      await set([items[1]], 'В работе');
      await set([items[1]], 'Готово к выдаче');
      expect((await undo(first)).status).toBe(409);
      expect((await statusesOf(id))[0]).toBe('Готово к выдаче');
    });

    it('stays where the client cancelled the other position, which brought the whole order into it', async () => {
      const { items } = await shop.accepted('O-5', 2);
      const first = await set([items[0]], 'Готово к выдаче');
      await shop.cancel('O-5', ['2']);
      expect((await undo(first)).status).toBe(409);
    });

    it('stays where the client cancelled that position meanwhile', async () => {
      const { items, id } = await shop.accepted('O-6', 2);
      const refused = await set([items[0]], 'Отказ');
      await shop.cancel('O-6', ['1']);
      expect((await undo(refused)).status).toBe(409);
      expect((await statusesOf(id))[1]).toBe('Отказ');
    });

    it('stays where the client cancelled that position, too, though there was a conflict before', async () => {
      const { items } = await shop.accepted('O-7', 2);
      await set([items[1]], 'Выдано');
      await shop.cancel('O-7', ['2']);
      shop.clock.advance(1);
      const issued = await set([items[0]], 'Выдано');
      await shop.cancel('O-7', ['1']);
      expect((await undo(issued)).status).toBe(409);
    });

    it('can be undone where another item was changed since, and the whole order has the same part in it', async () => {
      const { items, id } = await shop.accepted('O-8', 3);
      const first = await set([items[0]], 'Готово к выдаче');
      await set([items[1]], 'В работе');
      expect((await undo(first)).status).toBe(200);
      expect(await statusesOf(id)).toEqual([null, 'Обрабатывается', 'В работе', 'Обрабатывается']);
      await toldLater('O-8', ['2 | in_work | ']);
    });

    it('can be undone step by step, the last one first', async () => {
      const { items, id } = await shop.accepted('O-9', 2);
      const steps = [
        await set([items[0]], 'В работе'),
        await set([items[0]], 'Готово к выдаче'),
        await set([items[1]], 'Готово к выдаче'),
      ];
      for (const token of steps.reverse()) expect((await undo(token)).status).toBe(200);
      expect(await statusesOf(id)).toEqual(['Обрабатывается', 'Обрабатывается', 'Обрабатывается']);
      await toldLater('O-9', []);
    });

    it('that the whole order came into by it is told no more', async () => {
      const { items, id } = await shop.accepted('O-10', 2);
      await set([items[1]], 'Готово к выдаче');
      const last = await set([items[0]], 'Готово к выдаче');
      expect((await undo(last)).status).toBe(200);
      expect((await statusesOf(id))[0]).toBeNull();
      await toldLater('O-10', ['2 | ready | ']);
    });
  });

  describe('a decision', () => {
    it('that was made once more is not that of before', async () => {
      const { id } = await shop.receive('D-1');
      const { body } = await shop.refuse(id, { hold: HOLD_S });
      shop.clock.advance(1);
      await shop.admin.post(`/external-orders/${id}/reopen`, {});
      await shop.refuse(id);
      await shop.toldEventually('D-1', ['order | refused | refused']);
      expect((await undo(body.undo.token)).status).not.toBe(200);
      expect((await shop.externalOrder(id)).state).toBe('refused');
    });

    it('of refusing stays where the client cancelled one of its positions meanwhile', async () => {
      const { id } = await shop.receive('D-9', 2);
      const { body } = await shop.refuse(id, { hold: HOLD_S });
      expect((await shop.cancel('D-9', ['1'])).body).toMatchObject({ state: 'refused', duplicate: false });
      expect(await undo(body.undo.token)).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
      expect((await shop.externalOrder(id)).state).toBe('refused');
    });

    it('stays where its item was worked with and put back', async () => {
      const { id } = await shop.receive('D-2');
      const { body } = await shop.accept(id, { hold: HOLD_S });
      shop.clock.advance(1);
      const { items } = await shop.order(body.orderId);
      await set(items, 'Готово к выдаче');
      await set(items, 'Обрабатывается');
      expect((await undo(body.undo.token)).status).toBe(409);
      expect((await shop.order(body.orderId)).items).toHaveLength(1);
    });

    it('stays where the rest of the order would come into a status that nobody is told of', async () => {
      const { id, positions } = await shop.receive('D-3', 2);
      const { body: first } = await shop.accept(id, { positions: [{ id: positions[0].id }] });
      const { body: second } = await shop.accept(id, { positions: [{ id: positions[1].id }], hold: HOLD_S });
      shop.clock.advance(1);
      const { items } = await shop.order(first.orderId);
      await set([items[0]], 'Готово к выдаче');
      expect((await undo(second.undo.token)).status).toBe(409);
      expect(await statusesOf(first.orderId)).toEqual([null, 'Готово к выдаче', 'Обрабатывается']);
    });

    it('stays where the rest of the order would come into a status that is not there any more', async () => {
      const made = (name: string, group: string) => shop.admin.post('/order-statuses', { name, group });
      const [lost, sold] = [await made('Потеряно', 'refused'), await made('Продано другому', 'removed')];
      const { id, positions } = await shop.receive('P-GONE', 3);
      const named = (...indexes: number[]) => ({ positions: indexes.map((index) => ({ id: positions[index].id })) });
      const { body } = await shop.accept(id, named(0, 1));
      const { items } = await shop.order(body.orderId);
      for (const [index, status] of [lost, sold].entries())
        await shop.admin.post('/order-items/status', { itemIds: [items[index].id], statusId: status.body.id });
      const extended = await shop.accept(id, { ...named(2), hold: HOLD_S });
      await shop.admin.delete(`/order-statuses/${sold.body.id}?replacementId=${shop.statuses['Снят']}`);
      expect((await undo(extended.body.undo.token)).status).toBe(409);
      expect((await shop.order(body.orderId)).status).toMatchObject({ name: 'Обрабатывается' });
    });

    it('can be undone where the order was extended by it, and is then in the status of before', async () => {
      const { id, positions } = await shop.receive('D-4', 2);
      const { body: first } = await shop.accept(id, { positions: [{ id: positions[0].id }] });
      const { items } = await shop.order(first.orderId);
      shop.clock.advance(1);
      await set([items[0]], 'Готово к выдаче');
      const { body: second } = await shop.accept(id, { positions: [{ id: positions[1].id }], hold: HOLD_S });
      expect((await undo(second.undo.token)).status).toBe(200);
      expect(await statusesOf(first.orderId)).toEqual(['Готово к выдаче', 'Готово к выдаче']);
    });
  });
});
