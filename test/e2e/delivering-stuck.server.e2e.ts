import { OutboxJob } from '../../src/outbox/outbox.job.js';
import { later, noticesEventually, SECOND, spoil } from '../support/delivering.js';
import { sql } from '../support/stored.js';
import { Shop } from '../support/shop.js';

describe('an order in which everything waits for what is finished, as two nodes of a cluster may leave it', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
    await shop.configureStatus('В работе', { order: { status: 'working', text: 'w' } });
    await shop.configureStatus('Пришло на склад', { order: { status: 'arrived', text: 'a' } });
  });
  afterAll(() => shop.close());

  it('goes on, in its order', async () => {
    const { items } = await shop.accepted('S-1');
    await noticesEventually(shop, 'S-1', [{ state: 'delivered' }]);
    spoil(shop, '503', { orderId: 'S-1' });
    for (const status of ['В работе', 'Пришло на склад']) await shop.setStatus(items, status);
    await noticesEventually(shop, 'S-1', [{}, { state: 'retrying' }, { state: 'pending' }]);
    await sql(shop, `UPDATE outbox_messages SET state = 'waiting' WHERE state = 'pending'`);
    shop.sandbox.clearTrouble();
    await later(shop, 3_600 * SECOND);
    expect(shop.told('S-1')).toHaveLength(1);
    await shop.app.get(OutboxJob).promoteStuck();
    await later(shop, SECOND);
    await noticesEventually(shop, 'S-1', [{}, { state: 'delivered' }, { state: 'delivered' }]);
    expect(shop.told('S-1').slice(1)).toEqual(['order | working | w', 'order | arrived | a']);
  });

  it('is left alone while its first one waits for its time', async () => {
    const { items } = await shop.accepted('S-2');
    await noticesEventually(shop, 'S-2', [{ state: 'delivered' }]);
    spoil(shop, '503', { orderId: 'S-2' });
    for (const status of ['В работе', 'Пришло на склад']) await shop.setStatus(items, status);
    await noticesEventually(shop, 'S-2', [{}, { state: 'retrying' }, { state: 'pending' }]);
    await shop.app.get(OutboxJob).promoteStuck();
    const rows = await sql(
      shop,
      `SELECT state FROM outbox_messages WHERE subject = 'S-2' AND state <> 'skipped' ORDER BY seq`,
    );
    expect(rows.map(({ state }: { state: string }) => state)).toEqual(['delivered', 'pending', 'waiting']);
  });
});
