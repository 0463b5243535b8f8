import { ExternalOrder } from '../../src/orders/external-orders/external-order.entity.js';
import { ExternalOrderHistoryEntry } from '../../src/orders/external-orders/external-order-history.entity.js';
import { OrderHistoryEntry } from '../../src/orders/orders/order.entity.js';
import { OutboxMessage } from '../../src/outbox/outbox-message.entity.js';
import { orderOf, Shop } from '../support/shop.js';
import { change } from '../support/stored.js';

/** A marketplace that sends an order with another comment every minute does so in a day. */
const CHANGES = 1_500;

describe('an order that the marketplace changed without end', () => {
  let shop: Shop;
  let ids: { id: string; orderId: string };
  beforeAll(async () => {
    shop = await Shop.open();
    const { id, externalOrderId } = await shop.accepted('END-1');
    ids = { id: externalOrderId, orderId: id };
    const at = shop.clock.now();
    const contents = Array.from({ length: CHANGES }, (_, n) => ({
      externalOrderId: Number(externalOrderId),
      kind: 'changed_after_decision' as const,
      version: 1,
      comment: '',
      actor: '',
      details: { changes: [{ path: 'comment', before: '', after: `Комментарий ${n}` }] },
      at,
    }));
    const entries = contents.map(({ comment, actor }) => ({
      ...{ orderId: Number(id), itemId: null, kind: 'changed_by_buyer' as const, fromStatus: '', toStatus: '' },
      ...{ comment, quantity: null, actor, at },
    }));
    await change(shop, async (manager) => {
      for (let start = 0; start < CHANGES; start += 500) {
        await manager.insert(ExternalOrderHistoryEntry, contents.slice(start, start + 500));
        await manager.insert(OrderHistoryEntry, entries.slice(start, start + 500));
      }
      const { id: _, ...message } = await manager.findOneByOrFail(OutboxMessage, { channel: 'gettzap' });
      const sent = Array.from({ length: CHANGES }, (__, n) => ({
        ...message,
        ...{ state: 'delivered' as const, seq: message.seq + 1 + n, idempotencyKey: `key-${n}` },
      }));
      for (let start = 0; start < CHANGES; start += 500)
        await manager.insert(OutboxMessage, sent.slice(start, start + 500));
      await manager.update(ExternalOrder, { id: Number(externalOrderId) }, { changedAfterDecision: true });
    });
    await shop.postToLink({ event: 'order.updated', order: orderOf('END-1', 1, { comment: 'Последний' }) });
  });
  afterAll(() => shop.close());

  it('shows the newest of its history in the inbox, and how much is left out', async () => {
    const { history, historyOmitted, changes } = await shop.externalOrder(ids.id);
    expect([history.length, history[0].kind, historyOmitted]).toEqual([1_001, 'received', CHANGES + 2 - 1_000]);
    expect(changes[0]).toMatchObject({ after: 'Последний', version: CHANGES + 2, pending: true });
  });

  it('shows the newest of its history among the orders, and how much is left out', async () => {
    const { body } = await shop.admin.get(`/orders/${ids.orderId}`);
    expect(body.history).toHaveLength(1_000);
    expect(body.history.at(-1).kind).toBe('changed_by_buyer');
    expect(body.historyOmitted).toBeGreaterThanOrEqual(CHANGES + 1 - 1_000);
    expect(body.changes[0]).toMatchObject({ after: 'Последний', version: CHANGES + 2, pending: true });
  });

  it('shows the newest of what GettZap was told of it', async () => {
    const { notifications } = await shop.externalOrder(ids.id);
    expect(notifications).toHaveLength(1_000);
    expect(notifications.at(-1).idempotencyKey).toBe(`key-${CHANGES - 1}`);
  });

  it('says in the list what is pending, by the same number, by which it is seen', async () => {
    const { data } = (await shop.admin.get(`/orders?ids=${ids.orderId}&changes=pending`)).body;
    expect(data[0].changes).toMatchObject([{ after: 'Последний', version: CHANGES + 2, pending: true }]);
    const seen = await shop.admin.post(`/external-orders/${ids.id}/seen`, { version: CHANGES + 2 });
    expect(seen.status).toBe(200);
    expect((await shop.externalOrder(ids.id)).flags.changedAfterDecision).toBe(false);
  });
});
