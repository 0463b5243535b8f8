import { eventually } from '../support/eventually.js';
import { runJob } from '../support/jobs.js';
import { Shop } from '../support/shop.js';
import { change } from '../support/stored.js';

describe('an order that a process of the version before made on tables that were brought up to date', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  /** One of two pieces accepted; the columns that came later have their defaults. */
  async function acceptedByOlderVersion(id: string) {
    const external = await shop.receive(id);
    const positions = [{ id: external.positions[0].id, quantity: 1 }];
    const { body } = await shop.admin.post(`/external-orders/${external.id}/accept`, { positions });
    await change(shop, async (manager) => {
      await manager.query(`UPDATE order_items SET ordered_quantity = 0 WHERE order_id = ${body.orderId}`);
      await manager.query(`UPDATE orders SET updated_at = '1970-01-01 00:00:00.000' WHERE id = ${body.orderId}`);
    });
    return shop.order(body.orderId);
  }

  const changedAt = (id: string) =>
    change(shop, (manager) => manager.query(`SELECT updated_at AS at FROM orders WHERE id = ${Number(id)}`));

  it('says how many pieces were ordered, and GettZap is told how many are meant', async () => {
    await shop.configureStatus('Выдано', { item: { status: 'issued', text: '' } });
    const { id, items } = await acceptedByOlderVersion('O-1');
    expect(items[0]).toMatchObject({ quantity: 1, orderedQuantity: 0 });
    await runJob(shop, 'older-version-orders');
    const { items: completed } = await shop.order(id);
    expect(completed[0]).toMatchObject({ quantity: 1, orderedQuantity: 2 });
    await shop.setStatus(completed, 'Выдано');
    await eventually(() => expect(shop.told('O-1').at(-1)).toBe('1 | issued |  | q1'));
  });

  it('was changed now for programs that ask what changed, and is not looked at again', async () => {
    const { id } = await acceptedByOlderVersion('O-2');
    shop.clock.advance(60_000);
    await runJob(shop, 'older-version-orders');
    const first = await changedAt(id);
    expect(JSON.stringify(first)).not.toContain('1970');
    shop.clock.advance(60_000);
    await runJob(shop, 'older-version-orders');
    expect(await changedAt(id)).toEqual(first);
  });

  it('says so of items that such a process added to an order, too, and changes no other again', async () => {
    const external = await shop.receive('O-3', 2);
    const [first, second] = external.positions;
    const accept = (id: string, quantity: number) =>
      shop.admin.post(`/external-orders/${external.id}/accept`, { positions: [{ id, quantity }] });
    const { orderId } = (await accept(first.id, 2)).body;
    await accept(second.id, 1);
    const [whole, part] = (await shop.order(orderId)).items;
    expect(part.orderedQuantity).toBeGreaterThan(1);
    await change(shop, (manager) =>
      manager.query(`UPDATE order_items SET ordered_quantity = 0 WHERE id = ${Number(part.id)}`),
    );
    await runJob(shop, 'older-version-orders');
    expect((await shop.order(orderId)).items).toMatchObject([
      { id: whole.id, orderedQuantity: whole.orderedQuantity },
      { id: part.id, quantity: 1, orderedQuantity: part.orderedQuantity },
    ]);
    const completedAt = await changedAt(orderId);
    shop.clock.advance(60_000);
    await runJob(shop, 'older-version-orders');
    expect(await changedAt(orderId)).toEqual(completedAt);
  });

  describe('once none is left', () => {
    const partOf = async (id: string) => {
      const external = await shop.receive(id);
      const positions = [{ id: external.positions[0].id, quantity: 1 }];
      const { body } = await shop.admin.post(`/external-orders/${external.id}/accept`, { positions });
      return shop.order(body.orderId);
    };
    const asByOlderVersion = ({ items }: { items: Array<{ id: string }> }) =>
      change(shop, (manager) =>
        manager.query(`UPDATE order_items SET ordered_quantity = 0 WHERE id = ${Number(items[0]!.id)}`),
      );
    const ordered = async ({ id }: { id: string }) => (await shop.order(id)).items[0].orderedQuantity;

    it('is not looked for again among the same items, but among those that came since', async () => {
      const old = await partOf('O-4');
      for (let looks = 0; looks < 3; looks += 1) await runJob(shop, 'older-version-orders');
      await asByOlderVersion(old);
      const [first, second] = [await partOf('O-5'), await partOf('O-6')];
      await asByOlderVersion(first);
      await runJob(shop, 'older-version-orders');
      expect([await ordered(old), await ordered(first), await ordered(second)]).toEqual([0, 2, 2]);
      // A process beside goes on making some: what was found is no reason to skip the next ones.
      await asByOlderVersion(second);
      await runJob(shop, 'older-version-orders');
      expect(await ordered(second)).toBe(2);
    });

    it('is not looked for at all a week later, until the service starts again', async () => {
      const last = await partOf('O-7');
      await runJob(shop, 'older-version-orders');
      await asByOlderVersion(last);
      shop.clock.advance(8 * 86_400_000);
      await runJob(shop, 'older-version-orders');
      expect(await ordered(last)).toBe(0);
      shop = await shop.restart();
      await runJob(shop, 'older-version-orders');
      expect(await ordered(last)).toBe(2);
    });
  });
});
