import * as fc from 'fast-check';
import { DataSource } from 'typeorm';
import { THE_SERVICE } from '../../src/access/actor.js';
import { ItemStatusesService } from '../../src/orders/orders/item-statuses.service.js';
import type { ItemStatusResult } from '../../src/orders/orders/item-status.dto.js';
import { OrderItem } from '../../src/orders/orders/order.entity.js';
import { Undo } from '../../src/orders/undo/undo.service.js';
import { acceptedOf, type Item, linesOf, setPieces, tellPieces } from '../support/dividing.js';
import { positionOf, Shop } from '../support/shop.js';
import { stored } from '../support/stored.js';

describe('dividing items by their quantity', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await tellPieces(shop);
  });
  afterAll(() => shop.close());

  const accepted = (id: string, ...quantities: number[]) => acceptedOf(shop, id, ...quantities);
  const set = (items: Array<{ id: string; quantity?: number }>, status: string, more: object = {}) =>
    setPieces(shop, items, status, more);
  const undo = (token: string) => shop.admin.post(`/undo/${token}`);
  const hold = { hold: 60 };

  it('two of four arrived: they are an item of their own, told with their quantity', async () => {
    const order = await accepted('Q-1', 4, 1);
    const [four] = order.items;
    const { status, body } = await set([{ id: four.id, quantity: 2 }], 'Пришло на склад');
    expect(status).toBe(200);
    expect(body).toMatchObject({ changed: 1, unchanged: 0, orders: [{ id: order.id, status: null }] });
    expect(body.divided).toEqual([{ id: expect.any(String), fromId: four.id, quantity: 2 }]);
    const after = await shop.order(order.id);
    expect(linesOf(after.items)).toEqual(['1: 2 Обрабатывается', '1: 2 Пришло на склад', '2: 1 Обрабатывается']);
    expect(after.items[1]).toMatchObject({
      id: body.divided[0].id,
      dividedFromId: four.id,
      positionId: four.positionId,
      orderedQuantity: 4,
    });
    expect(after.total).toBe(order.total);
    expect(after.history.at(-2)).toMatchObject({ kind: 'item_status', itemId: body.divided[0].id, quantity: 2 });
    await shop.toldEventually('Q-1', [`order | accepted | accepted ${order.id}`, '1 | arrived | 2 шт. | q2']);
  });

  it('the order is in a status once all parts are', async () => {
    const order = await accepted('Q-2', 3);
    const [item] = order.items;
    await set([{ id: item.id, quantity: 1 }], 'Пришло на склад');
    const { body } = await set([{ id: item.id }], 'Пришло на склад');
    expect(body).toMatchObject({ divided: [], orders: [{ status: { name: 'Пришло на склад' } }] });
    await shop.toldEventually('Q-2', [
      `order | accepted | accepted ${order.id}`,
      '1 | arrived | 1 шт. | q1',
      '1 | arrived | 2 шт. | q2',
      'order | all_arrived | ',
    ]);
  });

  it('a part in «Отказ» does not count for the whole order', async () => {
    const order = await accepted('Q-3', 2);
    const [item] = order.items;
    await set([{ id: item.id }], 'В работе');
    const { body } = await set([{ id: item.id, quantity: 1 }], 'Отказ');
    expect(body.orders).toMatchObject([{ status: { name: 'В работе' } }]);
  });

  it('the client cancels all parts of a position', async () => {
    const order = await accepted('Q-7', 4, 1);
    await set([{ id: order.items[0].id, quantity: 1 }], 'Пришло на склад');
    await shop.admin.patch(`/marketplace-connections/${shop.connectionId}`, { cancelStatusId: shop.statuses['Снят'] });
    await shop.cancel('Q-7', ['1']);
    expect(linesOf((await shop.order(order.id)).items)).toEqual(['1: 3 Снят', '1: 1 Снят', '2: 1 Обрабатывается']);
  });

  it('repeated with the pieces that the item had, it divides nothing twice: 409', async () => {
    const order = await accepted('Q-10', 4);
    const [{ id }] = order.items;
    const items = [{ id, quantity: 1, of: 4 }];
    expect((await set(items, 'В работе')).status).toBe(200);
    expect(await set(items, 'В работе')).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
    expect(linesOf((await shop.order(order.id)).items)).toEqual(['1: 3 Обрабатывается', '1: 1 В работе']);
  });

  it('undone, it is one item again, and nobody was told', async () => {
    const order = await accepted('U-1', 4);
    const [item] = order.items;
    const { body } = await set([{ id: item.id, quantity: 1 }], 'В работе', hold);
    expect((await undo(body.undo.token)).body).toEqual({ undone: 1, kept: 0 });
    const { history, ...after } = await shop.order(order.id);
    expect(after.items).toEqual(order.items);
    expect(history.slice(-1)).toMatchObject([{ kind: 'item_status_undone', itemId: item.id, quantity: 1 }]);
    expect(history.every(({ itemId }: { itemId: string | null }) => itemId === null || itemId === item.id)).toBe(true);
    expect(shop.told('U-1').filter((line) => line.includes('in_work'))).toEqual([]);
  });

  it('undone, only lines of the order’s own history are looked through for those of the part', async () => {
    const order = await accepted('U-7', 4);
    const { body } = await set([{ id: order.items[0].id, quantity: 1 }], 'В работе', hold);
    const statements = jest.spyOn(shop.app.get(DataSource).logger, 'logQuery');
    await undo(body.undo.token);
    const looking = statements.mock.calls
      .map(([sql]) => sql)
      .filter((sql) => /order_history_entries.*WHERE.*item_id/.test(sql));
    statements.mockRestore();
    expect(looking).toEqual([expect.stringMatching(/WHERE.*order_id/)]);
  });

  it('undone, the audit has the part before and the pieces after', async () => {
    const order = await accepted('U-8', 4);
    const [{ id }] = order.items;
    const { body } = await set([{ id, quantity: 1 }], 'В работе', hold);
    const [{ id: part }] = body.divided;
    await undo(body.undo.token);
    const { data } = (await shop.admin.get(`/audit?subject=order&subjectId=${order.id}`)).body;
    expect(data.find(({ action }: { action: string }) => action === 'undo')).toMatchObject({
      before: { [`item ${part}`]: 'В работе', [`item ${id} quantity`]: 3, [`item ${part} quantity`]: 1 },
      after: { [`item ${part}`]: 'Обрабатывается', [`item ${id} quantity`]: 4 },
    });
  });

  it('cannot be undone once somebody went on with either part: 409', async () => {
    for (const [id, next] of [
      ['U-2', 'part'],
      ['U-3', 'rest'],
      ['U-4', 'rest divided'],
    ] as const) {
      const order = await accepted(id, 4);
      const [item] = order.items;
      const { body } = await set([{ id: item.id, quantity: 1 }], 'В работе', hold);
      const named = {
        part: { id: body.divided[0].id },
        rest: { id: item.id },
        'rest divided': { id: item.id, quantity: 1 },
      };
      await set([named[next]], 'Пришло на склад');
      const before = await shop.order(order.id);
      expect(await undo(body.undo.token)).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
      expect((await shop.order(order.id)).items).toEqual(before.items);
    }
  });

  it('a status set before the item was divided cannot be undone: 409', async () => {
    const order = await accepted('U-5', 4);
    const [item] = order.items;
    const { body } = await set([{ id: item.id }], 'В работе', hold);
    await set([{ id: item.id, quantity: 1 }], 'Пришло на склад');
    expect(await undo(body.undo.token)).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
    expect(linesOf((await shop.order(order.id)).items)).toEqual(['1: 3 В работе', '1: 1 Пришло на склад']);
  });

  it('an acceptance whose item was divided cannot be undone: 409', async () => {
    const received = await shop.receive('U-6', 1, { positions: [positionOf(1, { quantity: 4 })] });
    const { body } = await shop.accept(received.id, hold);
    const { items } = await shop.order(body.orderId);
    const { body: divided } = await set([{ id: items[0].id, quantity: 1 }], 'В работе', hold);
    expect(await undo(body.undo.token)).toMatchObject({ status: 409 });
    await undo(divided.undo.token);
    expect(await undo(body.undo.token)).toMatchObject({ status: 200 });
  });

  it('calls at the same time divide one item one after the other', async () => {
    const order = await accepted('P-1', 10);
    const [item] = order.items;
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => set([{ id: item.id, quantity: 1 }], 'В работе')),
    );
    // The last piece is the item itself, which then has none left to give.
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(12);
    const { items } = await shop.order(order.id);
    expect(linesOf(items)).toEqual(Array(10).fill('1: 1 В работе'));
  });

  it('of calls that share a transaction each tells and takes back the pieces that it moved', async () => {
    const order = await accepted('P-2', 4);
    const [{ id }] = order.items;
    // Past HTTP, so that both come in the same moment.
    const service = shop.app.get(ItemStatusesService);
    const into = (name: string) => ({ statusId: shop.statuses[name]!, ...hold });
    const [whole, part] = await Promise.all([
      service.set({ items: [{ id }], ...into('В работе') }, THE_SERVICE),
      service.set({ items: [{ id, quantity: 1 }], ...into('Пришло на склад') }, THE_SERVICE),
    ]);
    expect(part.divided).toMatchObject([{ fromId: id, quantity: 1 }]);
    const { history } = await shop.order(order.id);
    const moves = history.filter(({ kind }: { kind: string }) => kind === 'item_status');
    expect(moves).toMatchObject([{ itemId: id, quantity: null }, { quantity: 1 }]);
    expect((await shop.notifications(order.externalOrderId)).slice(1)).toMatchObject([
      { kind: 'item_status', quantity: null, text: '4 шт.' },
      { kind: 'order_status' },
      { kind: 'item_status', quantity: 1, text: '1 шт.' },
    ]);
    const undoOf = ({ undo: offer }: ItemStatusResult) => shop.app.get(Undo).undo(offer!.token, THE_SERVICE);
    await expect(undoOf(whole)).rejects.toMatchObject({ code: 'changed_meanwhile' });
    await undoOf(part);
    await undoOf(whole);
    expect(linesOf((await shop.order(order.id)).items)).toEqual(['1: 4 Обрабатывается']);
  });

  it('whatever is set, divided, undone and cancelled, the parts of a position are what was accepted of it', async () => {
    const names = ['В работе', 'Пришло на склад', 'Отказ', 'Обрабатывается'];
    const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ item: share, pieces: share, status: fc.constantFrom(...names) }) },
      { weight: 2, arbitrary: fc.record({ undo: share }) },
      { weight: 1, arbitrary: fc.constant({ cancel: true }) },
    );
    const oneOf = <T>(all: T[], of: number): T => all[Math.floor(of * all.length)]!;
    const sumsOf = (items: Item[]) => {
      const sums = new Map<string, number>();
      for (const { positionExternalId: id, quantity } of items) sums.set(id, (sums.get(id) ?? 0) + quantity);
      return Object.fromEntries(sums);
    };
    let walks = 0;
    const walk = async (steps: Array<Record<string, unknown>>) => {
      const number = `W-${(walks += 1)}`;
      const order = await accepted(number, 7, 4, 1);
      const tokens: string[] = [];
      for (const each of steps) {
        const { items } = await shop.order(order.id);
        if ('cancel' in each) await shop.cancel(number, ['2']);
        else if ('undo' in each) await undo(oneOf([...tokens, 'none'], each.undo as number));
        else {
          const { id, quantity } = oneOf<Item>(items, each.item as number);
          const pieces = 1 + Math.floor((each.pieces as number) * quantity);
          const { body } = await set([{ id, quantity: pieces }], each.status as string, hold);
          if (body.undo) tokens.push(body.undo.token);
        }
        const after: Item[] = (await shop.order(order.id)).items;
        expect(sumsOf(after)).toEqual({ 1: 7, 2: 4, 3: 1 });
        expect(after.every(({ quantity }) => quantity > 0)).toBe(true);
      }
      const parts = await stored(shop)
        .getRepository(OrderItem)
        .findBy({ orderId: Number(order.id) });
      expect(new Set(parts.map(({ positionId, part }) => `${positionId} ${part}`)).size).toBe(parts.length);
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), walk), {
      numRuns: 12,
      seed: 20261129,
    });
  });
});
