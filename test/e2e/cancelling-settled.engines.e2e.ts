import { later, SECOND } from '../support/delivering.js';
import { runJob } from '../support/jobs.js';
import { Shop } from '../support/shop.js';

const HOLD_S = 8;

describe('a conflict of a cancellation', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  /** As the order and the external order say after the job has looked. */
  const isConflict = async (order: { id: string; externalOrderId: string }) => {
    await runJob(shop, 'settled-conflicts');
    const [{ flags }, inbox] = [await shop.order(order.id), await shop.externalOrder(order.externalOrderId)];
    expect(inbox.flags.cancelConflict).toBe(flags.cancelConflict);
    return flags.cancelConflict;
  };
  /** Issued in full, then cancelled. */
  const conflict = async (id: string, positions = 2) => {
    const order = await shop.accepted(id, positions);
    await shop.setStatus(order.items, 'Выдано');
    await shop.cancel(id);
    return order;
  };

  it('stays while something that the client cancelled is left', async () => {
    const order = await conflict('L-1');
    expect(await isConflict(order)).toBe(true);
    await shop.setStatus([order.items[0]], 'Отказ');
    expect(await isConflict(order)).toBe(true);
  });

  it('is over once all of it is refused or removed, and the order is listed as one no more', async () => {
    const listed = async () =>
      (await shop.admin.get('/orders?flag=cancelConflict')).body.data.map(({ id }: { id: string }) => id);
    const order = await conflict('O-1');
    expect(await listed()).toContain(order.id);
    await shop.setStatus([order.items[0]], 'Отказ');
    await shop.setStatus([order.items[1]], 'Снят');
    expect(await isConflict(order)).toBe(false);
    expect(await listed()).not.toContain(order.id);
    expect((await shop.externalOrder(order.externalOrderId)).flags.cancelledByClient).toBe(true);
  });

  it('is over although positions that the client kept are still in work', async () => {
    const order = await shop.accepted('K-1', 2);
    await shop.setStatus([order.items[0]], 'Выдано');
    await shop.cancel('K-1', ['1']);
    expect(await isConflict(order)).toBe(true);
    await shop.setStatus([order.items[0]], 'Снят');
    expect(await isConflict(order)).toBe(false);
  });

  it('stays while the status that settles it can be undone', async () => {
    const order = await conflict('U-1', 1);
    await later(shop, SECOND);
    const itemIds = order.items.map(({ id }: { id: string }) => id);
    const taken = { itemIds, statusId: shop.statuses['Снят'], hold: HOLD_S };
    const { body } = await shop.admin.post('/order-items/status', taken);
    expect(await isConflict(order)).toBe(true);
    expect((await shop.admin.post(`/undo/${body.undo.token}`)).body).toMatchObject({ undone: 1 });
    expect(await isConflict(order)).toBe(true);
    await shop.admin.post('/order-items/status', taken);
    await later(shop, (HOLD_S + 1) * SECOND);
    expect(await isConflict(order)).toBe(false);
  });
});
